"""Dates of a language by its month names, in EDTF."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

from antigone.papers.calendar_words import YEAR, both, interval
from antigone.papers.dates import DateMention, blanked
from antigone.papers.lines import GAP
from antigone.papers.tongues.tongue import Tongue

_DAY = r"(?<![\w.,/])(?:[12][0-9]|3[01]|0?[1-9])(?:er|º|°|-е|-го)?"


@lru_cache(maxsize=8)
def _rules(tongue: Tongue) -> list[tuple[re.Pattern[str], str]]:
    month = (
        "(?:"
        + "|".join(re.escape(m) for m in sorted(tongue.months(), key=len, reverse=True))
        + r")(?![^\W\d_])"
    )
    dm, my = _gap(tongue.day_month), _gap(tongue.month_year)
    end = f"(?:{_gap(tongue.year_end)})?" if tongue.year_end else ""
    year = f"(?<![0-9])(?:{YEAR})"
    rules = []
    for first, last in tongue.spans:
        rules.append(
            (
                rf"\b{_gap(first)}{GAP}(?P<d1>{_DAY})(?:{dm}(?P<m1>{month}))?(?:{my}(?P<y1>{year}){end})?{GAP}{_gap(last)}{GAP}?"
                rf"(?P<d2>{_DAY}){dm}(?P<m2>{month}){my}(?P<y2>{year}){end}",
                "both" if (first, last) == ("les", "et") else "span",
            )
        )
        rules.append(
            (rf"\b{_gap(first)}{GAP}(?P<y1>{year}){end}{GAP}{_gap(last)}{GAP}?(?P<y2>{year}){end}", "years")
        )
    rules += [
        (rf"(?P<d1>{_DAY})[-–](?P<d2>{_DAY}){dm}(?P<m2>{month}){my}(?P<y2>{year}){end}", "span"),
        (
            rf"(?P<d1>{_DAY}){dm}(?P<m1>{month})(?:{my}(?P<y1>{year}){end})?(?:{GAP}(?:{tongue.item_to}|au){GAP}|{GAP}?[-–]{GAP}?)"
            rf"(?P<d2>{_DAY}){dm}(?P<m2>{month}){my}(?P<y2>{year}){end}",
            "span",
        ),
        (rf"(?P<d1>{_DAY}){dm}(?P<m1>{month})(?:{my}|,{GAP})(?P<y1>{year}){end}", "day"),
        (rf"(?<!\w)(?P<m1>{month}){my}(?P<y1>{year}){end}", "month"),
        (rf"(?P<d1>{_DAY}){dm}(?P<m1>{month})", "yearless"),
        (rf"(?<![\w./-])(?P<y1>{year})[-–](?P<y2>{year}){end}", "years"),
        (rf"\b(?:{tongue.year_after}){GAP}(?P<y1>{year})" + (_gap(tongue.year_end) if tongue.year_end else ""), "year"),
    ]  # fmt: skip
    return [(re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in rules]


def _gap(words: str) -> str:
    return words.replace(" ", GAP)


def find_dates_in(view: str, tongue: Tongue) -> list[DateMention]:
    """All dates in the language, in order; an impossible one is left out."""
    left = view
    found = []
    for pattern, kind in _rules(tongue):
        taken = list(pattern.finditer(left))
        for match in taken:
            edtf = _edtf(match, kind, tongue)
            start = match.start("y1") if kind == "year" else match.start()
            if edtf is not None:
                found.append(DateMention(start, match.end(), edtf))
        left = blanked(left, taken)
    return sorted(found, key=lambda d: d.start)


def _edtf(match: re.Match[str], kind: str, tongue: Tongue) -> str | None:
    said = match.groupdict()
    if kind in ("span", "both"):
        last = _day(said["d2"], said["m2"], said["y2"], tongue)
        first = _day(said["d1"], said.get("m1") or said["m2"], said.get("y1") or said["y2"], tongue)
        return interval(first, last) if kind == "span" else both(first, last)
    if kind == "years":
        return interval(said["y1"], said["y2"])
    if kind == "year":
        return said["y1"]
    if kind == "month":
        return f"{said['y1']}-{_month(said['m1'], tongue):02d}"
    if kind == "yearless":
        day = _day(said["d1"], said["m1"], "2000", tongue)
        return None if day is None else f"XXXX{day[4:]}"
    return _day(said["d1"], said["m1"], said["y1"], tongue)


def _month(name: str, tongue: Tongue) -> int:
    return tongue.months()[" ".join(name.lower().split())]


def _day(day: str, month: str, year: str, tongue: Tongue) -> str | None:
    try:
        number = int(re.match("[0-9]+", day)[0])  # type: ignore[index]
        return datetime.date(int(year), _month(month, tongue), number).isoformat()
    except ValueError:
        return None
