"""The shape of a family as seen from its missing person: what decides how it is peeled."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from antigone.pedigrees.pedigree import Pedigree

UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Shape:
    """Who matters, parents first: each one's (father, mother) as positions (UNKNOWN where not stated).

    `query` is the position of the missing person.
    """

    parents: tuple[tuple[int, int], ...]
    query: int


def family_shape(
    pedigree: Pedigree, missing: str, typed: Container[str]
) -> tuple[Shape, tuple[str, ...]] | None:
    """The shape of `missing`'s family and the persons in its order; None where it has identical twins.

    Only the missing person, the typed and their ancestors matter.
    """
    keep: set[str] = set()
    for person in reversed(pedigree.people):
        if person.twin_of is not None:
            return None
        if person.id in keep or person.id == missing or person.id in typed:
            keep.add(person.id)
            if person.father is not None:
                keep.add(person.father)
            if person.mother is not None:
                keep.add(person.mother)
    position: dict[str | None, int] = {None: UNKNOWN}
    parents: list[tuple[int, int]] = []
    names: list[str] = []
    for person in pedigree.people:
        if person.id in keep:
            position[person.id] = len(names)
            names.append(person.id)
            parents.append((position[person.father], position[person.mother]))
    return Shape(tuple(parents), position[missing]), tuple(names)
