"""Words that a line end has broken, made whole for the rules; offsets lead back to the paper's text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_BREAK = re.compile(
    r"(?<=[^\W\d_])(-)[^\S\n]*\n[^\S\n]*(?=[^\W\d_])|(?<=[A-Z0-9])(/)[^\S\n]*\n[^\S\n]*(?=[A-Z0-9]+[/.])"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$", re.IGNORECASE)
# After these the hyphen belongs to the word: 'twenty-three', 'self-determination'.
_KEPT = re.compile(
    r"(?:\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|self|non|well|half|mid|pre|post|ex|co"
    r"|anti|so|vice|one|two|three|four|five|six|seven|eight|nine|ten|year|month|day|long|under|inter"
    r"|cease|fact|socio|decision|peace|human))$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unbroken:
    """`view` is the text as the rules see it; each cut is where it leaves out characters of the text."""

    view: str
    cuts: tuple[int, ...]
    gone: tuple[int, ...]

    def start(self, offset: int) -> int:
        """The offset in the text of the character at `offset` of the view."""
        i = bisect_right(self.cuts, offset)
        return offset + (self.gone[i - 1] if i else 0)

    def end(self, offset: int) -> int:
        """The offset in the text where a stretch ends that ends at `offset` of the view."""
        return self.start(offset - 1) + 1 if offset else 0


def unbroken(view: str) -> Unbroken:
    """Joins 'compli-⏎ments' to one word, 'Secretary-⏎General' at its hyphen, a symbol at its slash."""
    parts: list[str] = []
    cuts: list[int] = []
    gone: list[int] = []
    at = length = removed = 0
    for match in _BREAK.finditer(view):
        if _ADDRESS.search(view, view.rfind("\n", 0, match.start()) + 1, match.start()):
            continue
        kept = (
            match[2]
            or view[match.end()].isupper()
            or _KEPT.search(view[max(0, match.start() - 12) : match.start()])
        )
        stop = match.start() + (1 if kept else 0)
        parts.append(view[at:stop])
        length += stop - at
        removed += match.end() - stop
        cuts.append(length)
        gone.append(removed)
        at = match.end()
    parts.append(view[at:])
    return Unbroken("".join(parts), tuple(cuts), tuple(gone))
