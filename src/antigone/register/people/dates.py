"""Uncertain dates in EDTF (ISO 8601-2): '1993', '1993-21' (spring), '1992/1993', '1993-07~'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from edtf import parse_edtf, text_to_edtf

from antigone.errors import InputError

WHOLE_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# 15.07.1993 and 07.1993 have one reading; 15/07/1993 and 07/15/1993 do not.
DOTTED = re.compile(r"(?:([0-9]{1,2})\.)?([0-9]{1,2})\.([0-9]{4})")


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """The EDTF form and the earliest and latest day it allows."""

    edtf: str
    earliest: date
    latest: date


@lru_cache(maxsize=20_000)
def uncertain_date(text: str) -> UncertainDate:
    """Reads EDTF, or English words such as "spring 1993"; InputError for a date that cannot be."""
    stated = text.strip()
    if WHOLE_DAY.fullmatch(stated):
        # The grammar takes 10 ms a date: too long for a list of 100,000 rows with their days.
        try:
            day = date.fromisoformat(stated)
        except ValueError:
            raise InputError(f"'{text}' is not a day of the calendar; correct it") from None
        return UncertainDate(stated, day, day)
    if dotted := DOTTED.fullmatch(stated):
        day, month, year = dotted.groups()
        return uncertain_date("-".join(p.zfill(2) for p in (year, month, day) if p))
    read = _attempt(stated)
    if read is None and any(c.isalpha() for c in stated.replace("X", "").replace("T", "")):
        # Only words are guessed at: of '1993-13' the guesser would make the year 1913.
        read = _attempt(text_to_edtf(stated) or "")
    if read is not None:
        return read
    raise InputError(
        f"'{text}' is not a date; write 1993, 1993-07, 1993-07-15, spring 1993, 1992/1993 (between) "
        "or 1993~ (about)"
    )


def _attempt(edtf: str) -> UncertainDate | None:
    try:
        return _read(edtf)
    except Exception:  # noqa: BLE001 - the parser raises many kinds
        return None


def _read(edtf: str) -> UncertainDate:
    parsed = parse_edtf(edtf)
    earliest, latest = _day(parsed.lower_strict()), _day(parsed.upper_strict())
    if earliest > latest:
        raise ValueError(f"{edtf} ends before it begins")
    return UncertainDate(edtf, earliest, latest)


def _day(moment: Any) -> date:
    return date(moment.tm_year, moment.tm_mon, moment.tm_mday)
