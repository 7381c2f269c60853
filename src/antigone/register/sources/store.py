"""Original bytes in the home folder, each object once, under its SHA-256; streamed, whatever their size."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from antigone.errors import InputError

CHUNK = 2**20
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Stored:
    """An object's SHA-256 (hexadecimal) and size in bytes."""

    sha256: str
    size: int


def chunks_of(file: BinaryIO) -> Iterator[bytes]:
    """The file's bytes in pieces of 1 MiB."""
    while piece := file.read(CHUNK):
        yield piece


def put(pieces: Iterable[bytes]) -> Stored:
    """Keeps the bytes; the object appears whole or not at all. InputError where the disk is full."""
    folder = _folder()
    partial = folder / f"partial-{secrets.token_hex(8)}"
    digest, size = hashlib.sha256(), 0
    try:
        with partial.open("wb") as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        target = path_of(digest.hexdigest())
        if target.exists():
            partial.unlink()
        else:
            target.parent.mkdir(exist_ok=True)
            partial.chmod(0o400)
            os.replace(partial, target)
    except OSError as error:
        raise InputError(
            f"the file cannot be kept ({error.strerror}); free some space and send it again"
        ) from None
    finally:
        partial.unlink(missing_ok=True)
    return Stored(digest.hexdigest(), size)


def path_of(sha256: str) -> Path:
    """Where the object lies, or would."""
    if not _HASH.fullmatch(sha256):
        raise InputError(f"'{sha256}' is no SHA-256")
    return _folder() / sha256[:2] / sha256


def whole(sha256: str) -> bytes:
    """An object's bytes, checked against its hash; InputError where it is missing or altered."""
    try:
        data = path_of(sha256).read_bytes()
    except OSError:
        raise InputError(f"the object {sha256} is missing from the home folder; restore it") from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise InputError(f"the object {sha256} was altered in the home folder; restore it")
    return data


def altered(sha256: str) -> bool:
    """Whether the object is missing or not what its name says; reads it in pieces."""
    try:
        with path_of(sha256).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() != sha256
    except (OSError, InputError):
        return True


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "objects"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
