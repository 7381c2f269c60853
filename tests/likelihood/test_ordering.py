"""Pedigrees with many loops: summed in a cheap order, or refused before anything is computed."""

import itertools

import numpy as np
import pytest

from antigone.errors import ModelError
from antigone.genetics.marker import build_marker
from antigone.genetics.mutation import MutationModel
from antigone.genetics.observation import observation_matrix
from antigone.likelihood import elimination, ordering
from antigone.likelihood.elimination import Factor, eliminate
from antigone.likelihood.family import check_genotype_likelihoods, family_log_likelihood
from antigone.pedigrees.pedigree import Person, build_pedigree

MARKER = build_marker(
    "M1", {str(8 + k): 0.1 for k in range(10)}, mutation=MutationModel("stepwise", 0.01, 0.01)
)


def village(people, founders, window, seed):
    """Children of two persons drawn from among the last `window`: loops upon loops."""
    rng = np.random.default_rng(seed)
    found = [Person(f"p{i}", sex="male" if i % 2 else "female") for i in range(founders)]
    while len(found) < people:
        pool = found[-window:]
        father = rng.choice([p.id for p in pool if p.sex == "male"])
        mother = rng.choice([p.id for p in pool if p.sex == "female"])
        sex = "male" if rng.random() < 0.5 else "female"
        found.append(Person(f"p{len(found)}", str(father), str(mother), sex))
    return build_pedigree("Village", found)


def typed(pedigree, fraction, seed):
    rng = np.random.default_rng(seed)
    return {
        p.id: observation_matrix(MARKER, tuple(rng.integers(10, size=2).tolist()), True, 0.0, 0.0, False)
        for p in pedigree.people
        if rng.random() < fraction
    }


def test_a_family_of_a_hundred_with_many_loops_is_summed():
    pedigree = village(100, 28, 30, 1)
    assert np.isfinite(family_log_likelihood(pedigree, MARKER, typed(pedigree, 0.5, 2)))


def test_what_is_too_dense_is_refused_with_the_family_and_what_helps():
    pedigree = village(100, 20, 30, 1)
    evidence = typed(pedigree, 0.12, 2)
    with pytest.raises(
        ModelError, match=r"family Village: \d+ loops .* marker M1 .* steps .*Type more relatives"
    ):
        check_genotype_likelihoods(pedigree, MARKER, evidence, "p99")
    with pytest.raises(ModelError, match="family Village"):
        family_log_likelihood(pedigree, MARKER, evidence)


@pytest.mark.parametrize("seed", range(6))
def test_an_order_that_was_searched_gives_the_same_sum(seed, monkeypatch):
    rng = np.random.default_rng(seed)
    scopes = [tuple(rng.choice(list("abcdefg"), size=3, replace=False)) for _ in range(9)]
    factors = [Factor(s, rng.random((2, 2, 2))) for s in scopes]
    query = scopes[0][:1]
    names = sorted(set(itertools.chain(*scopes)))
    expected = np.zeros(2)
    for values in itertools.product(range(2), repeat=len(names)):
        at = dict(zip(names, values, strict=True))
        expected[at[query[0]]] += np.prod([f.table[tuple(at[v] for v in f.variables)] for f in factors])
    for cheap in (0, ordering.CHEAP):
        monkeypatch.setattr(ordering, "CHEAP", cheap)
        elimination.elimination_plan.cache_clear()
        table, scale = eliminate(factors, query)
        assert table * np.exp(scale) == pytest.approx(expected, rel=1e-12)
