"""Number words of a language → value, from num2words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable


def cardinals(
    code: str, vary: Callable[[str], Iterable[str]], ways: tuple[dict[str, str], ...] = ({},)
) -> dict[str, int]:
    """All from 2 to 999 and the round thousands up to 99,000.

    `ways` are what num2words is asked for (gender, case); `vary` gives forms that it does not know.
    """
    from num2words import num2words

    found: dict[str, int] = {}
    for n in [*range(2, 1000), *range(1000, 100_000, 1000)]:
        for way in ways:
            form = num2words(n, lang=code, **way)
            for words in (form, *vary(form)):
                found.setdefault(plain(words), n)
    return found


def ordinals(code: str, vary: Callable[[str], Iterable[str]]) -> dict[str, int]:
    """The first 199."""
    from num2words import num2words

    found: dict[str, int] = {}
    for n in range(1, 200):
        form = num2words(n, lang=code, to="ordinal")
        for words in (form, *vary(form)):
            found.setdefault(plain(words), n)
    return found


def plain(words: str) -> str:
    """Lower case, one blank between words, whether a hyphen or a line end stood there."""
    return " ".join(re.split(r"[\s-]+", words.lower().strip()))
