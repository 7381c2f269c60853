"""Proper names: words with a capital, and the small words between them ('Deir ez Tarn')."""

from __future__ import annotations

import re

from antigone.papers.lines import GAP
from antigone.papers.phrases import WORD
from antigone.papers.words import MONTHS_AND_DAYS, NOT_NAMES, PARTICLES, STOP

_NEXT = re.compile(rf"{GAP}?({WORD})")
_WORD = re.compile(WORD)
_STATE = re.compile(rf"\b(?:Republic|Government|State|armed forces) of (?:the )?({WORD})")
_INNER = NOT_NAMES - MONTHS_AND_DAYS
_LONGEST_NAME = 5
_QUALIFYING = frozenset(["autonomous", "administrative"])


def _is_proper(word: str) -> bool:
    first, _, rest = word.partition("-")
    if rest and first in PARTICLES:
        return rest[0].isupper()
    lower = word.lower()
    return word[0].isupper() and lower not in STOP and lower not in NOT_NAMES


def name_end(view: str, at: int) -> int | None:
    """End of the proper name that begins at `at`."""
    end = None
    for _ in range(_LONGEST_NAME):
        match = _NEXT.match(view, at)
        if match is None:
            break
        # 'Novy Most', not 'Most villages': such a word belongs to a name only after its first.
        within = end is not None and match[1][0].isupper() and match[1].lower() in _INNER
        if _is_proper(match[1]) or within:
            end = match.end()
        elif end is None or match[1].lower() not in PARTICLES:
            break
        at = match.end()
    return end


def name_start(view: str, at: int) -> int | None:
    """Start of the proper name that ends before `at`."""
    start = None
    for _ in range(_LONGEST_NAME):
        base = max(0, at - 60)
        match = re.search(rf"(?<![\w'’-])({WORD}){GAP}?$", view[base:at])
        if match is None:
            break
        word = match[1]
        if _is_proper(word):
            start = base + match.start()
        elif word.lower() not in (PARTICLES if start is not None else _QUALIFYING):
            break
        at = base + match.start()
    return start


def words_of(view: str) -> frozenset[str]:
    """All words of the paper as they are written."""
    return frozenset(_WORD.findall(view))


def states_of(view: str) -> frozenset[str]:
    """One-word names of which the paper speaks as of states."""
    return frozenset(_STATE.findall(view))


def is_demonym(words: frozenset[str], name: str) -> bool:
    """Whether a one-word name is the adjective of a state among `words`: 'Ruvanian' of Ruvania."""
    if not _WORD.fullmatch(name):
        return False
    stems = {name[: -len(s)] for s in ("n", "i", "an", "ian", "ese", "ish") if name.lower().endswith(s)}
    return any(len(stem) > 3 and stem + end in words for stem in stems for end in ("", "ia", "a", "y"))
