"""Theta: both exact ways agree with each other and with urn sampling written out here."""

from itertools import product

import numpy as np
import pytest
from scipy.special import poch

from antigone.errors import ModelError
from antigone.genetics.marker import build_marker
from antigone.genetics.mutation import MutationModel
from antigone.genetics.observation import observation_matrix
from antigone.likelihood import theta as theta_module
from antigone.likelihood.family import family_log_likelihood
from antigone.likelihood.quadrature import beta_rule
from antigone.likelihood.tables import UNRELATED, DirectLR, LRTable, lr_table
from antigone.pedigrees.pedigree import Person, build_pedigree

FREQUENCIES = {"8": 0.2, "9": 0.3, "10": 0.15, "11": 0.35}


def seen(marker, *alleles):
    return observation_matrix(marker, tuple(marker.index(a) for a in alleles), True, 0.0, 0.0, False)


@pytest.mark.parametrize("theta", [1e-4, 0.01, 0.2])
@pytest.mark.parametrize("p", [1e-3, 0.1, 0.9])
@pytest.mark.parametrize("degree", [1, 6, 13])
def test_the_rule_gives_the_moments_of_the_beta_distribution(theta, p, degree):
    a, b = (1 - theta) / theta * p, (1 - theta) / theta * (1 - p)
    x, w = beta_rule(a, b, degree // 2 + 1)
    for k in range(degree + 1):
        moment = poch(a, k) * poch(b, degree - k) / poch(a + b, degree)
        assert np.isclose((w * x**k * (1 - x) ** (degree - k)).sum(), moment, rtol=1e-10)


def urn(alleles, p, theta):
    counts, probability = np.zeros(len(p)), 1.0
    for drawn, a in enumerate(alleles):
        probability *= (counts[a] * theta + (1 - theta) * p[a]) / (1 + (drawn - 1) * theta)
        counts[a] += 1
    return probability


def test_cousins_under_theta_equal_the_sum_over_all_founder_genes():
    """Two first cousins: eight founder genes matter to nobody but six, enumerated over three alleles."""
    marker = build_marker("M", {"8": 0.2, "9": 0.5, "10": 0.3})
    theta = 0.07
    people = [
        Person("GF", sex="male"), Person("GM", sex="female"), Person("IN1"), Person("IN2"),
        Person("P1", "GF", "GM", "male"), Person("P2", "GF", "GM", "female"),
        Person("C1", "P1", "IN1"), Person("C2", "IN2", "P2"),
    ]  # fmt: skip
    pedigree = build_pedigree("F", people)
    evidence = {"C1": seen(marker, "8", "9"), "C2": seen(marker, "9", "9")}
    total = 0.0
    for genes in product(range(3), repeat=6):
        chance = urn(genes, marker.frequencies, theta)
        f, m, one, two = genes[:2], genes[2:4], genes[4], genes[5]
        for a, b, c, d, e, g in product(range(2), repeat=6):
            first, second = (f[a], m[b])[e], (f[c], m[d])[g]
            total += chance / 64 * ({first, one} == {0, 1}) * (first != one) * (second == two == 1)
    assert np.isclose(np.exp(family_log_likelihood(pedigree, marker, evidence, theta)), total, rtol=1e-12)


def test_partitions_and_quadrature_agree(monkeypatch):
    marker = build_marker("M", FREQUENCIES, mutation=MutationModel("proportional", 0.01, 0.02), silent=0.02)
    people = [
        Person("F1"), Person("M1"), Person("F2"), Person("X", "F1", "M1"), Person("Y", "F1", "M1"),
        Person("Z", "F2", "M1"),
    ]  # fmt: skip
    pedigree = build_pedigree("F", people)
    evidence = {"X": seen(marker, "8", "9"), "Y": seen(marker, "9", "9"), "Z": seen(marker, "8", "8")}
    values = []
    for cost in (0, 10**9):
        monkeypatch.setattr(theta_module, "NODES_A_PARTITION", cost)
        values.append(family_log_likelihood(pedigree, marker, evidence, 0.05))
    assert np.isclose(values[0], values[1], rtol=1e-12)


def wide_family(marker, sibs):
    people = [Person("GF"), Person("GM")]
    evidence = {}
    for i in range(sibs):
        people += [Person(f"IN{i}"), Person(f"P{i}", "GF", "GM"), Person(f"C{i}", f"P{i}", f"IN{i}")]
        evidence[f"C{i}"] = seen(marker, "8", ("8", "9")[i % 2])
    return build_pedigree("F", people), evidence


def test_more_founder_genes_than_partitions_reach():
    marker = build_marker("M", FREQUENCIES)
    pedigree, evidence = wide_family(marker, 9)
    small = family_log_likelihood(pedigree, marker, evidence, 1e-9)
    assert np.isclose(small, family_log_likelihood(pedigree, marker, evidence, 0.0), rtol=1e-6)
    assert family_log_likelihood(pedigree, marker, evidence, 0.03) > small


def test_beyond_reach_is_refused_with_the_remedy():
    listed = {str(a): 1 / 16 for a in range(8, 24)}
    marker = build_marker("M", listed, mutation=MutationModel("stepwise", 0.01, 0.01))
    pedigree, evidence = wide_family(marker, 9)
    with pytest.raises(ModelError, match="theta = 0"):
        family_log_likelihood(pedigree, marker, evidence, 0.03)


def test_a_direct_answer_equals_the_table():
    marker = build_marker("M", FREQUENCIES)
    people = [Person("F"), Person("M"), Person("X", "F", "M"), Person("S", "F", "M"), Person("H", "F")]
    pedigree = build_pedigree("A", people)
    evidence = {"S": seen(marker, "8", "9"), "H": seen(marker, "8", "10")}
    table = lr_table(pedigree, "X", marker, evidence, 0.03)
    wider = build_pedigree("A", [*people, Person(UNRELATED)])
    assert isinstance(table, DirectLR | LRTable)
    direct = DirectLR(pedigree, wider, "X", marker, evidence, 0.03)
    for a, b in (("8", "9"), ("11", "11"), ("9", "10")):
        observation = seen(marker, a, b)
        assert np.isclose(table.lr(observation), direct.lr(observation), rtol=1e-12)
        assert np.allclose(table.likelihoods(observation), direct.likelihoods(observation), rtol=1e-12)
