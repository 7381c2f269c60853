"""Names of the months in a language, from CLDR."""

from __future__ import annotations

from functools import cache


@cache
def month_words(code: str) -> dict[str, int]:
    """Month names as they stand in a date and alone, in lower case → 1 to 12."""
    from babel import Locale

    locale = Locale(code)
    found: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for number, name in locale.months[context]["wide"].items():
            found[name.lower()] = number
    return found
