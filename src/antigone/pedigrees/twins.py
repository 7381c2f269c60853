"""Identical twins: several persons with one genotype."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from antigone.pedigrees.pedigree import Pedigree, build_pedigree


@lru_cache(maxsize=4096)
def merge_twins(pedigree: Pedigree) -> tuple[Pedigree, Mapping[str, str]]:
    """The pedigree with each set of identical twins as one person, and that person for every id.

    The first of the set in the pedigree's order stands for all; children of any become the child of
    that one.
    """
    if all(p.twin_of is None for p in pedigree.people):
        return pedigree, {p.id: p.id for p in pedigree.people}
    stands_for = {p.id: p.id for p in pedigree.people}

    def root(person: str) -> str:
        while stands_for[person] != person:
            person = stands_for[person]
        return person

    order = {p.id: i for i, p in enumerate(pedigree.people)}
    for person in pedigree.people:
        if person.twin_of is not None:
            first, second = sorted((root(person.id), root(person.twin_of)), key=order.__getitem__)
            stands_for[second] = first
    for person in pedigree.people:
        stands_for[person.id] = root(person.id)
    sexes: dict[str, str] = {}
    for person in pedigree.people:
        if person.sex != "unknown":
            sexes[stands_for[person.id]] = person.sex
    merged = [
        replace(
            person,
            father=None if person.father is None else stands_for[person.father],
            mother=None if person.mother is None else stands_for[person.mother],
            sex=sexes.get(person.id, "unknown"),
            twin_of=None,
        )
        for person in pedigree.people
        if stands_for[person.id] == person.id
    ]
    return build_pedigree(pedigree.family, merged), stands_for
