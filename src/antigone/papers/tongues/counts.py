"""Counts and lengths of time of a language, in digits and in number words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from antigone.papers.counts import MOST, Count
from antigone.papers.durations import DAYS, Duration
from antigone.papers.lines import GAP
from antigone.papers.numbers import Number
from antigone.papers.qualifiers import Bound
from antigone.papers.spans import Spans
from antigone.papers.tongues.number_words import plain
from antigone.papers.tongues.tongue import Tongue

_DIGITS = r"(?<![\w.,/:№§$€-])(?:[0-9]{1,3}(?:[ .,][0-9]{3})+|[0-9]{1,12})(?!\w|[.,:/-][0-9])"


class _Patterns(NamedTuple):
    number: re.Pattern[str]
    of_them: re.Pattern[str]
    counted: re.Pattern[str]
    bare: re.Pattern[str]
    not_counted: re.Pattern[str]
    label: re.Pattern[str]
    qualifier: re.Pattern[str]
    during: re.Pattern[str]
    units: tuple[tuple[re.Pattern[str], str], ...]


@lru_cache(maxsize=8)
def _patterns(tongue: Tongue) -> _Patterns:
    tokens = sorted({w for words in tongue.numbers() for w in words.split()}, key=len, reverse=True)
    one = "|".join(map(re.escape, tokens)) or "(?!)"
    joint = f"(?:[ -]{tongue.joint})?" if tongue.joint else ""
    words = rf"(?<![\w'’-])(?:{one})(?:{joint}(?:-|{GAP})(?:{one}))*(?![\w-])"
    qualified = "|".join(w.replace(" ", GAP) for w in sorted(tongue.qualifiers, key=len, reverse=True))

    def after(pattern: str) -> re.Pattern[str]:
        return re.compile(rf"{GAP}(?:{pattern.replace(' ', GAP)})(?!\w)", re.IGNORECASE)

    def before(pattern: str) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{pattern})(?:{GAP}(?:les|los|las|l['’]))?{GAP}$", re.IGNORECASE)

    return _Patterns(
        re.compile(rf"(?P<digits>{_DIGITS})|(?P<words>{words})", re.IGNORECASE),
        after(tongue.of_them),
        re.compile(rf"{GAP}{tongue.counted.replace(' ', GAP)}", re.IGNORECASE),
        after(tongue.bare_after),
        re.compile(rf"{GAP}?(?:{tongue.not_counted})(?!\w)", re.IGNORECASE),
        before(tongue.label_before),
        before(f"(?P<q>{qualified})"),
        before(tongue.during.replace(" ", GAP)),
        tuple((re.compile(rf"{GAP}(?:{p})(?!\w)", re.IGNORECASE), unit) for p, unit in tongue.units.items()),
    )


def find_numbers_in(view: str, tongue: Tongue) -> list[Number]:
    """All numbers, in order; a number word for one is an article and left out."""
    found = []
    for match in _patterns(tongue).number.finditer(view):
        if match["digits"]:
            digits = re.sub(r"\D", "", match["digits"])
            found.append(Number(match.start(), match.end(), int(digits), match["digits"].isdigit()))
        else:
            found += _of_words(match, tongue)
    return found


def _of_words(match: re.Match[str], tongue: Tongue) -> list[Number]:
    """The longest numbers that a run of number words makes; 'quatre mille' and 'neuf cents' are one."""
    tokens = [(m.start(), m.end()) for m in re.finditer(r"[^\s-]+", match["words"])]
    text = match["words"]
    found: list[Number] = []
    at = joined_at = 0
    while at < len(tokens):
        for stop in range(len(tokens), at, -1):
            value = tongue.numbers().get(plain(text[tokens[at][0] : tokens[stop - 1][1]]))
            if value is not None:
                start, end = match.start() + tokens[at][0], match.start() + tokens[stop - 1][1]
                before = found[-1] if found else None
                if before and before.value and before.value % 1000 == 0 and value < 1000 and at == joined_at:
                    found[-1] = Number(before.start, end, before.value + value, False)
                else:
                    found.append(Number(start, end, value, False))
                at = joined_at = stop
                break
        else:
            at += 1
    return found


def find_counts_in(view: str, numbers: list[Number], taken: Spans, tongue: Tongue) -> list[Count]:
    """All counts among the numbers that no other rule has taken."""
    found = (_count(view, n, tongue) for n in numbers if not taken.touches(n.start, n.end))
    return [c for c in found if c is not None]


def _count(view: str, number: Number, tongue: Tongue) -> Count | None:
    patterns = _patterns(tongue)
    value = number.value
    if value is None or value > MOST or patterns.not_counted.match(view, number.end):
        return None
    before = view[max(0, number.start - 40) : number.start]
    if patterns.label.search(before):
        return None
    start, bound = number.start, None
    if qualifier := patterns.qualifier.search(before):
        start -= len(before) - qualifier.start()
        bound = _bound(qualifier["q"], tongue)
    if them := patterns.of_them.match(view, number.end):
        return Count(start, them.end(), value, next((g for g in them.groups() if g), ""), bound)
    if counted := patterns.counted.match(view, number.end):
        if number.plain and 1800 <= value <= 2099 and bound is None:
            return None
        return Count(start, counted.end(1), value, " ".join(counted[1].split()), bound)
    if value > 1 and patterns.bare.match(view, number.end) and not (number.plain and 1800 <= value <= 2099):
        return Count(start, number.end, value, "", bound)
    return None


def _bound(words: str, tongue: Tongue) -> Bound:
    return tongue.qualifiers[" ".join(words.lower().split())]


def find_durations_in(view: str, numbers: list[Number], tongue: Tongue) -> list[Duration]:
    """All lengths of time among the numbers."""
    patterns = _patterns(tongue)
    found = []
    for number in numbers:
        unit = next(((m, u) for p, u in patterns.units if (m := p.match(view, number.end))), None)
        if unit is None or number.value is None or number.value > 10_000:
            continue
        before = view[max(0, number.start - 40) : number.start]
        start, vague = number.start, unit[1] in ("month", "year")
        if qualifier := patterns.qualifier.search(before):
            start, vague = start - (len(before) - qualifier.start()), True
            before = before[: qualifier.start()]
        during = patterns.during.search(before)
        # Without such a word years may be an age and hours a time of day.
        if during is None and unit[1] in ("year", "hour"):
            continue
        if during is not None:
            start -= len(before) - during.start()
        days = number.value * DAYS[unit[1]]
        found.append(
            Duration(start, unit[0].end(), round(days, 4) if unit[1] == "hour" else round(days), vague)
        )
    return found
