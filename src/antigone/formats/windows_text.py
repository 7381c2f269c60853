"""Text of programs that write in the code page of their Windows."""

from __future__ import annotations

import re

from antigone.errors import InputError

CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def decode_windows(name: str, data: bytes, remedy: str) -> tuple[str, tuple[str, ...]]:
    """UTF-8, UTF-16 or Windows-1252 text with line ends as \\n, and notes.

    Raises InputError, ending with `remedy`, for an empty or binary file or another encoding.
    """
    if not data.strip():
        raise InputError(f"{name}: the file is empty; {remedy}")
    wide = data[:2] in UTF_16
    if b"\x00" in data and not wide:
        raise InputError(f"{name}: this is a binary file; {remedy}")
    notes: tuple[str, ...] = ()
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise InputError(f"{name}, line {line}: neither UTF-8 nor Windows-1252 text; {remedy}") from error
        notes = ("the file was read as Windows-1252; check names with accents or other letters",)
    if CONTROL.search(text):
        raise InputError(f"{name}: this is a binary file or of another encoding; {remedy}")
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes
