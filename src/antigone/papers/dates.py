"""Dates that a paper mentions, in EDTF: days, months, years, seasons, decades, ranges."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from antigone.papers.calendar_words import (
    AND,
    DAY,
    MONTH,
    SEASONS,
    TO,
    YEAR,
    both,
    day_edtf,
    interval,
    month_edtf,
)
from antigone.papers.lines import GAP


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date at `start:end` and what EDTF says of it."""

    start: int
    end: int
    edtf: str


_POINT = rf"(?:(?:({DAY}){GAP}(?:of{GAP})?)?({MONTH}),?{GAP}(?:of{GAP})?)?({YEAR})"
_Read = Callable[[re.Match[str]], str | None]
_D, _M, _Y = f"({DAY})", f"({MONTH})", f"({YEAR})"
_DAY_OF = rf"{GAP}(?:of{GAP})?"
_DM, _DMY = rf"{_D}{_DAY_OF}{_M}", rf"{_D}{_DAY_OF}{_M},?{GAP}{_Y}"
_OF = rf"(?:{GAP}of)?{GAP}"
_LONE = r"(?<![\w.,/-])"
_LONE_MONTH = rf"(?:{_LONE}|(?<=\b[Mm]id-))"
_NO_YEAR = rf"(?!,?{GAP}[0-9]{{4}})\b"
_SEASON = "(" + "|".join(SEASONS) + ")"
_NO_COUNT = rf"(?!{GAP}(?:[a-z-]+{GAP}){{0,2}}(?:[a-z]{{2,}}s|people|men|women|children)\b)"


def _short_year(first: str, last: str) -> str | None:
    return interval(first, first[:2] + last)


def _points(match: re.Match[str]) -> str | None:
    """From a day, month or year to another."""

    def said(day: str | None, month: str | None, year: str) -> str | None:
        if month is None:
            return year
        return month_edtf(month, year) if day is None else day_edtf(day, month, year)

    return interval(said(*match.group(1, 2, 3)), said(*match.group(4, 5, 6)))


def _yearless(day: str, month: str) -> str | None:
    edtf = day_edtf(day, month, "2000")
    return None if edtf is None else f"XXXX{edtf[4:]}"


# In this order: a longer form is taken before the shorter ones within it. A rule that answers None takes
# its text all the same, so that no part of an impossible date is read as another one.
_RULES: list[tuple[str, _Read]] = [
    (
        rf"{_LONE}{_DMY}{TO}{_DMY}",
        lambda m: interval(day_edtf(*m.group(1, 2, 3)), day_edtf(*m.group(4, 5, 6))),
    ),
    (
        rf"\b[Bb]etween{GAP}{_DMY}{AND}{_DMY}",
        lambda m: interval(day_edtf(*m.group(1, 2, 3)), day_edtf(*m.group(4, 5, 6))),
    ),
    (
        rf"{_LONE}{_POINT}{TO}(?:(?:the{GAP})?(?:early|mid|late|spring|summer|autumn|winter|end){GAP}(?:of{GAP})?)?"
        rf"{_POINT}",
        lambda m: _points(m),
    ),
    (rf"\b[Bb]etween{GAP}{_POINT}{AND}{_POINT}", lambda m: _points(m)),
    (
        rf"(?:\b[Bb]etween{GAP}{_DM}{AND}|{_LONE}{_DM}{TO}){_DMY}",
        lambda m: interval(day_edtf(m[1] or m[3], m[2] or m[4], m[7]), day_edtf(*m.group(5, 6, 7))),
    ),
    (
        rf"(?:\b[Bb]etween{GAP}{_D}{AND}|{_LONE}{_D}{TO}){_D}{_DAY_OF}{_M},?{GAP}{_Y}",
        lambda m: interval(day_edtf(m[1] or m[2], m[4], m[5]), day_edtf(*m.group(3, 4, 5))),
    ),
    (
        rf"(?<![\w.,/-]){_D}/{_D}{_DAY_OF}{_M},?{GAP}{_Y}",
        lambda m: interval(day_edtf(m[1], m[3], m[4]), day_edtf(m[2], m[3], m[4])),
    ),
    (
        rf"{_LONE}{_DM}{AND}{_DMY}",
        lambda m: both(day_edtf(m[1], m[2], m[5]), day_edtf(*m.group(3, 4, 5))),
    ),
    (
        rf"{_LONE}{_D}(?:,{GAP}{_D})?(?:,{GAP}{_D})?{AND}{_D}{_DAY_OF}{_M},?{GAP}{_Y}",
        lambda m: both(*(day_edtf(d, m[5], m[6]) for d in m.group(1, 2, 3, 4) if d)),
    ),
    (rf"{_LONE}{_DMY}", lambda m: day_edtf(*m.group(1, 2, 3))),
    (rf"{_LONE}{_M}{GAP}{_D},?{GAP}{_Y}", lambda m: day_edtf(m[2], m[1], m[3])),
    (
        rf"{_LONE}{_M}{GAP}{_Y}{TO}{_M}{GAP}{_Y}",
        lambda m: interval(month_edtf(m[1], m[2]), month_edtf(m[3], m[4])),
    ),
    (
        rf"{_LONE_MONTH}(?:[Bb]etween{GAP}{_M}{AND}|{_M}{TO}){_M}{_OF}{_Y}",
        lambda m: interval(month_edtf(m[1] or m[2], m[4]), month_edtf(m[3], m[4])),
    ),
    (rf"{_LONE}{_M}{AND}{_M}{_OF}{_Y}", lambda m: both(month_edtf(m[1], m[3]), month_edtf(m[2], m[3]))),
    (rf"{_LONE_MONTH}{_M},?{_OF}{_Y}", lambda m: month_edtf(m[1], m[2])),
    (rf"{_LONE}{_SEASON},?{_OF}{_Y}", lambda m: f"{m[2]}-{SEASONS[m[1]]}"),
    (
        r"(?<![\w.,/-])((?:1[5-9]|20)[0-9][0-9])-([0-9][0-9])-([0-9][0-9])(?![\w/-])",
        lambda m: _iso(m[1], m[2], m[3]),
    ),
    (
        r"(?<![\w.,/-])([0-9][0-9]?)\.([0-9][0-9]?)\.((?:1[5-9]|20)[0-9][0-9])(?![\w/-])",
        lambda m: _iso(m[3], m[2], m[1]),
    ),
    (
        r"(?<![\w.,/-])([0-9][0-9]?)/([0-9][0-9]?)/((?:1[5-9]|20)[0-9][0-9])(?![\w/-])",
        lambda m: _slashed(int(m[1]), int(m[2]), m[3]),
    ),
    (rf"(?:{_LONE}[Bb]etween{GAP}{_Y}{AND}|{_LONE}{_Y}{TO}){_Y}", lambda m: interval(m[1] or m[2], m[3])),
    (rf"{_LONE}{_Y}/{_Y}", lambda m: interval(m[1], m[2])),
    (
        rf"\b(?:[Ii]n|[Yy]ears|[Dd]uring|[Oo]f|[Ff]or|[Ss]ince){GAP}((?:{YEAR},{GAP}){{0,6}}{YEAR},?{AND}{YEAR}){_NO_COUNT}",
        lambda m: both(*re.findall("[0-9]{4}", m[1])),
    ),
    (rf"{_LONE}((?:1[5-9]|20)[0-9][0-9])[/–-]([0-9][0-9])(?![\w/.-])", lambda m: _short_year(m[1], m[2])),
    (r"(?<![\w.,/])((?:1[5-9]|20)[0-9])0s\b", lambda m: f"{m[1]}X"),
    (
        rf"\b(?:[Ii]n|[Ss]ince|[Dd]uring|[Yy]ear|[Ee]arly|[Ll]ate|[Mm]id|[Bb]orn"
        rf"|[Cc]irca|\b[Cc]a?\.){GAP}{_Y}(?!{GAP}session)",
        lambda m: m[1],
    ),
    (
        rf"\b(?:[Oo]f|[Bb]y|[Ff]rom|[Uu]ntil|[Tt]ill|[Bb]efore|[Aa]fter|[Tt]o){GAP}{_Y}(?!{GAP}session){_NO_COUNT}",
        lambda m: m[1],
    ),
    (rf"\b[Tt]he{GAP}{_Y}(?={GAP}[a-z]{{3}})", lambda m: m[1]),
    (
        rf"(?:\b[Bb]etween{GAP}{_D}{AND}|{_LONE}{_D}{TO}){_DM}{_NO_YEAR}",
        lambda m: interval(_yearless(m[1] or m[2], m[4]), _yearless(m[3], m[4])),
    ),
    (
        rf"(?:\b[Bb]etween{GAP}{_DM}{AND}|{_LONE}{_DM}{TO}){_DM}{_NO_YEAR}",
        lambda m: interval(_yearless(m[1] or m[3], m[2] or m[4]), _yearless(*m.group(5, 6))),
    ),
    (
        rf"{_LONE}{_D}{AND}{_DM}{_NO_YEAR}",
        lambda m: both(_yearless(m[1], m[3]), _yearless(m[2], m[3])),
    ),
    (rf"{_LONE}{_DM}{_NO_YEAR}", lambda m: _yearless(m[1], m[2])),
    (rf"{_LONE}{_M}{GAP}{_D}(?!\w|,?{GAP}[0-9]){_NO_COUNT}", lambda m: _yearless(m[2], m[1])),
]
_COMPILED = [(re.compile(pattern), read) for pattern, read in _RULES]
_APPROXIMATE = re.compile(
    rf"\b(?:on{GAP}or{GAP}about|[Aa]round|[Aa]bout|[Aa]pproximately|circa|ca?\.){GAP}$", re.IGNORECASE
)


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _slashed(first: int, second: int, year: str) -> str | None:
    """28/09/2020 and 09/28/2020 say one day; 04/05/1993 may say two, and is left out."""
    if (first > 12) == (second > 12) and first != second:
        return None
    day, month = (first, second) if first > 12 else (second, first)
    return _iso(year, str(month), str(day))


def find_dates(view: str) -> list[DateMention]:
    """All dates, in order; an impossible one (31 February 1993) is left out."""
    left = view
    found = []
    for pattern, read in _COMPILED:
        taken = list(pattern.finditer(left))
        for match in taken:
            edtf = read(match)
            if edtf is not None:
                found.append(_mention(view, match, edtf))
        left = blanked(left, taken)
    return sorted(found, key=lambda d: d.start)


def _mention(view: str, match: re.Match[str], edtf: str) -> DateMention:
    start, end = match.span()
    if re.fullmatch(r"[0-9]{4}", edtf):
        start = end - 4
    elif re.fullmatch(r"\{[0-9]{4}(?:,[0-9]{4})+\}", edtf):
        start = match.start(1)
    before = _APPROXIMATE.search(view[max(0, start - 40) : start])
    if before and re.fullmatch(r"[0-9-]+", edtf):
        return DateMention(max(0, start - 40) + before.start(), end, edtf + "~")
    return DateMention(start, end, edtf)


def blanked(text: str, matches: list[re.Match[str]]) -> str:
    """The text with what these matched taken out, of the same length."""
    parts, at = [], 0
    for match in matches:
        parts += [text[at : match.start()], "\0" * (match.end() - match.start())]
        at = match.end()
    return "".join(parts) + text[at:]
