"""A family at one marker as a product of factors over genes.

A typed person is one variable over the few genotypes (ordered by parent) that the profile allows; an
untyped one is two genes of K alleles. So a couple's joint table never exists: a parent says of a child
only ½(T[gene 1, ·] + T[gene 2, ·]).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.marker import Marker
from antigone.likelihood.elimination import Factor
from antigone.pedigrees.pedigree import Person

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Genes:
    """How a person's two gene copies are held: variables of K alleles, or positions in a state list.

    `names` are (paternal, maternal) variables, None for a copy that does not exist or does not matter;
    with `states` given, `names[0]` is the state variable and `states` (m, 2) its genotypes.
    """

    names: tuple[str | None, str | None]
    states: NDArray[np.intp] | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """The factors of a family at a marker, but for the founder genes' prior.

    `free` are the founder gene variables in order, `owners` the founder of each; `drawn` the alleles of
    the founders whose genotype is known; `haploid` tells whether the query has one gene copy.
    """

    factors: tuple[Factor, ...]
    free: tuple[str, ...]
    owners: tuple[int, ...]
    drawn: tuple[int, ...]


def is_haploid(marker: Marker, person: Person) -> bool:
    """True for a male at an X-linked marker, who has his mother's copy alone."""
    return marker.x_linked and person.sex == "male"


def build_network(
    people: Sequence[Person],
    marker: Marker,
    evidence: Mapping[str, Array],
    query: str | None,
) -> Network:
    """The network of `people` (parents first), `evidence` being P(profile | ordered genotype).

    Founders with evidence for one genotype only are taken as drawn; a founder with a single child, no
    evidence and no query is one gene.
    """
    children: dict[str, int] = {}
    for person in people:
        for parent in (person.father, person.mother):
            if parent is not None:
                children[parent] = children.get(parent, 0) + 1
    genes: dict[str, Genes] = {}
    factors: list[Factor] = []
    free: list[str] = []
    owners: list[int] = []
    drawn: list[int] = []
    for number, person in enumerate(people):
        held, own = _hold(person, marker, evidence.get(person.id), person.id == query)
        founder = person.father is None and person.mother is None
        if founder and own is not None and held.states is not None:
            alleles = {tuple(sorted(x for x in s if x >= 0)) for s in held.states.tolist()}
            if len(alleles) == 1:
                drawn.extend(next(iter(alleles)))
            else:
                held = _hold_genes(person, marker)
                own = _evidence_factor(held, evidence[person.id])
        if founder and own is None and person.id != query and children.get(person.id) == 1:
            held = Genes((None, f"{person.id}:m"))
        if own is not None:
            factors.append(own)
        genes[person.id] = held
        if founder:
            if held.states is None:
                for name in held.names:
                    if name is not None:
                        free.append(name)
                        owners.append(number)
            continue
        sides = [(1, person.mother, marker.from_mother)]
        if not is_haploid(marker, person):
            sides.append((0, person.father, marker.from_father))
        for copy, parent, matrix in sides:
            if parent is not None:
                factors.append(_transmission(genes[parent], matrix, held, copy))
                continue
            # The gene of an unknown parent comes straight from the population, as in Familias.
            unknown = f"{person.id}:u"
            free.append(unknown)
            owners.append(-number - 1)
            factors.append(_transmission(Genes((None, unknown)), np.eye(len(marker.alleles)), held, copy))
    return Network(tuple(factors), tuple(free), tuple(owners), tuple(drawn))


def _hold_genes(person: Person, marker: Marker) -> Genes:
    if is_haploid(marker, person):
        return Genes((None, f"{person.id}:m"))
    return Genes((f"{person.id}:p", f"{person.id}:m"))


def _hold(
    person: Person, marker: Marker, evidence: Array | None, is_query: bool
) -> tuple[Genes, Factor | None]:
    if evidence is None:
        return _hold_genes(person, marker), None
    if is_query:
        held = _hold_genes(person, marker)
        return held, _evidence_factor(held, evidence)
    positions = np.argwhere(evidence > 0)
    weights = evidence[evidence > 0]
    if evidence.ndim == 1:
        positions = np.hstack([np.full_like(positions, -1), positions])
    if len(positions) == 0:
        positions, weights = np.array([[0 if evidence.ndim == 2 else -1, 0]]), np.zeros(1)
    name = f"{person.id}:s"
    return Genes((name, name), positions), Factor((name,), np.asarray(weights, dtype=float))


def _evidence_factor(held: Genes, evidence: Array) -> Factor:
    return Factor(tuple(n for n in held.names if n is not None), evidence)


def _transmission(parent: Genes, matrix: Array, child: Genes, copy: int) -> Factor:
    if child.states is not None:
        matrix = matrix[:, child.states[:, copy]]
    name = child.names[copy]
    assert name is not None
    if parent.states is not None:
        assert parent.names[0] is not None
        first, second = parent.states[:, 0], parent.states[:, 1]
        first = np.where(first < 0, second, first)
        return Factor((parent.names[0], name), 0.5 * (matrix[first] + matrix[second]))
    paternal, maternal = parent.names
    assert maternal is not None
    if paternal is None:
        return Factor((maternal, name), matrix)
    return Factor((paternal, maternal, name), 0.5 * (matrix[:, None, :] + matrix[None, :, :]))


def identify_genes(factor: Factor, same: Mapping[str, str]) -> Factor:
    """The factor with its variables renamed by `same`; variables that become one take the diagonal."""
    names = [same.get(v, v) for v in factor.variables]
    kept = tuple(dict.fromkeys(names))
    if kept == factor.variables:
        return factor
    labels = {v: i for i, v in enumerate(kept)}
    table = np.einsum(factor.table, [labels[v] for v in names], [labels[v] for v in kept])  # type: ignore[arg-type]
    return Factor(kept, np.asarray(table))
