"""Searching files of any kind for words that must not be in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from antigone.register.reports.redacting import pattern

_PIECE, _OVERLAP, _UNPACKED = 16 * 2**20, 4096, 256 * 2**20
_CHANCE = 5


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
    if path.stat().st_size > _UNPACKED:
        return
    data = path.read_bytes()
    if data.startswith(b"%PDF-"):
        yield from _of_pdf(data)
    elif data.startswith(b"PK"):
        yield from _of_zip(data)
    elif b"<" in data[:2000]:
        yield re.sub(r"<[^>]*>", "", data.decode("utf-8", "ignore"))


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


def _of_zip(data: bytes) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for info in package.infolist():
                text = package.read(info).decode("utf-8", "ignore") if info.file_size < _UNPACKED else ""
                yield info.filename
                yield text
                yield re.sub(r"<[^>]*>", "", text)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return
