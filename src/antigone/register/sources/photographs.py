"""Photographs of persons and of things found: the original under its hash, a picture made to look at."""

from __future__ import annotations

from typing import Any

import filetype
from django.http import Http404
from PIL import Image

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.record import alone, state
from antigone.register.people.date_words import dated
from antigone.register.people.models import Person, Photograph
from antigone.register.sources import store
from antigone.register.sources.pictures import remade

LARGEST_BYTES = 40 * 1024 * 1024


@alone()
def add_photograph(
    author: Author, person: Person, file: Any, caption: str, taken: str, given: str
) -> Photograph:
    """A photograph of a missing person; `given` says by whom. InputError for a file that is none."""
    author.require(Right.REPORT)
    sha256, media_type = keep_photograph(file)
    if person.photographs.standing().filter(sha256=sha256).exists():
        raise InputError(f"this very photograph of {person} is in the record already")
    row = Photograph(person=person, sha256=sha256, media_type=media_type, caption=caption.strip(),
                     taken=dated(taken), given=given.strip())  # fmt: skip
    return state(author, row)


def keep_photograph(file) -> tuple[str, str]:
    """Keeps an uploaded photograph; its SHA-256 and media type. InputError for a file that is none."""
    if file.size > LARGEST_BYTES:
        raise InputError(f"{file.name}: more than {LARGEST_BYTES // 1024**2} MB")
    kind = filetype.guess(file.read(262))
    if kind is None or not kind.mime.startswith("image/"):
        raise InputError(f"{file.name}: not a photograph; send JPEG, PNG, WebP or TIFF")
    file.seek(0)
    try:
        Image.open(file).verify()
    except Exception:  # Pillow raises many kinds
        raise InputError(f"{file.name}: the picture is damaged") from None
    file.seek(0)
    return store.put(file.chunks()).sha256, kind.mime


def shown(sha256: str) -> bytes:
    """A JPEG to look at, without the original's metadata; 404 where it is missing."""
    try:
        return remade(store.path_of(sha256), "JPEG", 85)[0]
    except InputError:
        raise Http404 from None
