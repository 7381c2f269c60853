"""The signs of a drawing explained."""

from __future__ import annotations

from antigone.pedigrees.drawing.layout import Layout
from antigone.pedigrees.drawing.marks import Marks


def legend_entries(layout: Layout, marks: Marks) -> tuple[tuple[str, str], ...]:
    """(sign, what it means) of the signs that occur, beyond square, circle and diamond."""
    there = set(layout.people)
    entries = (
        ("typed", "typed", bool(marks.typed & there)),
        ("missing", "missing", bool((marks.missing - set(marks.candidates)) & there)),
        ("candidate", "remains in the place of a missing person", not there.isdisjoint(marks.candidates)),
        ("related", "the partners are related", any(s.double for s in layout.strokes)),
        ("unstated", "a parent nobody stated", bool(layout.unstated)),
    )
    return tuple((sign, text) for sign, text, occurs in entries if occurs)
