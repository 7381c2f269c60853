"""Identical twins are one genotype."""

import numpy as np
import pytest

from antigone.errors import InputError
from antigone.genetics.marker import build_marker
from antigone.genetics.observation import observation_matrix
from antigone.likelihood.family import family_log_likelihood
from antigone.likelihood.tables import lr_table
from antigone.pedigrees.pedigree import Person, build_pedigree

MARKER = build_marker("M", {"8": 0.2, "9": 0.3, "10": 0.5})


def seen(*alleles):
    return observation_matrix(MARKER, tuple(MARKER.index(a) for a in alleles), True, 0.0, 0.0, False)


def test_a_twin_of_a_typed_person_has_the_lr_of_a_direct_match():
    pedigree = build_pedigree("F", [Person("A"), Person("B", twin_of="A")])
    table = lr_table(pedigree, "B", MARKER, {"A": seen("8", "9")})
    assert np.isclose(table.lr(seen("8", "9")), 1 / (2 * 0.2 * 0.3))
    assert table.lr(seen("8", "8")) == 0.0


def test_children_of_twins_are_half_sibs():
    twins = [Person("T1", sex="male"), Person("T2", sex="male", twin_of="T1"), Person("W1"), Person("W2")]
    cousins = build_pedigree("F", [*twins, Person("C1", "T1", "W1"), Person("C2", "T2", "W2")])
    half = build_pedigree("F", [*twins[:1], *twins[2:], Person("C1", "T1", "W1"), Person("C2", "T1", "W2")])
    evidence = {"C1": seen("8", "9"), "C2": seen("8", "10")}
    expected = family_log_likelihood(half, MARKER, evidence)
    assert np.isclose(family_log_likelihood(cousins, MARKER, evidence), expected, rtol=1e-14)


def test_twins_with_other_genotypes_are_impossible():
    pedigree = build_pedigree("F", [Person("A"), Person("B", twin_of="A")])
    assert family_log_likelihood(pedigree, MARKER, {"A": seen("8", "9"), "B": seen("8", "8")}) == -np.inf


@pytest.mark.parametrize(
    ("people", "message"),
    [
        ([Person("A", sex="male"), Person("B", sex="female", twin_of="A")], "differ in sex"),
        ([Person("A"), Person("P"), Person("B", "P", twin_of="A")], "different parents"),
        ([Person("B", twin_of="B")], "not in the family"),
    ],
)
def test_impossible_twins_are_refused(people, message):
    with pytest.raises(InputError, match=message):
        build_pedigree("F", people)
