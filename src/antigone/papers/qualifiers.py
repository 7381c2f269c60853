"""Words before a number that say it is not exact: 'close to', 'at least', 'up to'."""

from __future__ import annotations

import re
from typing import Literal

from antigone.papers.lines import GAP

Bound = Literal["about", "at_least", "at_most"]

_WORDS: dict[Bound, str] = {
    "about": "about|around|approximately|roughly|some|circa|close to|nearly|almost|an estimated|estimated"
    "|in the region of|in the order of",
    "at_least": "at least|more than|over|no fewer than|no less than|not less than|not fewer than|in excess of"
    "|upwards of",
    "at_most": "at most|up to|no more than|not more than|fewer than|less than|a maximum of",
}
_BOUND: dict[str, Bound] = {w: b for b, words in _WORDS.items() for w in words.split("|")}
_ALL = "|".join(w.replace(" ", GAP) for w in sorted(_BOUND, key=len, reverse=True))
_BEFORE = re.compile(rf"(?<![\w-])({_ALL}){GAP}$", re.IGNORECASE)


def qualifier_before(view: str, start: int) -> tuple[int, Bound] | None:
    """Where the qualifier before offset `start` begins, and what it says; None where there is none."""
    match = _BEFORE.search(view[max(0, start - 60) : start])
    if match is None:
        return None
    return max(0, start - 60) + match.start(), _BOUND[" ".join(match[1].lower().split())]
