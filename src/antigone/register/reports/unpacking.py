"""What is packed inside a file of any kind: texts, and bytes that may be files again."""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import itertools
import quopri
import re
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import filetype
from PIL import Image, UnidentifiedImageError

UNPACKED = 256 * 2**20
_DEEPEST, _REVISIONS, _MOST_PACKED, _PACKED = 4, 20, 1000, 64 * 2**20
_EXIF_PARTS = (0x8769, 0x8825, 0x014A)  # Exif, GPS, sub-images
_BASE64 = re.compile(rb"(?<![A-Za-z0-9+/])[A-Za-z0-9+/\r\n]{64,}")
_HEX = re.compile(rb"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{16,}|(?:[0-9A-Fa-f]{2}\s){8,})")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_OCTAL = re.compile(rb"\\([0-7]{3})")

Inside = bytes | str


def inside(data: bytes, deeper: int = _DEEPEST) -> Iterator[Inside]:
    """All that is packed in it, however deep up to four packings; `data` itself is not given again."""
    for held in _packed(data):
        yield held
        if isinstance(held, bytes) and deeper:
            yield from inside(held, deeper - 1)


def _packed(data: bytes) -> Iterator[Inside]:
    if data.startswith(b"%PDF-"):
        yield from _of_pdf(data)
    elif data.startswith(b"PK"):
        yield from _of_zip(data)
    elif data.startswith(b"\x1f\x8b"):
        yield from _of_gzip(data)
    elif filetype.is_image(data):
        yield from _of_picture(data)
    else:
        yield from _gzips_within(data)
    yield from _of_text(data)


def _of_text(data: bytes) -> Iterator[Inside]:
    """Entities, percent signs, quoted-printable, JSON's escapes, base64 and hexadecimal, undone."""
    if b"\0" not in data[:4096]:
        text = data.decode("utf-8", "ignore")
        if "<" in text:
            yield html.unescape(re.sub(r"<[^>]*>", "", text))
        if "&" in text:
            yield html.unescape(text)
        if "%" in text:
            yield urllib.parse.unquote(text)
        if "\\u" in text:
            yield _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
        if re.search(rb"=[0-9A-F]{2}", data):
            yield quopri.decodestring(data)
    for run in _BASE64.findall(data):
        letters = re.sub(rb"[\r\n]", b"", run)
        for phase in range(4):
            part = letters[phase:]
            yield binascii.a2b_base64(part[: len(part) // 4 * 4])
    for run in _HEX.findall(data):
        digits = re.sub(rb"\s", b"", run)
        for phase in range(2):
            part = digits[phase:]
            yield bytes.fromhex(part[: len(part) // 2 * 2].decode())


def _of_gzip(data: bytes) -> Iterator[Inside]:
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            yield packed.read(UNPACKED)
    except (OSError, EOFError, zlib.error):
        return


def _gzips_within(data: bytes) -> Iterator[Inside]:
    """Packed answers inside a web archive that is itself not packed."""
    whole = memoryview(data)
    for match in itertools.islice(re.finditer(rb"\x1f\x8b\x08", data), _MOST_PACKED):
        try:
            yield zlib.decompressobj(31).decompress(whole[match.start() :][:_PACKED], UNPACKED)
        except zlib.error:
            continue


def _of_picture(data: bytes) -> Iterator[Inside]:
    """Comments, EXIF and XMP, also where PNG has them compressed; a picture's pixels are not read."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
            exif = picture.getexif()
            held: list[Any] = [*picture.info.values(), *exif.values()]
            for number in _EXIF_PARTS:
                held += exif.get_ifd(number).values()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return
    for value in held:
        yield value if isinstance(value, bytes) else str(value)


def _of_zip(data: bytes) -> Iterator[Inside]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield package.comment
            for info in package.infolist():
                yield f"{info.filename}\n{info.comment.decode('utf-8', 'ignore')}"
                if info.file_size < UNPACKED:
                    yield package.read(info)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError, ValueError):
        return


def _of_pdf(data: bytes) -> Iterator[Inside]:
    """The words and objects of a PDF and of what it was before it was changed; every packed stream."""
    for end in [m.end() for m in re.finditer(rb"%%EOF", data)][-_REVISIONS:-1]:
        yield from _of_revision(data[:end])
    yield from _of_revision(data)
    for match in _STREAM.finditer(data):
        try:
            yield zlib.decompressobj().decompress(match[1], UNPACKED)
        except zlib.error:
            continue
    if _OCTAL.search(data):
        yield _OCTAL.sub(lambda m: bytes([int(m[1], 8) & 255]), data)


def _of_revision(data: bytes) -> Iterator[Inside]:
    from pypdf import PdfReader

    broken = _broken()
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            reader.decrypt("")
        count = len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1
        pages = list(reader.pages)
        yield " ".join(str(v) for v in (reader.metadata or {}).values())
    except broken:
        return
    for page in pages:
        try:
            yield page.extract_text()
        except broken:
            continue
    for number in range(1, count):
        try:
            held: Any = reader.get_object(number)
            yield held.get_data() if hasattr(held, "get_data") else str(held)
        except broken:
            continue


def _broken() -> tuple[type[Exception], ...]:
    """What pypdf raises on damaged PDFs."""
    from pypdf.errors import DependencyError, PyPdfError

    return (PyPdfError, DependencyError, ArithmeticError, AttributeError, LookupError, NotImplementedError,
            OSError, RecursionError, TypeError, ValueError, zlib.error)  # fmt: skip


def in_base64(letters: bytes) -> Iterator[bytes]:
    """The part of base64 that bytes alone determine, wherever in a run they begin; none for a few bytes."""
    for before, first in ((0, 0), (1, 2), (2, 3)):
        run = base64.b64encode(b"\0" * before + letters)
        certain = (before + len(letters)) * 8 // 6
        if certain - first >= 8:
            yield run[first:certain]
