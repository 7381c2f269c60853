"""Lengths of time that a paper states: 'after 113 days', 'an almost 30-year-long occupation'."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from antigone.papers.lines import GAP
from antigone.papers.numbers import Number
from antigone.papers.qualifiers import qualifier_before
from antigone.papers.spans import Spans

DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 365.2425 / 12, "year": 365.2425, "decade": 3652.425}
"""Days of a unit; months, years and decades by the mean length of the Gregorian year."""

_UNIT = re.compile(
    rf"(?P<half>{GAP}and{GAP}a{GAP}half)?(?:-|{GAP})(?:(?:consecutive|full|whole|long|calendar){GAP})?(?P<unit>hour|day|week|month|year|decade)s?\b"
    rf"(?:-long\b|{GAP}long\b)?(?!-old|-olds|{GAP}old\b|{GAP}of{GAP}age\b)",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    rf"\ban?{GAP}(?:(?:full|whole){GAP})?(hour|day|week|month|year|decade)\b(?!-old|{GAP}(?:and|old)\b)",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    rf"\b(?:(?:after|for|within|during|throughout)(?:{GAP}(?:a|the){GAP}(?:period|term){GAP}of)?"
    rf"|over{GAP}a{GAP}period{GAP}of){GAP}$",
    re.IGNORECASE,
)
_AGE = re.compile(rf"\bage[ds]?{GAP}(?:between{GAP}|of{GAP})?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in days; `approximate` where the paper or the unit (month, year) leaves it open."""

    start: int
    end: int
    days: float
    approximate: bool


def find_durations(view: str, numbers: Iterable[Number]) -> list[Duration]:
    """All durations among the numbers of the text; ages are none."""
    found = [d for number in numbers if (d := _duration(view, number)) is not None]
    singles = [d for m in _SINGLE.finditer(view) if (d := _single(view, m)) is not None]
    taken = Spans([(d.start, d.end) for d in found])
    found += [d for d in singles if not taken.touches(d.start, d.end)]
    return sorted(found, key=lambda d: d.start)


def _single(view: str, match: re.Match[str]) -> Duration | None:
    """'for a month', 'more than a year': one of the unit."""
    before = view[max(0, match.start() - 50) : match.start()]
    start, vague = match.start(), match[1].lower() in ("month", "year", "decade")
    if (qualifier := qualifier_before(view, start)) is not None:
        start, vague = qualifier[0], True
        before = view[max(0, start - 50) : start]
    prefix = _PREFIX.search(before)
    if prefix is None and qualifier is None:
        return None
    if prefix is not None:
        start -= len(before) - prefix.start()
    days = DAYS[match[1].lower()]
    return Duration(start, match.end(), round(days) if days >= 1 else round(days, 4), vague)


def _duration(view: str, number: Number) -> Duration | None:
    match = _UNIT.match(view, number.end)
    if match is None or number.value is None:
        return None
    unit = match["unit"].lower()
    start, vague = number.start, unit in ("month", "year", "decade")
    if (qualifier := qualifier_before(view, start)) is not None:
        start, vague = qualifier[0], True
    before = view[max(0, start - 50) : start]
    if _AGE.search(before) or before.endswith("-"):
        return None
    if unit == "hour" and re.search(r"\bat\s+$", before):
        return None
    if (prefix := _PREFIX.search(before)) is not None:
        start -= len(before) - prefix.start()
    days = (number.value + (0.5 if match["half"] else 0)) * DAYS[unit]
    days = round(days, 4) if unit == "hour" and number.value % 24 else round(days)
    return Duration(start, match.end(), days, vague)
