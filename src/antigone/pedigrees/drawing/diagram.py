"""Slots of a drawing: persons, couples that stand apart, and lines passing a level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from antigone.pedigrees.drawing.generations import generations
from antigone.pedigrees.drawing.household import Couple, Household

Slot = tuple[str, ...]
Cluster = tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Descent:
    """The line from couple number `couple` to one unit of its children: passing slots, then the unit."""

    couple: int
    passing: tuple[Slot, ...]
    unit: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """The line from a partner on a higher level to the couple's own slot."""

    couple: int
    partner: str
    passing: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Diagram:
    """What stands on which level and is joined to what, before any order is chosen.

    `anchors[c]` are the slots whose middle is couple c: both partners where they stand side by side, else
    its own slot. `rows[level]` holds clusters, whose slots stay neighbours. `level` is of every slot.
    """

    household: Household
    couples: tuple[Couple, ...]
    anchors: tuple[tuple[Slot, ...], ...]
    rows: tuple[tuple[Cluster, ...], ...]
    level: Mapping[Slot, int]
    descents: tuple[Descent, ...]
    reaches: tuple[Reach, ...]


def person_slot(person: str) -> Slot:
    """The slot of a person."""
    return ("person", person)


def build_diagram(household: Household) -> Diagram:
    """The slots of a household on their levels."""
    levels = generations(household)
    level: dict[Slot, int] = {person_slot(p): n for p, n in levels.items()}
    chains, beside = _chains(household, levels)
    rows: list[list[Cluster]] = [[] for _ in range(max(levels.values()) + 1)]
    for chain in chains:
        rows[levels[chain[0]]].append(tuple(person_slot(p) for p in chain))
    anchors: list[tuple[Slot, ...]] = []
    descents: list[Descent] = []
    reaches: list[Reach] = []

    def passing(name: str, who: str, first: int, last: int) -> tuple[Slot, ...]:
        slots: list[Slot] = [(name, who, str(n)) for n in range(first, last)]
        for n, slot in zip(range(first, last), slots, strict=True):
            level[slot] = n
            rows[n].append((slot,))
        return tuple(slots)

    for number, couple in enumerate(household.couples):
        own = max(levels[couple.father], levels[couple.mother])
        if couple in beside:
            anchors.append((person_slot(couple.father), person_slot(couple.mother)))
        else:
            slot = ("couple", couple.father, couple.mother)
            level[slot] = own
            rows[own].append((slot,))
            anchors.append((slot,))
        for partner in (couple.father, couple.mother):
            if levels[partner] < own:
                slots = passing("reach", f"{number}", levels[partner] + 1, own)
                reaches.append(Reach(number, partner, slots))
        for unit in couple.children:
            slots = passing("descent", unit[0], own + 1, levels[unit[0]])
            descents.append(Descent(number, slots, tuple(person_slot(p) for p in unit)))
    return Diagram(
        household, household.couples, tuple(anchors), tuple(tuple(r) for r in rows), level,
        tuple(descents), tuple(reaches),
    )  # fmt: skip


def _chains(household: Household, levels: Mapping[str, int]) -> tuple[list[tuple[str, ...]], set[Couple]]:
    """Rows of neighbours: a person has two sides, so at most two of twins and partners stand beside."""
    chain = {p: [p] for p in household.sexes}
    beside: set[Couple] = set()

    def join(a: str, b: str) -> bool:
        left, right = chain[a], chain[b]
        ends = a in (left[0], left[-1]) and b in (right[0], right[-1])
        if left is right or not ends or levels[a] != levels[b]:
            return False
        if left[-1] != a:
            left.reverse()
        if right[0] != b:
            right.reverse()
        left += right
        for person in right:
            chain[person] = left
        return True

    for twins in household.twins:
        for a, b in zip(twins, twins[1:], strict=False):
            join(a, b)
    # Whom nobody stated gives way to a stated partner.
    for couple in sorted(household.couples, key=lambda c: bool(household.unstated & {c.father, c.mother})):
        if join(couple.father, couple.mother):
            beside.add(couple)
    distinct = {id(c): tuple(c) for c in chain.values()}
    return list(distinct.values()), beside
