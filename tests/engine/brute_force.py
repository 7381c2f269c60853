"""Likelihoods by writing out every state of every gene: slow, obvious, and nothing of the engine's.

A gene configuration gives each person one allele a copy, (paternal, maternal) or the maternal alone for
a male at an X-linked marker; all K ** genes of them are held as columns.
"""

from dataclasses import dataclass
from itertools import combinations, product

import numpy as np


@dataclass(frozen=True)
class Model:
    """Alleles 0..K-1 with frequencies; `silent` the position of the silent one or None."""

    frequencies: tuple
    from_mother: np.ndarray
    from_father: np.ndarray
    theta: float = 0.0
    x_linked: bool = False
    silent: int | None = None
    dropout: float = 0.0
    dropin: float = 0.0


def copies(model, person):
    return ("m",) if model.x_linked and person.sex == "male" else ("p", "m")


def configurations(model, people):
    """(genes, weights): the column of each (person, copy) and P(configuration | pedigree)."""
    names = [(p.id, c) for p in people if p.twin_of is None for c in copies(model, p)]
    k = len(model.frequencies)
    columns = np.indices((k,) * len(names)).reshape(len(names), -1)
    genes = dict(zip(names, columns, strict=True))
    weights = np.ones(columns.shape[1])
    drawn = []
    p = np.array(model.frequencies)
    for person in people:
        for copy in copies(model, person):
            if person.twin_of is not None:
                genes[person.id, copy] = genes[person.twin_of, copy]
                continue
            own = genes[person.id, copy]
            parent = person.father if copy == "p" else person.mother
            if parent is None:
                # Balding & Nichols: the n-th gene sampled is allele a with
                # (theta * earlier copies of a + (1 - theta) * p_a) / (1 + (n - 2) theta).
                earlier = sum((own == d).astype(float) for d in drawn) if drawn else np.zeros(len(own))
                n = len(drawn) + 1
                chance = (model.theta * earlier + (1 - model.theta) * p[own]) / (1 + (n - 2) * model.theta)
                weights = weights * (p[own] if n == 1 else chance)
                drawn.append(own)
                continue
            matrix = model.from_father if copy == "p" else model.from_mother
            of_parent = [genes[g] for g in names if g[0] == parent]
            weights = weights * sum(matrix[g, own] for g in of_parent) / len(of_parent)
    return genes, weights


def shown_probability(model, genotype, seen):
    """P(exactly the set `seen` shows | true alleles), each outcome of drop-out and drop-in written out."""
    total = 0.0
    visible = sum(f for a, f in enumerate(model.frequencies) if a != model.silent)
    for kept in product((True, False), repeat=len(genotype)):
        chance = 1.0
        showing = set()
        for allele, stays in zip(genotype, kept, strict=True):
            if allele == model.silent:
                chance *= 0.0 if stays else 1.0
            else:
                chance *= 1 - model.dropout if stays else model.dropout
                showing |= {allele} if stays else set()
        total += chance * (1 - model.dropin) * (showing == seen)
        for extra, f in enumerate(model.frequencies):
            if extra != model.silent:
                total += chance * model.dropin * f / visible * (showing | {extra} == seen)
    return total


def subsets_with(model, allele):
    """All sets of alleles that hold this one: what may have shown where nothing else is known."""
    others = [a for a in range(len(model.frequencies)) if a not in (allele, model.silent)]
    return [{allele, *extra} for n in range(3) for extra in combinations(others, n)]


def genotype_table(model, sets, haploid):
    """P(one of `sets` shows | ordered genotype), (K, K) or (K,)."""
    k = len(model.frequencies)
    table = np.zeros((k,) * (1 if haploid else 2))
    for genotype in product(range(k), repeat=table.ndim):
        table[genotype] = sum(shown_probability(model, genotype, set(s)) for s in sets)
    return table


def likelihood(model, people, observed):
    """P(observed | pedigree); `observed` maps a person to the sets of alleles that may have shown."""
    return float(weights_given(model, people, observed)[1].sum())


def weights_given(model, people, observed):
    """(genes, weights) as of `configurations`, the observations multiplied in."""
    genes, weights = configurations(model, people)
    for person in people:
        if person.id in observed:
            own = [genes[person.id, c] for c in copies(model, person)]
            table = genotype_table(model, observed[person.id], len(own) == 1)
            weights = weights * table[tuple(own)]
    return genes, weights
