"""Ways of a family (gene_lines.py) as one list of products of small tables, shared wherever they recur.

A node is a table over variables of K alleles or two phases; a product of two nodes, summed over what no
other needs, is the next. Nodes that are the same product are made once, whichever way asks for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod

from antigone.search.gene_lines import BLOCK, TYPED, Copy, Way

# Inputs. PRIOR (K,): the founders' frequencies; MATRIX (K, K): transmission from father (side 0) or mother;
# SEEN (K, 2): gene of the source -> phase of a typed child; SEEN_DIRECTLY likewise without transmission;
# PASSED (K,): the gene that a typed parent passes on; PASSED_SEEN (2,): the same as seen in a typed child.
ONE, PRIOR, MATRIX, SEEN, SEEN_DIRECTLY, PASSED, PASSED_SEEN, PHASES = range(8)
PHASE = 0
ALLELE = 1
# What a variable of K alleles is taken to cost when an order is sought.
USUAL_ALLELES = 20

Variable = tuple[int, int, int]
Kinds = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """An input (`kind`, persons and side in `of`), or the product of nodes `left` and `right`.

    `labels` number the axes of left, right and the result; `kinds` tell PHASE or ALLELE by label.
    """

    axes: Kinds
    kind: int = -1
    of: tuple[int, ...] = ()
    left: int = -1
    right: int = -1
    labels: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]] = ((), (), ())
    kinds: Kinds = ()


@dataclass(slots=True)
class Program:
    """Nodes in order; `sums` are (left, right, labels of both and of the result (K, K), weight, output)."""

    nodes: list[Node] = field(default_factory=list)
    known: dict[Node, int] = field(default_factory=dict)
    sums: dict[tuple[Node, int], float] = field(default_factory=dict)

    def node(self, node: Node) -> int:
        """The number of a node, made where it is new."""
        found = self.known.get(node)
        if found is None:
            found = self.known[node] = len(self.nodes)
            self.nodes.append(node)
        return found


@dataclass(frozen=True, slots=True)
class _Factor:
    node: int
    variables: tuple[Variable, ...]


def add_ways(
    program: Program,
    found: Sequence[tuple[Way, float]],
    query: int,
    typed: frozenset[int],
    output: int,
    alike: bool,
) -> None:
    """Adds the sum of all ways, a table over the genes of `query`, as output number `output`.

    `alike` tells that the matrices of both parents are one.
    """
    for way, weight in found:
        factors, wanted = _factors(program, way, query, typed, alike)
        left, right = _eliminated(program, factors, wanted)
        _add_sum(program, left, right, wanted, weight, output)


def _factors(
    program: Program, way: Way, query: int, typed: frozenset[int], alike: bool
) -> tuple[list[_Factor], tuple[Variable, Variable]]:
    """The tables of a way, and the variables of the query's genes: one variable where they are one gene."""
    held: dict[Copy, Variable] = {}
    for edge in sorted(way, key=lambda e: e.child):
        if edge.child[0] not in typed:
            source = edge.source if edge.direct else edge.child
            held[edge.child] = (source[1] == BLOCK, *source)

    def variable(copy: Copy) -> Variable:
        return (True, *copy) if copy[1] == BLOCK else held[copy]

    factors: list[_Factor] = []

    def add(kind: int, of: tuple[int, ...], variables: tuple[Variable, ...]) -> None:
        axes = tuple(PHASE if v[0] == 2 else ALLELE for v in variables)
        factors.append(_Factor(program.node(Node(axes, kind, of)), variables))

    for block in sorted({e.source[0] for e in way if e.source[1] == BLOCK}):
        add(PRIOR, (), ((True, block, BLOCK),))
    for person in sorted({e.child[0] for e in way} & typed):
        add(PHASES, (person,), ((2, person, 0),))
    for edge in way:
        person, side = edge.child
        if person in typed:
            phase = (2, person, 0)
            if edge.source[1] == TYPED:
                add(PASSED_SEEN, (edge.source[0], person, side), (phase,))
            else:
                kind = SEEN_DIRECTLY if edge.direct else SEEN
                add(kind, (person, side), (variable(edge.source), phase))
        elif edge.source[1] == TYPED:
            add(PASSED, (edge.source[0], 0 if alike else side), (held[edge.child],))
        elif not edge.direct:
            add(MATRIX, (0 if alike else side,), (variable(edge.source), held[edge.child]))
    return factors, (held[query, 0], held[query, 1])


def _eliminated(
    program: Program, factors: list[_Factor], wanted: tuple[Variable, Variable]
) -> tuple[_Factor, _Factor]:
    """Two factors whose product is the sum over all variables but those wanted."""
    while True:
        others = sorted({v for f in factors for v in f.variables} - set(wanted))
        if not others:
            break
        chosen = min(
            others, key=lambda v: _size({w for f in factors if v in f.variables for w in f.variables})
        )
        inputs = [f for f in factors if chosen in f.variables]
        factors = [f for f in factors if chosen not in f.variables]
        factors.append(_multiplied(program, inputs, {chosen}))
    one = _Factor(program.node(Node((), ONE)), ())
    by_size = sorted(factors, key=lambda f: (_size(set(f.variables)), f.node))
    while len(by_size) > 2:
        by_size = [_product(program, by_size[0], by_size[1], set()), *by_size[2:]]
    return by_size[0], by_size[1] if len(by_size) == 2 else one


def _multiplied(program: Program, inputs: list[_Factor], summed: set[Variable]) -> _Factor:
    waiting = sorted(inputs, key=lambda f: (_size(set(f.variables)), f.node))
    if len(waiting) == 1:
        waiting.append(_Factor(program.node(Node((), ONE)), ()))
    while len(waiting) > 2:
        made = _product(program, waiting[0], waiting[1], set())
        waiting = sorted([made, *waiting[2:]], key=lambda f: (_size(set(f.variables)), f.node))
    return _product(program, waiting[0], waiting[1], summed)


def _product(program: Program, a: _Factor, b: _Factor, summed: set[Variable]) -> _Factor:
    if b.node < a.node:
        a, b = b, a
    kept = tuple(dict.fromkeys(v for v in (*a.variables, *b.variables) if v not in summed))
    node = _labelled(a, b, kept)
    return _Factor(program.node(node), kept)


def _labelled(a: _Factor, b: _Factor, kept: tuple[Variable, ...]) -> Node:
    numbers: dict[Variable, int] = {}
    left = tuple([numbers.setdefault(v, len(numbers)) for v in a.variables])
    right = tuple([numbers.setdefault(v, len(numbers)) for v in b.variables])
    kinds = tuple(PHASE if v[0] == 2 else ALLELE for v in numbers)
    out = tuple([numbers[v] for v in kept])
    return Node(tuple([kinds[i] for i in out]), -1, (), a.node, b.node, (left, right, out), kinds)


def _add_sum(
    program: Program, a: _Factor, b: _Factor, wanted: tuple[Variable, Variable], weight: float, output: int
) -> None:
    if b.node < a.node:
        a, b = b, a
    key = (_labelled(a, b, wanted), output)
    program.sums[key] = program.sums.get(key, 0.0) + weight


def _size(variables: set[Variable]) -> int:
    return prod(2 if v[0] == 2 else USUAL_ALLELES for v in variables)
