"""Symbols of United Nations documents: A/76/12, S/2022/5/Add.1, A/HRC/49/3, A/ES-10/9."""

from __future__ import annotations

import re

SYMBOL = re.compile(
    r"(?<![\w/.:@])(?=[A-Za-z./-]*[0-9])[A-Z]{1,6}"
    r"(?:/[A-Z0-9][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)*(?:-[0-9]+(?:\.[0-9]+)?)?)+(?![\w/])"
)
_RESOLUTION_YEAR = re.compile(r" ?\([0-9]{4}\)")
_BETWEEN = re.compile(r"\s*(?:[-–—,]|\band\b)?\s*")


def own_symbols(view: str, start: int, end: int) -> list[str]:
    """The first group of symbols in `view[start:end]`: those that only a dash or blanks part."""
    first = SYMBOL.search(view, start, end)
    if first is None:
        return []
    found = [_full(view, first)]
    at = first.end()
    while (gap := _BETWEEN.match(view, at, end)) and (more := SYMBOL.match(view, gap.end(), end)):
        found.append(_full(view, more))
        at = more.end()
    return list(dict.fromkeys(found))


def _full(view: str, match: re.Match[str]) -> str:
    symbol = match[0]
    if "/RES/" in symbol and (year := _RESOLUTION_YEAR.match(view, match.end())):
        return f"{symbol} {year[0].strip()}"
    return symbol
