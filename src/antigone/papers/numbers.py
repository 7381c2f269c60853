"""Numbers in a text, in digits and in English words, and English ordinals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from antigone.papers.lines import GAP

_ONES = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
]
_TEENS = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = [
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]
_VALUE = (
    {w: n for n, w in enumerate(_ONES, 1)}
    | {w: n for n, w in enumerate(_TEENS, 10)}
    | {w: 10 * n for n, w in enumerate(_TENS, 2)}
)
_SCALE = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12, "score": 20}
_ORDINAL = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12} | {
    w[:-1] + "ieth": 10 * n for n, w in enumerate(_TENS, 2)
}

_one, _teen, _ten = ("|".join(w) for w in (_ONES, _TEENS, _TENS))
TO_99 = rf"(?:(?:{_ten})(?:(?:-|{GAP})(?:{_one})\b(?!-))?|(?:{_teen})|(?:{_one}))"
_TO_999 = rf"(?:(?:a|{TO_99})[ -]hundred(?:{GAP}(?:and{GAP})?{TO_99})?|{TO_99})"
_WORDS = (
    rf"(?:(?:a|{_TO_999})[ -](?:thousand|million|billion)(?:{GAP}(?:and{GAP})?{_TO_999})?"
    rf"|(?:half a|a|{TO_99}) dozen|a score(?={GAP}(?:of|are|were|have|had)\b)|hundred(?={GAP}or{GAP}so\b)"
    rf"|{_TO_999})"
)
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,12}(?:\.[0-9]+)?"
_NUMBER = re.compile(
    rf"(?<![\w.,/])(?:(?P<digits>{_DIGITS})(?!\w|[.,][0-9])(?:{GAP}(?P<scale>hundred|thousand|million|billion)\b)?"
    rf"|(?P<words>\b{_WORDS}\b))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `start:end`; `value` is None where it is not whole."""

    start: int
    end: int
    value: int | None
    plain: bool
    """Digits without separator or scale, as years are written."""
    scale: int = 1
    """Hundred, thousand or more, where that is the last word: "4 to 5 thousand" is 4,000 to 5,000."""


def find_numbers(view: str) -> list[Number]:
    """All numbers, in order."""
    return [_number(m) for m in _NUMBER.finditer(view)]


def _number(match: re.Match[str]) -> Number:
    if match["words"] is not None:
        last = re.split(r"[\s-]+", match["words"].lower())[-1]
        scale = _SCALE.get(last, 1) if last not in ("dozen", "score") else 1
        return Number(match.start(), match.end(), _of_words(match["words"]), False, scale)
    digits = match["digits"].replace(",", "").replace(" ", "")
    scale = _SCALE[match["scale"].lower()] if match["scale"] else 1
    whole, _, fraction = digits.partition(".")
    value = int(whole + fraction) * scale
    exact, rest = divmod(value, 10 ** len(fraction))
    plain = match["digits"].isdigit() and scale == 1
    whole_number = None if rest or (fraction and scale == 1) else exact
    return Number(match.start(), match.end(), whole_number, plain, scale)


def _of_words(words: str) -> int:
    if words.lower().startswith("half"):
        return 6
    total = part = 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word in ("and", ""):
            continue
        if word == "a":
            part = 1
        elif word in _VALUE:
            part += _VALUE[word]
        elif word in ("hundred", "dozen", "score"):
            part = max(part, 1) * _SCALE[word]
        else:
            total += part * _SCALE[word]
            part = 0
    return total + part


def ordinal(words: str) -> int | None:
    """75 of 'Seventy-fifth' or '75th'; None for other words."""
    text = " ".join(words.lower().split())
    if match := re.fullmatch(r"([0-9]{1,4})(?:st|nd|rd|th)", text):
        return int(match[1])
    if match := re.fullmatch(r"one hundred(?: and)? (.+)", text):
        rest = ordinal(match[1])
        return None if rest is None or rest > 99 else 100 + rest
    if text in ("hundredth", "one hundredth"):
        return 100
    tens, _, last = text.rpartition("-")
    if tens:
        one = ordinal(last)
        return _VALUE[tens] + one if tens in _TENS and one is not None and one < 10 else None
    if text in _ORDINAL:
        return _ORDINAL[text]
    return _VALUE.get(text[:-2]) if text.endswith("th") else None
