"""Accounts that a paper's counts suggest, entered as a group, its parts, and a claim for each count."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import transaction

from antigone.errors import InputError
from antigone.papers import parts as papers
from antigone.papers.lines import view_of
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.people.names import search_key
from antigone.register.sources.claiming import Claimed, record_claim
from antigone.register.sources.extracting import text_of
from antigone.register.sources.groups import add_part, ask, declare_whole, parts_of, start_group
from antigone.register.sources.models import Claim, CountedGroup, Extraction, Part, Source
from antigone.register.sources.passages import mark
from antigone.register.sources.proposals import Found, findings, sentence_at, spoken_at
from antigone.register.sources.slices import Slice, slices

_REST = re.compile(r"\b(?:rest|remaining|remainder|others)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """Who is counted, of which row they are a part (None: the group), the proposal it rests on.

    `found` is None for the rest, which the text names without a number.
    """

    title: str
    of: int | None
    found: Found | None
    quote: str
    whole: bool
    dead: bool


def suggested(extraction: Extraction, first: int = 0, last: int | None = None) -> dict[int, list[Row]]:
    """Every account that the counts suggest whose group stands in text[first:last]: where → its rows."""
    told: dict[int, list[Row]] = {}
    for part in slices(extraction, first, last):
        for tree in _trees(part):
            start = tree.parts[0].start + part.at
            if part.holds(tree.parts[0].start) and first <= start and (last is None or start < last):
                told[start] = _rows(extraction, part, tree)
    return told


@lru_cache(maxsize=24)
def _trees(part: Slice) -> tuple[papers.Tree, ...]:
    reading = part.reading
    starts = [x.start for x in reading.letters]
    return tuple(papers.suggested(view_of(reading.paper.text), reading.counts, starts))


def _rows(extraction: Extraction, part: Slice, tree: papers.Tree) -> list[Row]:
    text = part.reading.paper.text
    ends = tree.parts[0].start + part.at, max(p.end for p in tree.parts) + part.at
    found = {f.start: f for f in findings(extraction, *ends) if f.kind == "count"}
    return [
        Row(p.title[:200], p.of, found[p.start + part.at] if p.count else None,
            " ".join(text[p.start : p.end].split()), i in tree.whole, i in tree.dead)
        for i, p in enumerate(tree.parts)
    ]  # fmt: skip


def matched(rows: Sequence[Row], group: CountedGroup) -> list[str]:
    """For each row the title of the part of `group` that it seems to count, else its own title."""
    held = parts_of(group)
    taken: dict[int, Part] = {0: held[0]}
    for i, row in enumerate(rows[1:], start=1):
        around = taken.get(row.of if row.of is not None else 0)
        free = [p for p in held if around and p.of_id == around.pk and p not in taken.values()]
        alike = [p for p in free if _kind(p.title) == _kind(row.title)]
        if len(alike) == 1:
            taken[i] = alike[0]
    return [taken[i].title if i in taken else row.title for i, row in enumerate(rows)]


def _kind(title: str) -> str:
    """What befell them, or else the first word for them."""
    if _REST.search(title):
        return "rest"
    for fate, words in papers.FATES:
        if re.search(rf"\b(?:{words}|{fate})\b", title, re.IGNORECASE) and " among " not in title:
            return "rest" if fate == "survived" else fate
    who = search_key(title).split()
    return who[0].rstrip("s") if who else ""


@transaction.atomic
def record_account(
    author: Author,
    source: Source,
    extraction: Extraction,
    rows: Sequence[Row],
    group: CountedGroup | None,
    speakers: Mapping[int, Sequence[str]],
    *,
    whole: bool,
    dead: bool,
) -> CountedGroup:
    """Enters the rows as parts of the group (None: a new one) and their counts as claims; all or nothing.

    `speakers` gives the chain for each row by its place. InputError where a part cannot be what it is said.
    """
    author.require(Right.SOURCES)
    if len({search_key(r.title) for r in rows}) < len(rows):
        raise InputError("two rows have the same name; give each who they count another")
    if group is None:
        group = start_group(author, rows[0].title)
    parts: list[Part] = [parts_of(group)[0]]
    for row in rows[1:]:
        parts.append(add_part(author, parts[row.of or 0], row.title))
    text = text_of(extraction)
    for i, (row, part) in enumerate(zip(rows, parts, strict=True)):
        if row.found is not None and not _claimed(source, row.found, part):
            _claim(author, source, extraction, text, row.found, part, speakers[i])
    _sums(author, group, rows, parts, whole=whole, dead=dead)
    return group


def _claim(
    author: Author,
    source: Source,
    extraction: Extraction,
    text: str,
    found: Found,
    part: Part,
    speakers: Sequence[str],
) -> Claim:
    first, last = sentence_at(text, found.start, found.end)
    about = {"part": part, "least": found.least, "most": found.most}
    said = Claimed(
        Claim.Kind.COUNT, text[first:last], speakers, spoken_at(extraction, text, found).words, about
    )
    return record_claim(author, mark(author, source, found.start, found.end), said)


def _claimed(source: Source, found: Found, part: Part) -> bool:
    return Claim.objects.standing().filter(
        part=part, passage__source=source, passage__start=found.start, kind=Claim.Kind.COUNT
    ).exists()  # fmt: skip


def _sums(
    author: Author,
    group: CountedGroup,
    rows: Sequence[Row],
    parts: Sequence[Part],
    *,
    whole: bool,
    dead: bool,
) -> None:
    all_of = [p for r, p in zip(rows, parts, strict=True) if r.whole and p.of_id == parts[0].pk]
    if whole and len(all_of) > 1:
        declare_whole(author, parts[0], all_of)
    died = [p for r, p in zip(rows, parts, strict=True) if r.dead]
    asked = {q.title for q in group.questions.standing()}
    if dead and len(died) > 1 and "the dead" not in asked:
        ask(author, group, "the dead", died)
