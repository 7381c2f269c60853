"""From a file's bytes to its text: what kind of file it is decides its content, not its name."""

from __future__ import annotations

import hashlib
from pathlib import Path

from antigone.errors import InputError
from antigone.papers.extracted import Extracted, OnPage

MOST_BYTES = 256 * 2**20
_OTHER_FORMATS = {
    b"\xd0\xcf\x11\xe0": "is an old Word (.doc) or a password-protected Office file; save it as .docx or PDF",
    b"\x89PNG": "is a picture without text; run character recognition (for example ocrmypdf) first",
    b"\xff\xd8\xff": "is a picture without text; run character recognition (for example ocrmypdf) first",
    b"{\\rtf": "is a rich-text file; save it as .docx, PDF or plain text",
}


def extract(path: str | Path, on_page: OnPage | None = None) -> Extracted:
    """The text of the TXT, PDF or DOCX file at `path`.

    Raises InputError where the file is missing, empty, too large, damaged, protected, or holds no text.
    """
    name = str(path)
    data = _bytes_of(path)
    if b"%PDF-" in data[:1024]:
        from antigone.papers.pdf import pdf_pages

        pages, notes = pdf_pages(data, name, on_page)
    elif data.startswith(b"PK"):
        from antigone.papers.docx import docx_text

        pages, notes = [docx_text(data, name)], []
    else:
        pages, notes = [_plain_text(data, name)], []
    text, starts = _joined(pages)
    if not text.strip():
        raise InputError(f"{name}: holds no text; give a paper with text")
    return Extracted(hashlib.sha256(data).hexdigest(), text, starts, tuple(notes))


def _bytes_of(path: str | Path) -> bytes:
    file = Path(path)
    try:
        if file.stat().st_size > MOST_BYTES:
            most = f"{MOST_BYTES >> 20} MiB"
            raise InputError(f"{path}: is larger than {most}; split the paper (films hold no text)")
        data = file.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"{path}: cannot be read ({reason}); give a TXT, PDF or DOCX file") from None
    if not data.strip():
        raise InputError(f"{path}: is empty; give a paper with text")
    return data


def _plain_text(data: bytes, name: str) -> str:
    for magic, what in _OTHER_FORMATS.items():
        if data.startswith(magic):
            raise InputError(f"{name}: {what}")
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    encoding, kind = ("utf-16", "UTF-16") if utf16 else ("utf-8-sig", "UTF-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise InputError(f"{name}: is a binary file; give a TXT, PDF or DOCX file") from None
        raise InputError(
            f"{name}: byte {error.start} (0x{data[error.start]:02x}) is not {kind}; "
            "save the file in UTF-8 (for example with iconv)"
        ) from None
    if any(ord(c) < 32 and c not in "\t\n\r\f\v\x1b\x1a\x1e\x1c" for c in text):
        raise InputError(f"{name}: is a binary file; give a TXT, PDF or DOCX file")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _joined(pages: list[str]) -> tuple[str, tuple[int, ...]]:
    starts, at = [], 0
    for page in pages:
        starts.append(at)
        at += len(page) + 2
    return "\n\f".join(pages), tuple(starts)
