"""Searching files of any kind for words that must not be in them."""

from __future__ import annotations

import gzip
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import filetype
from PIL import Image, UnidentifiedImageError

from antigone.register.reports.redacting import pattern

_PIECE, _OVERLAP, _UNPACKED = 16 * 2**20, 4096, 256 * 2**20
_CHANCE = 5
_DEEPEST = 3
_EXIF_PARTS = (0x8769, 0x8825, 0x014A)  # Exif, GPS, sub-images


def found_in(name: str, path: Path, words: Sequence[str]) -> list[str]:
    """The words that stand in a file: in its name, its bytes, its text, its metadata.

    Words of fewer than five letters occur by chance in compressed bytes; these are sought in texts only.
    """
    left = {w: pattern(w) for w in words}
    found: set[str] = set()
    for text, by_chance in [(name, False), *_raw(path), *((t, False) for t in _texts(path))]:
        for word, sought in left.items():
            if (not by_chance or len("".join(word.split())) >= _CHANCE) and sought.search(text):
                found.add(word)
    return [w for w in words if w in found]


def _raw(path: Path) -> Iterator[tuple[str, bool]]:
    before = b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            data = before + piece
            binary = b"\0" in data or data.startswith((b"%PDF-", b"PK", b"\xff\xd8"))
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                yield data.decode(encoding, "ignore"), binary or encoding != "utf-8"
            before = piece[-_OVERLAP:]


def _texts(path: Path) -> Iterator[str]:
    if path.stat().st_size <= _UNPACKED:
        yield from _of_bytes(path.read_bytes(), _DEEPEST)


def _of_bytes(data: bytes, deeper: int) -> Iterator[str]:
    """The words in a file of any kind, with what is packed inside it."""
    if data.startswith(b"%PDF-"):
        yield from _of_pdf(data)
    elif data.startswith(b"PK"):
        yield from _of_zip(data, deeper)
    elif data.startswith(b"\x1f\x8b"):
        yield from _of_gzip(data, deeper)
    elif filetype.is_image(data):
        yield from _of_picture(data)
    elif b"<" in data[:2000]:
        text = data.decode("utf-8", "ignore")
        yield html.unescape(re.sub(r"<[^>]*>", "", text))
        yield html.unescape(text)


def _of_gzip(data: bytes, deeper: int) -> Iterator[str]:
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            inner = packed.read(_UNPACKED)
    except (OSError, EOFError, zlib.error):
        return
    yield inner.decode("utf-8", "ignore")
    if deeper:
        yield from _of_bytes(inner, deeper - 1)


def _of_picture(data: bytes) -> Iterator[str]:
    """Comments, EXIF and XMP, also where PNG has them compressed; a picture's pixels are not read."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
            exif = picture.getexif()
            held = [*picture.info.values(), *exif.values()]
            for number in _EXIF_PARTS:
                held += exif.get_ifd(number).values()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return
    for value in held:
        if isinstance(value, bytes):
            yield value.decode("utf-8", "ignore")
            yield value.decode("utf-16-le", "ignore")
        else:
            yield str(value)


def _of_pdf(data: bytes) -> Iterator[str]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        for page in reader.pages:
            yield page.extract_text()
        yield " ".join(str(v) for v in (reader.metadata or {}).values())
        for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
            held = reader.get_object(number)
            if hasattr(held, "get_data"):
                yield held.get_data().decode("latin-1")
            else:
                yield str(held)
    except (PyPdfError, ValueError, KeyError, AttributeError, RecursionError):
        return


def _of_zip(data: bytes, deeper: int) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for info in package.infolist():
                inner = package.read(info) if info.file_size < _UNPACKED else b""
                text = inner.decode("utf-8", "ignore")
                yield info.filename
                yield text
                yield html.unescape(re.sub(r"<[^>]*>", "", text))
                if deeper:
                    yield from _of_bytes(inner, deeper - 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return


def not_read(path: Path, media_type: str) -> str:
    """What of a file no search reads, for a person to look at; "" where all of it is read."""
    kind = media_type.partition("/")[0]
    if kind == "image":
        return "picture"
    if kind in ("audio", "video"):
        return "sound or film"
    if path.stat().st_size > _UNPACKED:
        return "very large file"
    if media_type == "application/pdf" and _without_words(path):
        return "pages without text, or with a password"
    return ""


def _without_words(path: Path) -> bool:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return any(not page.extract_text().strip() for page in PdfReader(path).pages)
    except (PyPdfError, ValueError, KeyError, AttributeError, RecursionError):
        return True
