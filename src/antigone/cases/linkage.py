"""Markers close together on a chromosome, which the engine takes as independent."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from antigone.cases.settings import MarkerSettings

CLOSE_CM = 50.0


def linkage_notes(settings: Mapping[str, MarkerSettings]) -> list[str]:
    """A note for each pair of neighbours nearer than 50 centimorgans, by the positions of case.toml."""
    places: dict[str, list[tuple[float, str]]] = {}
    for marker, own in settings.items():
        if own.chromosome is not None and own.position_cM is not None:
            places.setdefault(str(own.chromosome), []).append((own.position_cM, marker))
    notes: list[str] = []
    for chromosome, markers in places.items():
        for (a, first), (b, second) in pairwise(sorted(markers)):
            if b - a < CLOSE_CM:
                notes.append(
                    f"{first} and {second} lie {b - a:g} cM apart on chromosome {chromosome}; linkage is not "
                    "modelled, they are taken as independent"
                )
    return notes
