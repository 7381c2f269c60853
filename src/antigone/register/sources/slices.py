"""Long papers read a slice at a time: a page of one of 5,000 pages is shown without reading the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from antigone.papers.extracted import Extracted
from antigone.papers.letters import Letter
from antigone.papers.reading import Reading, read_text
from antigone.register.sources.extracting import text_of
from antigone.register.sources.models import Extraction

SLICE = 200_000
MARGIN = 4_000
"""Characters read beyond a slice on each side, so that no sentence is cut."""
BACK = 3
"""Slices looked back through for the letter in which a passage stands."""


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """A reading of text[at:…] that answers for what begins in `first:last` of the whole text.

    Compared by identity: there is one of each, and its hash must not cost a walk through the reading.
    """

    reading: Reading
    at: int
    first: int
    last: int

    def holds(self, start: int) -> bool:
        """Whether something that begins at `start` of the slice's own text is its to tell."""
        return self.first <= start + self.at < self.last


def slices(extraction: Extraction, first: int = 0, last: int | None = None) -> Iterator[Slice]:
    """The slices that cover first:last (None: to the end)."""
    length = extraction.characters
    end = length if last is None else min(last, length)
    for n in range(max(first, 0) // SLICE, max(end - 1, 0) // SLICE + 1):
        yield _slice(extraction.text_sha256, text_of(extraction), n)


def letter_at(extraction: Extraction, offset: int) -> tuple[Letter, int] | None:
    """The letter in which a character stands, and where in the whole text its heading ends; None for none."""
    here = offset // SLICE
    for n in range(here, max(-1, here - BACK - 1), -1):
        part = _slice(extraction.text_sha256, text_of(extraction), n)
        begun = [x for x in part.reading.letters if part.holds(x.start) and x.start + part.at <= offset]
        if begun:
            return begun[-1], begun[-1].end + part.at
    return None


@lru_cache(maxsize=24)
def _slice(sha256: str, text: str, n: int) -> Slice:
    first, last = n * SLICE, min((n + 1) * SLICE, len(text))
    at = max(0, first - MARGIN)
    reading = read_text(Extracted(sha256, text[at : last + MARGIN], (0,)))
    return Slice(reading, at, first, max(last, first + 1))
