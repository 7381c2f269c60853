"""Lumping changes no likelihood, and is not done where it would."""

import numpy as np
import pytest

from antigone.genetics.marker import build_marker
from antigone.genetics.mutation import MutationModel
from antigone.genetics.observation import observation_matrix
from antigone.likelihood.family import family_log_likelihood, genotype_likelihoods
from antigone.likelihood.lumping import lump_alleles
from antigone.pedigrees.pedigree import Person, build_pedigree

LISTED = {"8": 0.1, "9": 0.2, "9.3": 0.1, "10": 0.25, "11": 0.15, "12": 0.2}


@pytest.mark.parametrize(
    ("model", "classes"), [("none", 4), ("equal", 4), ("proportional", 4), ("stepwise", 6), ("onestep", 6)]
)
def test_seen_alleles_and_the_others(model, classes):
    marker = build_marker("M", LISTED, mutation=MutationModel(model, 0.01, 0.03, 0.002))
    pair = (marker.index("9"), marker.index("11"))
    evidence = {
        "X": observation_matrix(marker, pair, True, 0.0, 0.0, False),
        "Y": observation_matrix(marker, (marker.index("10"),), False, 0.2, 0.05, False),
    }
    lumped, reduced = lump_alleles(marker, evidence)
    assert len(lumped.alleles) == classes
    assert np.isclose(lumped.frequencies.sum(), 1.0)
    assert reduced["X"].shape == (classes, classes)
    people = [Person("F"), Person("M"), Person("X", "F", "M"), Person("Y", "F", "M")]
    pedigree = build_pedigree("A", people)
    table, scale = genotype_likelihoods(pedigree, marker, evidence, "F")
    direct = np.log(table.sum()) + scale
    assert np.isclose(family_log_likelihood(pedigree, marker, evidence), direct, rtol=1e-12)
