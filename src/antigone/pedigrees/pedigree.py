"""The family graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from antigone.errors import InputError


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a pedigree; founders have neither father nor mother. Sex: male, female, unknown.

    `twin_of` names a monozygotic twin, who has the same parents and genotype.
    """

    id: str
    father: str | None = None
    mother: str | None = None
    sex: str = "unknown"
    twin_of: str | None = None


@dataclass(frozen=True, slots=True)
class Pedigree:
    """A validated family; `people` are ordered parents before children."""

    family: str
    people: tuple[Person, ...]

    def __getitem__(self, person: str) -> Person:
        return next(p for p in self.people if p.id == person)

    def _repr_svg_(self) -> str:
        """The drawing that a notebook shows."""
        from antigone.pedigrees.drawing import draw_pedigree

        return draw_pedigree(self)


def build_pedigree(family: str, people: Iterable[Person]) -> Pedigree:
    """Checks a family and orders parents before children.

    A person with one stated parent has the other gene from the population. Raises InputError for a
    duplicate or unknown id, a father who is female, a mother who is male, one person as both
    parents, an own ancestor, or identical twins whose parents or sexes differ.
    """
    by_id: dict[str, Person] = {}
    for person in people:
        if person.id in by_id:
            raise InputError(f"family {family}: the id '{person.id}' occurs twice; give each person one row")
        by_id[person.id] = person
    for person in by_id.values():
        if person.father is not None and person.father == person.mother:
            raise InputError(
                f"family {family}: '{person.father}' is father and mother of '{person.id}'; correct one"
            )
        for role, parent, wrong in (("father", person.father, "female"), ("mother", person.mother, "male")):
            if parent is None:
                continue
            if parent not in by_id:
                raise InputError(
                    f"family {family}: {role} '{parent}' of '{person.id}' is not in the family; add a row"
                )
            if by_id[parent].sex == wrong:
                raise InputError(f"family {family}: '{parent}', {role} of '{person.id}', is {wrong}")
    _check_twins(family, by_id)
    graph = {p.id: [x for x in (p.father, p.mother) if x is not None] for p in by_id.values()}
    try:
        order = tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        cycle = " → ".join(error.args[1])
        raise InputError(
            f"family {family}: a person is an own ancestor: {cycle}; correct a parent"
        ) from error
    return Pedigree(family, tuple(by_id[i] for i in order))


def _check_twins(family: str, by_id: Mapping[str, Person]) -> None:
    for person in by_id.values():
        if person.twin_of is None:
            continue
        if person.twin_of not in by_id or person.twin_of == person.id:
            raise InputError(
                f"family {family}: twin '{person.twin_of}' of '{person.id}' is not in the family"
            )
        twin = by_id[person.twin_of]
        if (twin.father, twin.mother) != (person.father, person.mother):
            raise InputError(
                f"family {family}: the identical twins '{person.id}' and '{twin.id}' have different parents"
            )
        if {person.sex, twin.sex} == {"male", "female"}:
            raise InputError(
                f"family {family}: the identical twins '{person.id}' and '{twin.id}' differ in sex"
            )


def relevant_people(pedigree: Pedigree, anchors: Iterable[str]) -> tuple[Person, ...]:
    """The anchors and their ancestors, parents first: all that a likelihood of the anchors needs."""
    keep = set(anchors)
    for person in reversed(pedigree.people):
        if person.id in keep:
            keep.update(x for x in (person.father, person.mother) if x is not None)
    return tuple(p for p in pedigree.people if p.id in keep)
