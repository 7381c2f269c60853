"""Texts of the papers that families and other parties read: a file a language, so that a reader can mend one.

The files of `wordings` hold the same keys and the same {names}; a test holds that. The folder `wordings` of
the home folder may hold more languages, or other words for one of these.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from antigone.errors import InputError
from antigone.register.project.home import home

_FOLDER = Path(__file__).parent / "wordings"
_RIGHT_TO_LEFT_MARK = "\u200f"
_DATES = {"en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one kind of paper in one language, and of the notes under it."""

    language: str
    texts: Mapping[str, str]
    notes: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """A text with its {names} filled in."""
        return self.filled(self.texts[key], values)

    def note(self, **values: object) -> str:
        """The note of a row of the record."""
        return self.filled(self.notes["row"], values)

    def filled(self, text: str, values: Mapping[str, object]) -> str:
        """Where lines run from right to left, a mark that is not seen ends each value: else a day after a
        Latin name is read as part of the name, and stands apart from its month."""
        end = _RIGHT_TO_LEFT_MARK if _runs_right_to_left(self.language) else ""
        return text.format(**{k: f"{v}{end}" if isinstance(v, str) else v for k, v in values.items()})


def wording(part: str, language: str) -> Wording:
    """The texts of a part ("letter"); InputError for a language in which they are not written."""
    if language not in languages():
        raise InputError(f"the {part} is not written in '{language}'; choose of {', '.join(languages())}")
    texts = texts_of(language)
    return Wording(language, texts[part], texts["notes"])


def languages() -> dict[str, str]:
    """BCP 47 code → the language's own name, of all languages in which the papers are written."""
    codes = sorted(set(_files()) - set(broken()), key=lambda c: (c != "en", c))
    return {c: texts_of(c)["language"] for c in codes}


def broken() -> dict[str, str]:
    """By language, what is wrong with its file in the home folder: it is not offered."""
    found = {}
    for language in _files():
        try:
            texts_of(language)
        except InputError as error:
            found[language] = str(error)
    return found


def texts_of(language: str) -> dict[str, Any]:
    """All texts of a language; InputError for a file of the home folder that lacks some of them."""
    path = _files()[language]
    return _read(path, path.stat().st_mtime_ns)


def in_script_of(language: str, names: Mapping[str, str]) -> str:
    """Of names by their scripts, oldest first, the one in the language's script; else the first."""
    return names.get(texts_of(language)["script"]) or next(iter(names.values()), "")


def _runs_right_to_left(language: str) -> bool:
    return Locale.parse(language, sep="-").text_direction == "rtl"


def _files() -> dict[str, Path]:
    """By language, the home folder's file or else ours."""
    return {f.stem: f for folder in (_FOLDER, home() / "wordings") for f in sorted(folder.glob("*.toml"))}


@lru_cache(maxsize=256)
def _read(path: Path, changed_at: int) -> dict[str, Any]:
    try:
        texts = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InputError(f"{path}: cannot be read ({error}); write TOML in UTF-8") from None
    if path.parent != _FOLDER:
        _check(path, texts)
    return texts


def _check(path: Path, texts: dict[str, Any]) -> None:
    """InputError that names what a file of the home folder lacks, or fills in otherwise than ours."""
    try:
        Locale.parse(path.stem, sep="-")
    except (ValueError, UnknownLocaleError):
        raise InputError(
            f"{path}: '{path.stem}' is no code of a language; name the file as uk.toml"
        ) from None
    own, ours = dict(_fields(texts)), dict(_fields(texts_of("en") if path.stem != "en" else _ours()))
    for key, names in ours.items():
        if own.get(key) != names:
            wanted = f" with {', '.join(f'{{{n}}}' for n in names)}" if names else ""
            raise InputError(f"{path}: {key} is missing or not as in English; give it{wanted}")


def _ours() -> dict[str, Any]:
    return tomllib.loads((_FOLDER / "en.toml").read_text(encoding="utf-8"))


def _fields(texts: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every key with the {names} in its text."""
    for key, value in texts.items():
        if isinstance(value, dict):
            yield from _fields(value, f"{path}{key}.")
        elif isinstance(value, str):
            yield f"{path}{key}", sorted(re.findall(r"{(\w*)}", value))


def day_in(language: str, on: date) -> str:
    """A day as the language writes it (CLDR's long form)."""
    return format_date(on, "long", locale=_DATES.get(language, language))
