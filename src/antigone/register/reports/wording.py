"""Texts of the papers that families and other parties read: a file a language, so that a reader can mend one.

The files of `wordings` hold the same keys and the same {names}; a test holds that.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from babel.dates import format_date

from antigone.errors import InputError

_FOLDER = files("antigone.register.reports") / "wordings"
_DATES = {"en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one kind of paper in one language, and of the notes under it."""

    language: str
    texts: Mapping[str, str]
    notes: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """A text with its {names} filled in."""
        return self.texts[key].format(**values)


def wording(part: str, language: str) -> Wording:
    """The texts of a part ("letter"); InputError for a language in which they are not written."""
    if language not in languages():
        raise InputError(f"the {part} is not written in '{language}'; choose of {', '.join(languages())}")
    texts = texts_of(language)
    return Wording(language, texts[part], texts["notes"])


@cache
def languages() -> dict[str, str]:
    """BCP 47 code → the language's own name, of all languages in which the papers are written."""
    codes = sorted(f.name.removesuffix(".toml") for f in _FOLDER.iterdir() if f.name.endswith(".toml"))
    return {c: texts_of(c)["language"] for c in sorted(codes, key=lambda c: (c != "en", c))}


@cache
def texts_of(language: str) -> dict:
    """All texts of a language."""
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def day_in(language: str, on: date) -> str:
    """A day as the language writes it (CLDR's long form)."""
    return format_date(on, "long", locale=_DATES.get(language, language))
