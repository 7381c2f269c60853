"""The order in which a family without loops is peeled toward its missing person.

The persons and the unions (couples with their children) of such a family form a tree. Every union
passes one message to the neighbour that lies toward the missing person; a plan lists these messages
so that each comes after those it needs (Elston & Stewart 1971, Cannings et al. 1978).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from antigone.search.shapes import UNKNOWN, Shape

GATHER, UP, DOWN, TO_PARENT, ALONE = 0, 1, 2, 3, 4
FATHER, MOTHER = 0, 1
MOST_STEPS = 400


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps as one array of integers, each step preceded by its length.

    GATHER out, person, founder, inputs…: all that is known of a person but from one side.
    UP out, person, input, unknown side: what a child says of its two parents, as a sum of products.
    DOWN out, child, father's input, mother's input, siblings…: what parents and siblings say of a child.
    ALONE out, person, founder: the profile of one who is no kin of the missing person.
    TO_PARENT out, parent, role, other parent's input, children…: what a union says of one parent.
    """

    steps: NDArray[np.int32]
    slots: int
    people: int


@dataclass(frozen=True, slots=True)
class _Union:
    father: int
    mother: int
    children: tuple[int, ...]


@lru_cache(maxsize=65536)
def compile_plan(shape: Shape) -> Plan | None:
    """The plan of a shape; None where it has a loop, or typed people who are no kin of the missing one."""
    unions = _unions(shape)
    strangers = _strangers(shape, unions)
    if strangers is None:
        return None
    writer = _Writer(shape, unions)
    for person in strangers:
        writer.alone(person)
    writer.gather(shape.query, UNKNOWN, above=True)
    if writer.count > MOST_STEPS:
        return None
    return Plan(np.array(writer.steps, dtype=np.int32), writer.count, len(shape.parents))


def _unions(shape: Shape) -> tuple[_Union, ...]:
    couples: dict[tuple[int, int], list[int]] = {}
    single: list[_Union] = []
    for child, (father, mother) in enumerate(shape.parents):
        if father != UNKNOWN and mother != UNKNOWN:
            couples.setdefault((father, mother), []).append(child)
        elif father != UNKNOWN or mother != UNKNOWN:
            # Each child of an unknown parent has an unknown parent of its own.
            single.append(_Union(father, mother, (child,)))
    return (*(_Union(f, m, tuple(c)) for (f, m), c in couples.items()), *single)


def _strangers(shape: Shape, unions: tuple[_Union, ...]) -> tuple[int, ...] | None:
    """The persons without kin but the missing one; None where there is a loop or a second family."""
    people = len(shape.parents)
    root = list(range(people + len(unions)))

    def find(node: int) -> int:
        while root[node] != node:
            node = root[node]
        return node

    for number, union in enumerate(unions):
        for person in (union.father, union.mother, *union.children):
            if person == UNKNOWN:
                continue
            a, b = find(person), find(people + number)
            if a == b:
                return None
            root[a] = b
    own = find(shape.query)
    others = [person for person in range(people) if find(person) != own]
    # One typed person alone says nothing of the missing one; several could contradict each other.
    return tuple(others) if len({find(person) for person in others}) == len(others) else None


class _Writer:
    """Writes steps depth first; `count` is the number of slots used."""

    __slots__ = ("shape", "unions", "steps", "count")

    def __init__(self, shape: Shape, unions: tuple[_Union, ...]) -> None:
        self.shape, self.unions = shape, unions
        self.steps: list[int] = []
        self.count = 0

    def _step(self, operation: int, *arguments: int) -> int:
        slot = self.count
        self.count += 1
        self.steps += [len(arguments) + 3, operation, slot, *arguments]
        return slot

    def alone(self, person: int) -> None:
        """The probability of the profile of one without kin, who is a founder."""
        self._step(ALONE, person, 1)

    def gather(self, person: int, but: int, above: bool) -> int:
        """What is known of `person` from all unions except number `but`, and from above if asked."""
        inputs: list[int] = []
        founder = self.shape.parents[person] == (UNKNOWN, UNKNOWN)
        for number, union in enumerate(self.unions):
            if number == but:
                continue
            if person in union.children:
                if above:
                    inputs.append(self._down(number, person))
            elif union.father == person:
                inputs.append(self._to_parent(number, FATHER))
            elif union.mother == person:
                inputs.append(self._to_parent(number, MOTHER))
        return self._step(GATHER, person, int(founder), *inputs)

    def _parent(self, person: int, union: int) -> int:
        return UNKNOWN if person == UNKNOWN else self.gather(person, union, above=True)

    def _child(self, child: int, number: int) -> int:
        union = self.unions[number]
        below = self.gather(child, number, above=False)
        unknown = FATHER if union.father == UNKNOWN else MOTHER if union.mother == UNKNOWN else UNKNOWN
        return self._step(UP, child, below, unknown)

    def _down(self, number: int, child: int) -> int:
        union = self.unions[number]
        father, mother = self._parent(union.father, number), self._parent(union.mother, number)
        siblings = [self._child(c, number) for c in union.children if c != child]
        return self._step(DOWN, child, father, mother, *siblings)

    def _to_parent(self, number: int, role: int) -> int:
        union = self.unions[number]
        target, other = (union.father, union.mother) if role == FATHER else (union.mother, union.father)
        source = self._parent(other, number)
        children = [self._child(c, number) for c in union.children]
        return self._step(TO_PARENT, target, role, source, *children)
