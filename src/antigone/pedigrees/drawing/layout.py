"""Symbols and lines of a pedigree at their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from antigone.pedigrees.drawing.coordinates import place
from antigone.pedigrees.drawing.diagram import Slot, build_diagram
from antigone.pedigrees.drawing.household import households
from antigone.pedigrees.drawing.ordering import order_rows
from antigone.pedigrees.drawing.routing import Stroke, route
from antigone.pedigrees.drawing.sizes import GAP, PARTNERS, PARTS, PORT, RADIUS, Label
from antigone.pedigrees.pedigree import Pedigree

__all__ = ["Layout", "lay_out"]


@dataclass(frozen=True, slots=True)
class Layout:
    """Middles of the symbols in px from the top left, `unstated` parents apart, and the lines."""

    width: float
    height: float
    people: Mapping[str, tuple[float, float]]
    unstated: Mapping[str, tuple[float, float]]
    sexes: Mapping[str, str]
    strokes: tuple[Stroke, ...]


def lay_out(pedigree: Pedigree, labels: Mapping[str, Label]) -> Layout:
    """Places every person once: generations on levels, disconnected parts side by side."""
    people: dict[str, tuple[float, float]] = {}
    unstated: dict[str, tuple[float, float]] = {}
    sexes: dict[str, str] = {}
    strokes: list[Stroke] = []
    left = height = 0.0
    for household in households(pedigree):
        diagram = build_diagram(household)
        rows = order_rows(diagram)
        apart = Counter(
            p
            for c, a in zip(diagram.couples, diagram.anchors, strict=True)
            if len(a) == 1
            for p in (c.father, c.mother)
        )

        def half(slot: Slot, apart: Counter[str] = apart) -> float:
            if slot[0] != "person":
                return 3.0
            room = PORT * apart[slot[1]] + 2 if apart[slot[1]] else 0.0
            return max(RADIUS, labels[slot[1]].width / 2 if slot[1] in labels else 0) + room

        def separation(a: Slot, b: Slot) -> float:
            wide = half(a) + half(b) + GAP
            if a[0] == b[0] == "person":
                # A line may come down in the middle between two partners: no label may reach it.
                wide = max(wide, PARTNERS, 2 * max(half(a), half(b)) + 10)
            return wide

        x = place(diagram, rows, separation)
        shift = left - min(x[s] - half(s) for s in x)
        x = {s: v + shift for s, v in x.items()}
        routed = route(diagram, rows, x, {p: label.lines for p, label in labels.items()}, half)
        for slot, at in x.items():
            if slot[0] == "person":
                (unstated if slot[1] in household.unstated else people)[slot[1]] = (
                    at,
                    routed.rows[diagram.level[slot]],
                )
        sexes |= household.sexes
        strokes += routed.strokes
        right = max([x[s] + half(s) for s in x] + [p[0] for s in routed.strokes for p in s.points])
        left = right + PARTS
        height = max(height, routed.height)
    return Layout(max(left - PARTS, 0.0), height, people, unstated, sexes, tuple(strokes))
