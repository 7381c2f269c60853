"""One paper read as a whole: what it says of itself, and the counts, dates and places in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar

from antigone.papers.counts import Count, find_counts, uncounted_spans
from antigone.papers.dates import DateMention, find_dates
from antigone.papers.durations import Duration, find_durations
from antigone.papers.extract import extract
from antigone.papers.extracted import Extracted, OnPage
from antigone.papers.footnotes import Footnote, find_footnotes
from antigone.papers.heading import Heading, job_number, read_heading
from antigone.papers.hyphens import Unbroken, unbroken
from antigone.papers.language import foreign_sections, language_of
from antigone.papers.letters import Letter, Title, annex_starts, find_letters, find_titles
from antigone.papers.lines import Line, furniture_spans, lines_of, view_of
from antigone.papers.numbers import find_numbers
from antigone.papers.places import Place, find_places
from antigone.papers.spans import Spans
from antigone.papers.symbols import SYMBOL
from antigone.papers.tongues import TONGUES
from antigone.papers.tongues.chinese import (
    annex_starts_zh,
    find_letters_zh,
    find_titles_zh,
    read_heading_zh,
    read_section_zh,
)
from antigone.papers.tongues.heads import read_heading_in
from antigone.papers.tongues.letters import annex_starts_in, find_letters_in, find_titles_in
from antigone.papers.tongues.section import read_section

_PARAGRAPH_NUMBER = re.compile(r"^[^\S\n]*(?:[0-9]{1,3}[.)]|\([0-9]{1,3}\))(?=\s)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Reading:
    """Proposals from one paper; all offsets count characters of `paper.text`."""

    paper: Extracted
    heading: Heading | None
    language: str | None
    job_number: str | None
    letters: tuple[Letter, ...]
    footnotes: tuple[Footnote, ...]
    counts: tuple[Count, ...]
    dates: tuple[DateMention, ...]
    durations: tuple[Duration, ...]
    places: tuple[Place, ...]

    def quote(self, start: int, end: int) -> str:
        """The words at `start:end`."""
        return self.paper.text[start:end]


def read_paper(path: str | Path, on_page: OnPage | None = None) -> Reading:
    """Reads the paper at `path`; raises InputError where it holds no readable text."""
    return read_text(extract(path, on_page))


def read_text(paper: Extracted) -> Reading:
    """Reads a text; never fails, finds nothing where nothing is."""
    joined = unbroken(view_of(paper.text))
    view = joined.view
    lines = lines_of(view)
    language = language_of(view)
    tongue = TONGUES.get(language or "")
    starts = [*annex_starts(lines), *annex_starts_zh(lines)]
    starts += (a for t in TONGUES.values() for a in annex_starts_in(lines, t))
    foreign = list(foreign_sections(view, starts))
    heading: Heading | None
    if language == "Chinese":
        titles = find_titles_zh(lines)
        heading = read_heading_zh(view, lines, titles)
        letters = find_letters_zh(view, lines, titles)
    elif tongue is None:
        titles = find_titles(lines)
        heading = read_heading(view, lines, titles)
        letters = find_letters(view, lines, titles)
    else:
        titles = find_titles_in(lines, tongue)
        heading = read_heading_in(view, lines, titles, tongue)
        letters = find_letters_in(view, lines, titles, tongue)
    footnotes = find_footnotes(view, lines)
    found = _mentions(view, lines, foreign, _apart(view, heading, titles, footnotes))
    return Reading(
        paper,
        heading,
        _language(heading, view),
        None if heading is None else job_number(view, lines),
        _placed(joined, letters),
        tuple(replace(f, text_start=joined.start(f.text_start)) for f in _placed(joined, footnotes)),
        _placed(joined, found.counts),
        _placed(joined, found.dates),
        _placed(joined, found.durations),
        _placed(joined, found.places),
    )


@dataclass(frozen=True, slots=True)
class _Mentions:
    counts: list[Count]
    dates: list[DateMention]
    durations: list[Duration]
    places: list[Place]


def _mentions(
    view: str,
    lines: list[Line],
    foreign: list[tuple[int, int, str | None]],
    apart: list[tuple[int, int]],
) -> _Mentions:
    """Counts, dates, lengths of time and places, each section by the rules of its language."""
    names = [*uncounted_spans(view), *furniture_spans(lines), *(m.span() for m in SYMBOL.finditer(view))]
    named = Spans(names)
    elsewhere = Spans([(start, end) for start, end, _ in foreign])
    numbers = find_numbers(view)
    # A day in digits is a day in any language; the rules for words are those of English.
    dates = [
        d
        for d in find_dates(view)
        if not named.touches(d.start, d.end)
        and (not elsewhere.touches(d.start, d.end) or _in_digits(view[d.start : d.end]))
    ]
    durations = [
        d
        for d in find_durations(view, numbers)
        if not named.touches(d.start, d.end) and not elsewhere.touches(d.start, d.end)
    ]
    places = [p for p in find_places(view) if not elsewhere.touches(p.start, p.end)]
    other = [
        read_section(view, start, end, TONGUES[language], [*names, *apart])
        for start, end, language in foreign
        if language in TONGUES
    ]
    other += [
        read_section_zh(view, start, end, [*names, *apart])
        for start, end, language in foreign
        if language == "Chinese"
    ]
    told = [*((d.start, d.end) for d in dates), *((d.start, d.end) for d in durations)]
    counts = find_counts(view, numbers, Spans([*names, *apart, *told]))
    # Words run together with a day ("session5 April") are no noun that was counted.
    taken = Spans([*((start, end) for start, end, _ in foreign), *((d.start, d.end) for d in dates)])
    counts = [c for c in counts if not taken.touches(c.start, c.end)]
    known = Spans([(d.start, d.end) for section in other for d in section.dates])
    dates = [d for d in dates if not known.touches(d.start, d.end)]
    return _Mentions(
        _in_order([*counts, *(c for s in other for c in s.counts)]),
        _in_order([*dates, *(d for s in other for d in s.dates)]),
        _in_order([*durations, *(d for s in other for d in s.durations)]),
        _in_order([*places, *(p for s in other for p in s.places)]),
    )


def _apart(
    view: str, heading: Heading | None, titles: list[Title], footnotes: list[Footnote]
) -> list[tuple[int, int]]:
    """Where numbers are no counts: the head, headings, marks of footnotes and numbers of paragraphs."""
    return [
        *_heads(heading, titles),
        *((f.start, f.text_start) for f in footnotes),
        *_marks_in_text(view, footnotes),
        *(m.span() for m in _PARAGRAPH_NUMBER.finditer(view)),
    ]


class _Standing(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_S = TypeVar("_S", bound=_Standing)


def _in_order(found: list[_S]) -> list[_S]:
    return sorted(found, key=lambda x: x.start)


def _placed(joined: Unbroken, found: Iterable[_S]) -> tuple[_S, ...]:
    """The same with offsets into the paper's text."""
    return tuple(
        replace(x, start=joined.start(x.start), end=joined.end(x.end))  # type: ignore[type-var]
        for x in found
    )


def _in_digits(quote: str) -> bool:
    return re.fullmatch(r"[0-9.-]+", quote) is not None


def _language(heading: Heading | None, view: str) -> str | None:
    return heading.language if heading and heading.language else language_of(view)


def _heads(heading: Heading | None, titles: list[Title]) -> list[tuple[int, int]]:
    spans = [(t.start, t.end) for t in titles]
    return spans if heading is None else [(0, heading.end), *spans]


def _marks_in_text(view: str, footnotes: list[Footnote]) -> list[tuple[int, int]]:
    """References such as 'perpetrators. 1 It was', which the extraction of a PDF sets apart with a blank."""
    last = {note.mark: note.start for note in footnotes if note.mark.isdigit()}
    found = re.finditer(r"(?<=[.,;:)”\"]) ?([0-9]{1,3})(?=\s)", view)
    return [m.span() for m in found if m.start() < last.get(m[1], 0)]
