"""A family as a sum over ways in which its genes come down: for theta above 0, and for loops.

A child's gene is one of its parent's two, each as often: summing over these choices leaves, of every untyped
person, only the genes that somebody inherits. The founders' genes among them are drawn from an urn
(Balding & Nichols 1994), which is a sum over the ways in which they fall into blocks that are one gene
(theta.py has the argument). What remains are products of matrices of K alleles, never a couple's table.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from antigone.likelihood.theta import BELL, partitions, urn_weight
from antigone.search.shapes import UNKNOWN, Shape

# Ways of one family beyond which the general engine answers.
MOST_WAYS = 6000
MOST_GENES = 9
PATERNAL, MATERNAL = 0, 1

Copy = tuple[int, int]


class Edge(NamedTuple):
    """Where the gene copy `child` (person, side) comes from.

    `source` is a copy of an untyped person, (block, BLOCK) for a founder gene, or (person, TYPED) for either
    gene of a typed parent. `direct` tells that there is no transmission between: the child holds this gene.
    """

    child: Copy
    source: Copy
    direct: bool


BLOCK, TYPED = 2, 3
Way = tuple[Edge, ...]


def ways(
    shape: Shape, typed: frozenset[int], concentration: float, alike: bool
) -> tuple[tuple[Way, float], ...] | None:
    """Every way in which the genes of the typed and of `shape.query` come down, with its probability.

    Founder genes fall into blocks by an urn of `concentration` (infinite: each is its own). `alike` tells
    that both parents mutate alike, so that ways that differ in paternal and maternal alone are one. None
    where there are too many.
    """
    # At least so many choices: of the typed and the one asked for, every gene from an untyped parent.
    asked = [i for i in range(len(shape.parents)) if i in typed or i == shape.query]
    halves = sum(p != UNKNOWN and p not in typed for i in asked for p in shape.parents[i])
    if 2**halves > MOST_WAYS:
        return None
    chosen: dict[Way, float] = {}
    for number, (way, weight) in enumerate(_choices(shape, typed)):
        if number > MOST_WAYS:
            return None
        key = _canonical(way, alike)
        chosen[key] = chosen.get(key, 0.0) + weight
    found: dict[Way, float] = {}
    count = 0
    for way in chosen:
        genes = _genes(way)
        count += BELL[genes] if genes <= MOST_GENES else MOST_WAYS + 1
    if count > MOST_WAYS:
        return None
    for way, weight in chosen.items():
        for partition, chance in _urn(_genes(way), concentration):
            joined = tuple(
                Edge(e.child, (partition[e.source[0]], BLOCK), e.direct) if e.source[1] == BLOCK else e
                for e in way
            )
            key = _canonical(joined, alike)
            found[key] = found.get(key, 0.0) + weight * chance
    return tuple(found.items())


def _genes(way: Way) -> int:
    return 1 + max((e.source[0] for e in way if e.source[1] == BLOCK), default=-1)


def _urn(genes: int, concentration: float) -> Iterator[tuple[tuple[int, ...], float]]:
    if concentration == float("inf"):
        yield tuple(range(genes)), 1.0
        return
    for partition in partitions(genes):
        yield partition, urn_weight(partition, concentration)


def _choices(shape: Shape, typed: frozenset[int]) -> Iterator[tuple[Way, float]]:
    """The choices of a parental gene at every transmission that matters; founder genes are blocks apart."""

    def visit(
        person: int, needed: frozenset[Copy], edges: tuple[Edge, ...], weight: float
    ) -> Iterator[tuple[Way, float]]:
        if person < 0:
            yield edges, weight
            return
        parents = shape.parents[person]
        everything = person in typed or person == shape.query
        copies = [s for s in (PATERNAL, MATERNAL) if everything or (person, s) in needed]
        if parents == (UNKNOWN, UNKNOWN):
            own: tuple[Edge, ...] = ()
            if person == shape.query:
                own = tuple(Edge((person, s), (person, s), True) for s in copies)
            yield from visit(person - 1, needed, (*edges, *own), weight)
            return
        options: list[list[Edge]] = []
        for s in copies:
            parent = parents[s]
            if parent == UNKNOWN:
                # A gene of its own, of nobody else: named after the child.
                options.append([Edge((person, s), (~person, s), True)])
            elif parent in typed:
                options.append([Edge((person, s), (parent, TYPED), False)])
            else:
                options.append([Edge((person, s), (parent, c), False) for c in (PATERNAL, MATERNAL)])
        for some in product(*options):
            halves = sum(len(o) > 1 for o in options)
            inherited = frozenset(e.source for e in some if e.source[0] >= 0 and e.source[1] != TYPED)
            yield from visit(person - 1, needed | inherited, (*edges, *some), weight * 0.5**halves)

    founders = {i for i, p in enumerate(shape.parents) if p == (UNKNOWN, UNKNOWN)} - typed
    for way, weight in visit(len(shape.parents) - 1, frozenset(), (), 1.0):
        names: dict[Copy, int] = {}
        blocks = tuple(
            Edge(e.child, (names.setdefault(e.source, len(names)), BLOCK), e.direct)
            if e.source[1] != TYPED and (e.source[0] < 0 or e.source[0] in founders)
            else e
            for e in way
        )
        yield blocks, weight


def _canonical(way: Way, alike: bool) -> Way:
    """A common form of ways that are the same sum: blocks renamed and, where `alike`, sides exchanged.

    Person after person takes the side that comes first; that finds most, not all, that are the same.
    """
    best = _renamed(tuple(sorted(way)))
    if not alike:
        return best
    for person in sorted({e.child[0] for e in way}):
        turned = tuple(
            sorted(Edge(_turned(e.child, person), _turned(e.source, person), e.direct) for e in best)
        )
        best = min(best, _renamed(turned))
    return best


def _turned(copy: Copy, person: int) -> Copy:
    return (person, 1 - copy[1]) if copy[0] == person and copy[1] < BLOCK else copy


def _renamed(way: Way) -> Way:
    names: dict[int, int] = {}
    return tuple(
        [
            Edge(e.child, (names.setdefault(e.source[0], len(names)), BLOCK), e.direct)
            if e.source[1] == BLOCK
            else e
            for e in way
        ]
    )
