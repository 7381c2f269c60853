"""Horizontal lines that share a strip get heights of their own where they would overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MARGIN = 7.0


@dataclass(frozen=True, slots=True)
class Net:
    """Line ends that one horizontal line joins: `above` come from the level above, `below` go down."""

    above: tuple[float, ...]
    below: tuple[float, ...]

    @property
    def span(self) -> tuple[float, float]:
        """Its leftmost and rightmost end."""
        ends = self.above + self.below
        return min(ends), max(ends)


def assign_tracks(nets: Sequence[Net]) -> list[int]:
    """The track (0 = highest) of each net.

    No two that share a track overlap; and where one comes down at the place another leaves, it lies
    higher, so that their vertical parts do not coincide (except in a cycle of such demands).
    """
    higher = {
        i: {
            j
            for j, other in enumerate(nets)
            if j != i and any(abs(a - b) < MARGIN for a in other.above for b in net.below)
        }
        for i, net in enumerate(nets)
    }
    track: dict[int, int] = {}
    while len(track) < len(nets):
        waiting = [i for i in range(len(nets)) if i not in track]
        ready = [i for i in waiting if not (higher[i] - track.keys())] or waiting[:1]
        i = min(ready, key=lambda k: (nets[k].span, k))
        n = max((track[j] + 1 for j in higher[i] if j in track), default=0)
        while any(t == n and _overlap(nets[i], nets[j]) for j, t in track.items()):
            n += 1
        track[i] = n
    return [track[i] for i in range(len(nets))]


def _overlap(a: Net, b: Net) -> bool:
    (left, right), (start, end) = a.span, b.span
    return left - MARGIN < end and start - MARGIN < right
