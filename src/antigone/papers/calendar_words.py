"""English dates as words, and Extended Date/Time Format (EDTF, ISO 8601-2) for what they say."""

from __future__ import annotations

import datetime
import re

from antigone.papers.lines import GAP

_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SHORT = {"Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "Jun": 6, "Jul": 7, "Aug": 8, "Sep": 9, "Sept": 9}
_SHORT |= {"Oct": 10, "Nov": 11, "Dec": 12}
_MONTHS = {n.lower(): i for i, n in enumerate(_NAMES, 1)} | {n.lower(): i for n, i in _SHORT.items()}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}

MONTH = (
    "(?:"
    + "|".join([*_NAMES, *(n.upper() for n in _NAMES)])
    + "|(?:"
    + "|".join(sorted(_SHORT, key=len, reverse=True))
    + r")\b\.?)"
)
DAY = r"(?<!\d)(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:1[5-9]|20)[0-9]{2}(?![\w]|,[0-9]|\.[0-9])"
TO = rf"(?:{GAP}?[-–—]{GAP}?|{GAP}(?:to|until|till|through){GAP})"
AND = rf"(?:{GAP}and{GAP}|{GAP}?&{GAP}?)"


def month_number(name: str) -> int:
    """4 of 'April', 'APRIL' or 'Apr.'."""
    return _MONTHS[name.rstrip(".").lower()]


def day_edtf(day: str, month: str, year: str) -> str | None:
    """'1993-04-18'; None where there is no such day."""
    digits = re.sub(r"\D", "", day)
    try:
        return datetime.date(int(year), month_number(month), int(digits)).isoformat()
    except ValueError:
        return None


def month_edtf(month: str, year: str) -> str:
    """'1993-04'."""
    return f"{year}-{month_number(month):02d}"


def interval(first: str | None, last: str | None) -> str | None:
    """'first/last'; None where one is missing or they are in the wrong order."""
    if first is None or last is None or first > last:
        return None
    return f"{first}/{last}"


def both(*dates: str | None) -> str | None:
    """'{a,b}': all of these; None where one of them is missing."""
    known = [d for d in dates if d is not None]
    return "{" + ",".join(known) + "}" if len(known) == len(dates) else None
