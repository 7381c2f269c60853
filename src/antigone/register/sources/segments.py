"""A text cut into stretches for the reading page: plain, or standing for a proposal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from antigone.register.sources.proposals import Found

WINDOW = 20_000


@dataclass(frozen=True, slots=True)
class Segment:
    """text[start:end]; `found` where it is a proposal."""

    start: int
    text: str
    found: Found | None = None


def windows(page_starts: Sequence[int], length: int) -> list[tuple[int, int]]:
    """Stretches of the text that are shown one at a time: the pages, long ones divided."""
    edges = [*page_starts, length] if page_starts else [0, length]
    cut: list[tuple[int, int]] = []
    for first, last in zip(edges, edges[1:], strict=False):
        cut += [(at, min(at + WINDOW, last)) for at in range(first, last, WINDOW)]
    return cut or [(0, length)]


def segments(text: str, window: tuple[int, int], found: Sequence[Found]) -> Iterator[Segment]:
    """The window's stretches in order; of proposals that overlap the first is shown."""
    at, last = window
    for f in sorted(found, key=lambda f: f.start):
        if f.start < at or f.end > last:
            continue
        if f.start > at:
            yield Segment(at, text[at : f.start])
        yield Segment(f.start, text[f.start : f.end], f)
        at = f.end
    if at < last:
        yield Segment(at, text[at:last])
