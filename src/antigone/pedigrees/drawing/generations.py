"""The level of each person: parents above children, partners and siblings side by side where possible."""

from __future__ import annotations

from graphlib import TopologicalSorter

from antigone.pedigrees.drawing.household import Household


def generations(household: Household) -> dict[str, int]:
    """Person → level from 0 at the top.

    Twins, partners and siblings are put on one level in this order of importance, each as long as no
    child comes to stand above or beside a parent.
    """
    groups = _Groups(household)
    for first, *others in household.twins:
        for other in others:
            groups.join(first, other)
    for couple in household.couples:
        groups.join(couple.father, couple.mother)
    for couple in household.couples:
        children = [x for unit in couple.children for x in unit]
        for child in children[1:]:
            groups.join(children[0], child)
    return groups.levels()


class _Groups:
    """Sets of persons on one level, and which sets must lie below which."""

    def __init__(self, household: Household) -> None:
        self._group = {p: {p} for p in household.sexes}
        self._children: dict[str, list[str]] = {p: [] for p in household.sexes}
        for couple in household.couples:
            for unit in couple.children:
                self._children[couple.father].extend(unit)
                self._children[couple.mother].extend(unit)

    def _below(self, people: set[str]) -> set[str]:
        found: set[str] = set()
        waiting = list(people)
        while waiting:
            for child in self._children[waiting.pop()]:
                for member in self._group[child]:
                    if member not in found:
                        found.add(member)
                        waiting.append(member)
        return found

    def join(self, first: str, second: str) -> None:
        """Puts two on one level unless one must be below the other."""
        a, b = self._group[first], self._group[second]
        if a is b or not self._below(a).isdisjoint(b) or not self._below(b).isdisjoint(a):
            return
        a |= b
        for person in b:
            self._group[person] = a

    def levels(self) -> dict[str, int]:
        """The highest level possible for each; then whoever has no parents comes down to the children."""
        names = {id(g): min(g) for g in self._group.values()}
        above: dict[str, set[str]] = {name: set() for name in sorted(names.values())}
        for parent in sorted(self._children):
            for child in self._children[parent]:
                above[names[id(self._group[child])]].add(names[id(self._group[parent])])
        order = list(TopologicalSorter({g: sorted(a) for g, a in above.items()}).static_order())
        level: dict[str, int] = {}
        for g in order:
            level[g] = max((level[a] + 1 for a in above[g]), default=0)
        below: dict[str, list[str]] = {g: [] for g in order}
        for g, parents in above.items():
            for a in parents:
                below[a].append(g)
        for g in reversed(order):
            if not above[g] and below[g]:
                level[g] = min(level[b] for b in below[g]) - 1
        return {p: level[names[id(g)]] for p, g in self._group.items()}
