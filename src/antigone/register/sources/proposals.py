"""What a paper seems to say, proposed by rules; nothing counts until a person accepts it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from antigone.errors import InputError
from antigone.papers.reading import Reading
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.record import state
from antigone.register.sources.models import Extraction, Particular, SetAside, Source
from antigone.register.sources.seeing import require_visible
from antigone.register.sources.slices import Slice, letter_at, slices


@dataclass(frozen=True, slots=True)
class Said:
    """Something a paper says of itself."""

    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Found:
    """A count, date, duration or place at `start:end` of the text; `value` is what it seems to say.

    About so many is proposed as a tenth less to a tenth more; the person who accepts it may say otherwise.
    """

    kind: str
    quote: str
    start: int
    end: int
    value: Any = None
    least: int | None = None
    most: int | None = None
    approximate: bool = False


def particulars(extraction: Extraction) -> list[Said]:
    """What the paper says of itself: symbols, dates, bodies, agenda, letters, footnotes.

    Of a long paper what its first 200,000 characters say.
    """
    reading = next(slices(extraction)).reading
    return [*_of_heading(reading), *_of_letters(reading), *_of_notes(reading)]


def findings(extraction: Extraction, first: int = 0, last: int | None = None) -> list[Found]:
    """Counts, dates, durations and places that begin in text[first:last], in the order of the text."""
    found = [f for part in slices(extraction, first, last) for f in _found_in(part)]
    return [f for f in found if first <= f.start and (last is None or f.start < last)]


def finding_at(extraction: Extraction, kind: str, start: int) -> Found | None:
    """The proposal of a kind that begins there."""
    here = findings(extraction, start, start + 1)
    return next((f for f in here if f.kind == kind), None)


def _found_in(part: Slice) -> list[Found]:
    r, at = part.reading, part.at
    found = [
        Found(
            "count", r.quote(c.start, c.end), c.start + at, c.end + at, c.of, *_limits(c), c.bound == "about"
        )
        for c in r.counts
        if part.holds(c.start)
    ]
    found += [
        Found("date", r.quote(d.start, d.end), d.start + at, d.end + at, d.edtf)
        for d in r.dates
        if part.holds(d.start)
    ]
    found += [
        Found(
            "duration", r.quote(d.start, d.end), d.start + at, d.end + at, d.days, approximate=d.approximate
        )
        for d in r.durations
        if part.holds(d.start)
    ]
    found += [
        Found("place", r.quote(p.start, p.end), p.start + at, p.end + at)
        for p in r.places
        if part.holds(p.start)
    ]
    return sorted(found, key=lambda f: (f.start, f.end))


def speaker_at(extraction: Extraction, offset: int) -> str:
    """Who signs or sends the letter in which a character stands; empty where the paper has none there."""
    found = letter_at(extraction, offset)
    if found is None:
        return ""
    letter, _end = found
    return letter.office or ", ".join(letter.signatories)


_CONFIDENCE = re.compile(
    r"\b(allegedly|alleged|reportedly|it (?:was|is|has been)(?: further| also)? (?:established|identified"
    r"|determined|reported|found|confirmed|claimed) that|it is (?:believed|presumed|said) that"
    r"|according to [^,.;]{3,80}"
    r"|(?:may|might) have|presumably|apparently)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?]\s|\n\s*\n")


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around text[start:end]."""
    before = [m.end() for m in _SENTENCE_END.finditer(text, max(0, start - 2000), start)]
    after = _SENTENCE_END.search(text, end)
    return before[-1] if before else max(0, start - 2000), after.start() + 1 if after else min(
        len(text), end + 2000
    )


_CITED = re.compile(r"\baccording to (?:the )?([^,.;:()]{3,80}?)(?=[,.;:()]|$)", re.IGNORECASE)


def cited_at(text: str, start: int, end: int) -> list[str]:
    """Whom the sentence cites: "according to eyewitnesses, …"."""
    first, last = sentence_at(text, start, end)
    return [" ".join(m[1].split()) for m in _CITED.finditer(text, first, last)]


def confidence_words(text: str, start: int, end: int) -> str:
    """Words of the sentence that say how sure its speaker is, as they stand there; empty for none."""
    first, last = sentence_at(text, start, end)
    return "; ".join(" ".join(m[0].split()) for m in _CONFIDENCE.finditer(text, first, last))[:200]


@dataclass(frozen=True, slots=True)
class Spoken:
    """The sentence of a proposal, who says it (and whom it cites), and its words of confidence."""

    statement: str
    speakers: tuple[str, ...]
    words: str


def spoken_at(extraction: Extraction, text: str, found: Found) -> Spoken:
    """What is proposed for a claim on `found`."""
    first, last = sentence_at(text, found.start, found.end)
    chain = [speaker_at(extraction, found.start), *cited_at(text, found.start, found.end)]
    words = confidence_words(text, found.start, found.end)
    return Spoken(" ".join(text[first:last].split()), tuple(s for s in chain if s), words)


@transaction.atomic
def accept(author: Author, source: Source, name: str, value: Any, proposed: bool = True) -> Particular:
    """A person says that the paper says so; entered once, however often it is accepted."""
    author.require(Right.SOURCES)
    require_visible(author, source)
    if not name or value in ("", None):
        raise InputError("nothing was entered; write what the paper says")
    for held in Particular.objects.standing().filter(source=source, name=name):
        if held.value == value:
            return held
    return state(author, Particular(source=source, name=name[:40], value=value, proposed=proposed))


def set_aside(author: Author, source: Source, kind: str, start: int, quote: str) -> SetAside:
    """A person declines a proposal; it is not shown again."""
    author.require(Right.SOURCES)
    require_visible(author, source)
    return state(author, SetAside(source=source, kind=kind[:40], start=start, quote=quote))


def _limits(count: Any) -> tuple[int | None, int | None]:
    if count.last is not None:
        return count.value, count.last
    tenth = count.value // 10
    return {
        "at_least": (count.value, None),
        "at_most": (0, count.value),
        "about": (count.value - tenth, count.value + tenth),
    }.get(count.bound, (count.value, count.value))


def _of_heading(reading: Reading) -> Iterator[Said]:
    heading = reading.heading
    if heading is None:
        return
    for symbol in heading.symbols:
        yield Said("symbol", symbol)
    for name in ("distribution", "date", "language", "original_language", "title"):
        if value := getattr(heading, name):
            yield Said(name, value)
    if reading.job_number:
        yield Said("job number", reading.job_number)
    items = [i for b in heading.bodies for i in b.agenda_items]
    for body in heading.bodies:
        yield Said(
            "body",
            {k: v for k, v in (("organ", body.organ), ("session", body.session), ("year", body.year)) if v},
        )
    titles = heading.agenda_titles if len(heading.agenda_titles) == len(items) else ()
    for n, item in enumerate(items):
        yield Said("agenda item", {"item": item} | ({"title": titles[n]} if titles else {}))


def _of_letters(reading: Reading) -> Iterator[Said]:
    for letter in reading.letters:
        value = {
            "date": letter.date, "office": letter.office, "addressee": ", ".join(letter.addressees),
            "signed": ", ".join(letter.signatories), "annex": letter.annex,
        }  # fmt: skip
        yield Said("letter", {k: v for k, v in value.items() if v not in (None, "")})


def _of_notes(reading: Reading) -> Iterator[Said]:
    for note in reading.footnotes:
        yield Said("footnote", {"mark": note.mark, "text": note.text, "links": list(note.links)})
