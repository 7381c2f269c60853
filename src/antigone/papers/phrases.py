"""The noun phrase that follows a number: 'civilian residents' of '62 civilian residents had to flee'."""

from __future__ import annotations

import re

from antigone.papers.lines import GAP
from antigone.papers.words import (
    FRACTION,
    IRREGULAR_PLURAL,
    NOMINAL,
    NOT_AFTER_ONE,
    STOP,
    is_person,
    is_plural,
)

WORD = r"[^\W\d_](?:[\w-]|['’](?=\w))*"
_NEXT = re.compile(rf"{GAP}([0-9]{{1,2}}-(?:year|month)-old\b|{WORD})")
_AND_NEXT = re.compile(rf"(?:,|{GAP}(?:and|or))(?={GAP})")
_POSSESSIVE = re.compile(rf"['’](?={GAP}[^\W\d_])")
_OF_BODIES = frozenset(["human", "skeletal", "mortal", "bodily"])
# Words that say how the thing after 'of' is counted.
_UNITS = frozenset(["head", "sets", "pairs", "bags", "fragments", "pieces"])
_OF_WHAT = re.compile(
    rf"{GAP}of{GAP}(?:(?:human|skeletal|mortal|bone){GAP})?(?:remains|bones?|cattle|sheep|livestock|{WORD}s)\b"
)
_LONGEST = 7


def plural_phrase(view: str, at: int) -> int | None:
    """End of the plural noun phrase that begins after offset `at`; None where there is none."""
    end, words = None, 0
    last = ""
    while words < _LONGEST and (match := _NEXT.match(view, at)):
        word = match[1]
        lower = word.lower()
        if lower == "remains" and (words == 0 or last in _OF_BODIES):
            return match.end()
        # 'newly reported cases': after such an adverb a participle describes what is counted.
        describes = last.endswith("ly") and lower.endswith("ed")
        if (lower in STOP and not describes) or (words == 0 and lower in FRACTION):
            break
        plural = is_plural(word)
        if plural and _POSSESSIVE.match(view, match.end()):
            at = match.end() + 1
            words += 1
            continue
        if end is not None and not plural:
            break
        at, last = match.end(), lower
        words += 1
        if plural:
            end = at
    if (of := _OF_WHAT.match(view, at)) and last in _UNITS:
        return of.end()
    if end is not None:
        return _with_second_noun(view, end)
    if words and last in NOMINAL:
        return at
    return _after_conjunction(view, at, words)


def _with_second_noun(view: str, end: int) -> int:
    """'women and children' are counted together when both are persons."""
    first = re.search(rf"({WORD})$", view[max(0, end - 40) : end])
    joint = _AND_NEXT.match(view, end)
    if first is None or joint is None or joint[0].startswith(","):
        return end
    second = _NEXT.match(view, joint.end())
    if second is None or not (_persons(first[1]) and _persons(second[1])):
        return end
    return second.end()


def _persons(word: str) -> bool:
    w = word.lower()
    return w in IRREGULAR_PLURAL - {"others"} or w.endswith("men") or (is_plural(w) and is_person(w[:-1]))


def _after_conjunction(view: str, at: int, words: int) -> int | None:
    """'unarmed and defenceless civilians': adjectives joined before the noun."""
    joint = _AND_NEXT.match(view, at) if words else None
    if joint is None:
        return None
    at = joint.end()
    for _ in range(3):
        match = _NEXT.match(view, at)
        if match is None or match[1].lower() in STOP:
            return None
        at = match.end()
        if is_plural(match[1]):
            return at
    return None


def singular_phrase(view: str, at: int) -> int | None:
    """End of the singular noun phrase after 'one' or '1' at offset `at`; None where it is no count."""
    end = None
    person = adjective = False
    for position in range(4):
        match = _NEXT.match(view, at)
        if match is None:
            break
        word = match[1].lower()
        if word in STOP or (position == 0 and (word in NOT_AFTER_ONE or word in FRACTION)):
            break
        participle = word.endswith(("ed", "ing"))
        if end is not None and ((person and not is_person(word)) or (participle and not adjective)):
            break
        at = end = match.end()
        person, adjective = is_person(word), participle
    return end
