"""Whether this machine has letters for the words of a PDF: without them a name is a row of empty boxes."""

from __future__ import annotations

import shutil
import subprocess  # nosec B404
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from antigone.errors import InputError


def require_letters(text: str) -> None:
    """InputError that names the letters which no font of this machine has; asks fontconfig's fc-list.

    Letters of ASCII are not asked for. Without fc-list, which WeasyPrint's libraries bring along, nothing is
    checked.
    """
    lister = shutil.which("fc-list")
    if lister is None:
        return
    missing = "".join(letter for letters in _by_script(text).values() for letter in _missing(lister, letters))
    if missing:
        script = unicodedata.name(missing[0], "").split(" ")[0].lower()
        raise InputError(
            f"no font on this machine has the letters “{missing[:20]}” ({script}), which would be empty"
            " boxes in the PDF; install fonts for them (Debian: fonts-noto, fonts-noto-cjk), or choose HTML"
            " or DOCX"
        )


def _by_script(text: str) -> dict[str, list[str]]:
    scripts: dict[str, list[str]] = defaultdict(list)
    for letter in sorted(set(text)):
        if not letter.isascii() and unicodedata.category(letter).startswith("L"):
            scripts[unicodedata.name(letter, "?").split(" ")[0]].append(letter)
    return scripts


def _missing(lister: str, letters: list[str]) -> Iterable[str]:
    if _has_font(lister, letters):
        return ()
    return (letter for letter in letters if not _has_font(lister, [letter]))


def _has_font(lister: str, letters: list[str]) -> bool:
    """Whether one font has all of them."""
    wanted = ":charset=" + " ".join(f"{ord(letter):x}" for letter in letters)
    found = subprocess.run([lister, wanted, "family"], capture_output=True, check=False)  # nosec B603
    return found.returncode != 0 or bool(found.stdout.strip())
