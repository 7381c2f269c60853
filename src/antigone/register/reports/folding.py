"""Words as they are compared when they are taken out: whatever their case, accents, ligatures, breaks."""

from __future__ import annotations

import re
import unicodedata

from antigone.errors import InputError

LEAST, SHORT = 2, 4
_LEFT_OUT = "-\u2010\u2011\u0640"  # hyphens, and the Arabic stroke that only makes a word longer
_ALIKE = {"ı": "i", "ى": "ي", "ی": "ي", "ک": "ك"}


class _Folding(dict[int, str]):
    """Code point → what it is compared as; made as letters are met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter in _LEFT_OUT or letter.isspace() or unicodedata.category(letter) in ("Cf", "Mn"):
            folded = ""
        else:
            parts = unicodedata.normalize("NFKD", letter.casefold())
            folded = "".join(
                _ALIKE.get(c, c) for c in parts if not c.isspace() and unicodedata.category(c) != "Mn"
            )
        self[code] = folded
        return folded


_FOLDING = _Folding()


def folded(text: str) -> str:
    """The text without blanks, hyphens, accents and marks that are not seen, in one case (NFKD)."""
    return text.translate(_FOLDING)


class Sought:
    """Words to be found however they are written; those of fewer than four letters only as whole words."""

    def __init__(self, words: str) -> None:
        self.words, self.folded = words, folded(words)
        if len(self.folded) < LEAST:
            raise InputError(f"'{words}' is too short to be taken out; give the words to remove")
        self._whole = _whole_words(self.folded) if len(self.folded) < SHORT else None

    def is_in(self, text: str, text_folded: str | None = None) -> bool:
        """Whether the words stand in a text; who asks for many gives the folded text as well."""
        if self._whole is not None:
            return self._whole.search(unicodedata.normalize("NFD", text)) is not None
        return self.folded in (folded(text) if text_folded is None else text_folded)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where they stand, with the accents that follow; in order, without overlap."""
        pieces = [_FOLDING[ord(c)] for c in text]
        at = [i for i, piece in enumerate(pieces) for _ in piece]
        whole = "".join(pieces)
        found, begin = [], whole.find(self.folded)
        while begin >= 0:
            end = begin + len(self.folded)
            span = at[begin], _with_marks(text, at[end - 1] + 1)
            if self._whole is None or _stands_alone(text, *span):
                found.append(span)
            begin = whole.find(self.folded, end)
        return found


def _whole_words(letters: str) -> re.Pattern[str]:
    loose = r"[\s\u00ad\u200b\u0300-\u036f-]*".join(map(re.escape, letters))
    return re.compile(rf"\b{loose}\b", re.IGNORECASE)


def _with_marks(text: str, end: int) -> int:
    while end < len(text) and unicodedata.category(text[end]) == "Mn":
        end += 1
    return end


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
