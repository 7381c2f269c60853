"""Searching files of any kind for words that must not be in them."""

from __future__ import annotations

import itertools
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from antigone.register.reports.folding import Sought, folded
from antigone.register.reports.unpacking import UNPACKED, in_base64, inside

_PIECE, _OVERLAP, _SMALL = 16 * 2**20, 4096, 64 * 2**10
_CHANCE = 5
_UNICODE = ("utf-8", "utf-16-le", "utf-16-be")
_OLDER = ("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8-r", "koi8-u",
          "iso8859-2", "iso8859-5", "iso8859-6", "iso8859-9", "cp437", "cp850", "cp852", "cp866", "mac-roman",
          "mac-cyrillic", "gb18030", "big5", "shift-jis")  # fmt: skip


def found_in(name: str, path: Path, words: Sequence[str]) -> list[str]:
    """The words that stand in a file: in its name, bytes, text and metadata, and in what is packed in it.

    Words of fewer than five letters occur by chance in compressed bytes; these are sought in texts only.
    """
    left = {w: Sought(w) for w in words}
    as_bytes = {w: _as_bytes(w) for w in words}
    found: set[str] = set()
    for held in itertools.chain([name], _pieces(path), _inside(path)):
        if isinstance(held, bytes):
            found.update(w for w in left if w not in found and as_bytes[w].stand_in(held))
        for text, by_chance in _texts(held):
            plain = folded(text)
            for word, sought in left.items():
                if word not in found and not (by_chance and len(sought.folded) < _CHANCE):
                    found.update([word] if sought.is_in(text, plain) else ())
    return [w for w in words if w in found]


def _pieces(path: Path) -> Iterator[bytes]:
    before = b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield before + piece
            before = piece[-_OVERLAP:]


def _inside(path: Path) -> Iterator[bytes | str]:
    if path.stat().st_size <= UNPACKED:
        yield from inside(path.read_bytes())


def _texts(held: bytes | str) -> Iterator[tuple[str, bool]]:
    """The texts that bytes may be, and whether words may stand in them by chance."""
    if isinstance(held, str):
        yield held, False
        return
    binary = _is_binary(held)
    if not binary or len(held) <= _SMALL:
        yield held.decode("utf-8", "ignore"), binary
    # Of large binary files (films, pixels) the words are sought as bytes only: decoding them takes minutes.
    for begin in (0, 1):
        if len(held) <= _SMALL or _is_utf16(held[begin : begin + 4096]):
            for code in ("utf-16-le", "utf-16-be"):
                yield held[begin:].decode(code, "ignore"), True


def _is_binary(data: bytes) -> bool:
    return b"\0" in data or data.startswith((b"%PDF-", b"PK", b"\xff\xd8", b"\x1f\x8b"))


def _is_utf16(head: bytes) -> bool:
    """Whether every second byte is one of few, as where letters of one script have two bytes each."""
    return any(sum(n for _, n in Counter(head[k::2]).most_common(2)) > 0.4 * len(head) for k in (0, 1))


@dataclass(frozen=True, slots=True)
class _Bytes:
    """Words as bytes without the case of ASCII: `usual` in Unicode, `rare` in older codes and in base64."""

    usual: frozenset[bytes]
    rare: frozenset[bytes]
    exact: frozenset[bytes]

    def stand_in(self, data: bytes) -> bool:
        small = data.lower()
        if any(b in small for b in self.usual):
            return True
        if len(data) > _SMALL and _is_binary(data):
            return False
        return any(b in small for b in self.rare) or any(b in data for b in self.exact)


def _as_bytes(words: str) -> _Bytes:
    """The words in all encodings and usual cases, and in hexadecimal and base64; long enough to tell."""
    cases = {f(w) for f in (str, str.lower, str.upper, str.title) for w in _forms(words)}
    usual = {text.encode(code) for text in cases for code in _UNICODE}
    older = {b for text in cases for b in _codes_of(text)}
    rare = older | {b.hex().encode() for b in (*usual, *older)}
    exact = {b for text in cases for b in in_base64(text.encode())}
    lower = ({b.lower() for b in some} for some in (usual, rare))
    return _Bytes(*(frozenset(b for b in some if len(b) >= _CHANCE) for some in (*lower, exact)))


def _forms(words: str) -> Iterable[str]:
    once = " ".join(words.split())
    return {unicodedata.normalize(form, w) for form in ("NFC", "NFD") for w in (once, once.replace(" ", ""))}


def _codes_of(text: str) -> Iterator[bytes]:
    for code in _OLDER:
        try:
            yield text.encode(code)
        except UnicodeEncodeError:
            continue


def not_read(path: Path, media_type: str) -> str:
    """What of a file no search reads, for a person to look at; "" where all of it is read."""
    kind = media_type.partition("/")[0]
    if kind == "image":
        return "picture"
    if kind in ("audio", "video"):
        return "sound or film"
    if path.stat().st_size > UNPACKED:
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
