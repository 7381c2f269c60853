"""How two persons may be related: small pedigrees that hold nothing but them and their ancestors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from antigone.pedigrees.pedigree import Pedigree, Person, build_pedigree, relevant_people
from antigone.pedigrees.twins import merge_twins


@dataclass(frozen=True, slots=True)
class PairShape:
    """A pedigree and the two of it who are compared; `first` is `second` for one and the same person."""

    pedigree: Pedigree
    first: str
    second: str


def stated_shape(pedigree: Pedigree, first: str, second: str) -> PairShape:
    """The stated relationship of two persons; equal for pairs related alike through people in one order.

    Ancestors who link nothing are left out: they say where a gene comes from before the population does.
    """
    merged, stands_for = merge_twins(pedigree)
    anchors = (stands_for[first], stands_for[second])
    people = _linking(relevant_people(merged, anchors), anchors)
    number = {p.id: str(i) for i, p in enumerate(people)}
    renamed = [
        replace(
            p,
            id=number[p.id],
            father=None if p.father is None else number[p.father],
            mother=None if p.mother is None else number[p.mother],
            sex="unknown",
        )
        for p in people
    ]
    return PairShape(build_pedigree("", renamed), number[anchors[0]], number[anchors[1]])


def _linking(people: Sequence[Person], anchors: Sequence[str]) -> list[Person]:
    """The people without founders of one child, again and again: such a gene is any of the population."""
    kept = {p.id: p for p in people}
    children: dict[str, set[str]] = {p.id: set() for p in people}
    for p in people:
        for parent in (p.father, p.mother):
            if parent is not None:
                children[parent].add(p.id)
    idle = [p.id for p in people]
    while idle:
        person = kept.get(idle.pop())
        if person is None or person.id in anchors or person.father is not None or person.mother is not None:
            continue
        if len(children[person.id]) > 1:
            continue
        del kept[person.id]
        for child in children[person.id]:
            own = kept[child]
            kept[child] = replace(
                own,
                father=None if own.father == person.id else own.father,
                mother=None if own.mother == person.id else own.mother,
            )
            idle.append(child)
    return [kept[p.id] for p in people if p.id in kept]


def _shape(*people: Person, first: str = "a", second: str = "b") -> PairShape:
    return PairShape(build_pedigree("", people), first, second)


_COUPLE = (Person("f"), Person("m"))

# Two persons' likelihood at an autosomal marker is the same for half siblings, uncle and nephew and
# grandparent and grandchild, but for where a mutation falls.
ALTERNATIVES = {
    "unrelated": _shape(Person("a"), Person("b")),
    "parent and child": _shape(Person("a"), Person("b", "a")),
    "child and parent": _shape(Person("b"), Person("a", "b")),
    "full siblings": _shape(*_COUPLE, Person("a", "f", "m"), Person("b", "f", "m")),
    "half siblings, avuncular or grandparental": _shape(Person("f"), Person("a", "f"), Person("b", "f")),
    "first cousins": _shape(
        *_COUPLE, Person("u", "f", "m"), Person("v", "f", "m"), Person("a", "u"), Person("b", "v")
    ),
    "the same person": _shape(Person("a"), second="a"),
}
