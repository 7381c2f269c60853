"""How two persons may be related: small pedigrees that hold nothing but them and their ancestors."""

from __future__ import annotations

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
    """The stated relationship of two persons; equal for pairs related alike through people in one order."""
    merged, stands_for = merge_twins(pedigree)
    anchors = (stands_for[first], stands_for[second])
    people = relevant_people(merged, anchors)
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
