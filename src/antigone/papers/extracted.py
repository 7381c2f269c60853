"""The text of a paper, as every later stage sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

OnPage = Callable[[int, int], None]
"""Called with (pages done, pages in all) while a long paper is read."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """Text of one paper; offsets of all findings count the characters of `text`."""

    sha256: str
    text: str
    page_starts: tuple[int, ...]
    notes: tuple[str, ...] = ()
