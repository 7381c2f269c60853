"""Sizes of a drawing in px."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

RADIUS = 14.0
GAP = 16.0
PARTNERS = 2 * RADIUS + 26.0
PARTS = 48.0
TRACK = 12.0
LANE = 8.0
PORT = 4.0
TEXT = 12.0
LINE = 15.0


@dataclass(frozen=True, slots=True)
class Label:
    """The room that the text under a symbol takes: px wide, and its number of lines."""

    width: float
    lines: int


def text_width(text: str, size: float = TEXT) -> float:
    """About the width of a text in a sans-serif face; full-width characters count double."""
    units = sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.6 for c in text)
    return units * size
