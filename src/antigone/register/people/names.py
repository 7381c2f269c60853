"""Names in any script, and the Latin key under which each is found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from anyascii import anyascii

from antigone.errors import InputError
from antigone.register.people.sounds import name_words, sound

LONGEST = 300
SCRIPTS = ("LATIN", "CYRILLIC", "ARMENIAN", "ARABIC", "GREEK", "GEORGIAN", "HEBREW", "CJK")
# Spellings of one sound in the romanisations in use; what remains is compared letter by letter.
SOUNDS = (
    ("shch", "s"), ("kh", "h"), ("gh", "g"), ("zh", "j"), ("dzh", "j"), ("ts", "c"), ("tz", "c"), ("ph", "f"),
    ("ou", "u"), ("x", "h"), ("q", "k"), ("w", "v"), ("y", "i"), ("@", "e"), ("'", ""), ("`", ""),
)  # fmt: skip


def side_by_side(texts: Iterable[str]) -> str:
    """The texts in one line; where one runs from right to left, each keeps its own direction.

    Without that a day beside an Arabic name would be read from its other end.
    """
    said = [t for t in texts if t]
    if any(unicodedata.bidirectional(c) in ("R", "AL") for t in said for c in t):
        said = [f"\u2068{t}\u2069" for t in said]
    return " · ".join(said)


def checked_name(text: str) -> str:
    """The name in one Unicode form, without control characters; InputError when empty or too long."""
    name = unicodedata.normalize("NFC", text)
    name = " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in name).split())
    if not name:
        raise InputError("the name is empty; write what is known, if only a nickname")
    if len(name) > LONGEST:
        raise InputError(f"the name has {len(name)} characters; {LONGEST} fit. Put the rest in the note")
    return name


def script_of(text: str) -> str:
    """The script of the first letter, in lower case; "" for one not listed."""
    for c in text:
        if c.isalpha():
            name = unicodedata.name(c, "")
            return next((s.lower() for s in SCRIPTS if name.startswith(s)), "")
    return ""


def name_key(text: str) -> str:
    """What a name is found by: its Latin letters, then its words' sounds, as 'ismene orchard ~ASMN~AKRT~'."""
    sounds = [s for w in name_words(text) if (s := sound(w))]
    heard = "~" + "~".join(dict.fromkeys(sounds)) + "~" if sounds else ""
    return f"{search_key(text)[:400]} {heard}".strip()[:600]


def search_key(text: str) -> str:
    """Latin letters of a name, alike for its common spellings; words separated by spaces."""
    words = re.sub(r"[^a-z0-9'`@ ]+", " ", anyascii(text).lower())
    for spelling, letter in SOUNDS:
        words = words.replace(spelling, letter)
    words = re.sub(r"(.)\1", r"\1", words)
    return " ".join(words.split())[:600]
