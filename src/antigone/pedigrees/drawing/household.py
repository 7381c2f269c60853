"""A pedigree as couples with children, ready to be laid out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from antigone.pedigrees.pedigree import Pedigree
from antigone.pedigrees.twins import merge_twins


@dataclass(frozen=True, slots=True)
class Couple:
    """Two parents and their children; identical twins are one unit of `children`.

    `related` where the parents share an ancestor or one descends from the other.
    """

    father: str
    mother: str
    children: tuple[tuple[str, ...], ...]
    related: bool


@dataclass(frozen=True, slots=True)
class Household:
    """A connected part of a pedigree.

    `sexes` holds all that are drawn, parents nobody stated (`unstated`) included; `twins` are the sets
    of identical twins.
    """

    sexes: Mapping[str, str]
    unstated: frozenset[str]
    couples: tuple[Couple, ...]
    twins: tuple[tuple[str, ...], ...]


def households(pedigree: Pedigree) -> tuple[Household, ...]:
    """The connected parts of a pedigree, in its order.

    A child of one stated parent has an unstated one of its own: nobody said that two such children
    share it.
    """
    sexes = {p.id: p.sex for p in pedigree.people}
    unstated: set[str] = set()
    children: dict[tuple[str, str], list[str]] = {}
    ancestors: dict[str, frozenset[str]] = {}
    stands_for = merge_twins(pedigree)[1]
    for p in pedigree.people:
        known = [x for x in (p.father, p.mother) if x is not None]
        ancestors[p.id] = frozenset([stands_for[p.id]]).union(*(ancestors[x] for x in known))
        if not known:
            continue
        father, mother = p.father, p.mother
        if father is None or mother is None:
            absent = f"\0{p.id}"
            sexes[absent] = "male" if father is None else "female"
            unstated.add(absent)
            ancestors[absent] = frozenset()
            father, mother = father or absent, mother or absent
        children.setdefault((father, mother), []).append(p.id)
    twins: dict[str, list[str]] = {}
    for p in pedigree.people:
        twins.setdefault(stands_for[p.id], []).append(p.id)
    sets = [tuple(t) for t in twins.values() if len(t) > 1]
    couples = [
        Couple(f, m, _units(who, stands_for), not ancestors[f].isdisjoint(ancestors[m]))
        for (f, m), who in children.items()
    ]
    return tuple(_parts(sexes, frozenset(unstated), couples, sets))


def _units(children: Sequence[str], stands_for: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    units: dict[str, list[str]] = {}
    for child in children:
        units.setdefault(stands_for[child], []).append(child)
    return tuple(tuple(u) for u in units.values())


def _parts(
    sexes: Mapping[str, str],
    unstated: frozenset[str],
    couples: Sequence[Couple],
    twins: Sequence[tuple[str, ...]],
) -> list[Household]:
    part = {p: p for p in sexes}

    def root(person: str) -> str:
        while part[person] != person:
            part[person] = part[part[person]]
            person = part[person]
        return person

    for c in couples:
        for other in (c.mother, *(x for unit in c.children for x in unit)):
            part[root(other)] = root(c.father)
    for first, *others in twins:
        for other in others:
            part[root(other)] = root(first)
    roots = dict.fromkeys(root(p) for p in sexes)
    return [
        Household(
            {p: s for p, s in sexes.items() if root(p) == r},
            frozenset(p for p in unstated if root(p) == r),
            tuple(c for c in couples if root(c.father) == r),
            tuple(t for t in twins if root(t[0]) == r),
        )
        for r in roots
    ]
