"""Stated relationships against alternatives, and samples in the wrong place."""

import numpy as np
import pytest
from engine.brute_force import Model, likelihood
from hypothesis import given, settings
from hypothesis import strategies as st
from quality.cases import case_of
from quality.genes import LISTED, drop, family

from antigone.pedigrees.pedigree import Person
from antigone.quality.check import check_case
from antigone.quality.relationships import times

ROWS = [
    ("FA", None, None, "male"),
    ("MO", None, None, "female"),
    ("A", "FA", "MO", "male"),
    ("B", "FA", "MO", "male"),
]
BRUTE = {
    "stated": [Person(*r) for r in ROWS],
    "unrelated": [Person("A"), Person("B")],
    "half siblings, avuncular or grandparental": [Person("f"), Person("A", "f"), Person("B", "f")],
    "full siblings": [Person("f"), Person("m"), Person("A", "f", "m"), Person("B", "f", "m")],
}


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from("abc"), min_size=4, max_size=4))
def test_ratios_are_those_of_the_model_but_for_theta(alleles):
    p = (0.2, 0.3, 0.5)
    matrix = np.full((3, 3), 0.02) + np.eye(3) * 0.94
    seen = {"A": tuple(alleles[:2]), "B": tuple(alleles[2:])}
    case, draft = case_of(
        {"M": dict(zip("abc", p, strict=True))},
        {"F": ROWS},
        {s: {"M": g} for s, g in seen.items()},
        model={"theta": 0.03, "mutation": {"model": "equal", "rate": 0.04}},
    )
    (pair,) = check_case(case, draft.frequencies).relationships
    model = Model(p, matrix, matrix)
    observed = {s: [{"abc".index(a) for a in g}] for s, g in seen.items()}
    truth = {name: likelihood(model, people, observed) for name, people in BRUTE.items()}
    for name in list(BRUTE)[1:]:
        assert pair.log10_lr[name] == pytest.approx(np.log10(truth["stated"] / truth[name]), abs=1e-9)
    assert (pair.log10_lr["the same person"] == np.inf) == (set(seen["A"]) != set(seen["B"]))


def checked(rows, references, **more):
    case, draft = case_of(LISTED, rows, references, **more)
    return check_case(case, draft.frequencies)


def two_families():
    rows = {name: family(name) for name in "GH"}
    return rows, drop(rows["G"], 11) | drop(rows["H"], 12)


def test_sound_families_raise_nothing():
    rows, profiles = two_families()
    assert checked(rows, profiles).findings == ()


def test_samples_swapped_between_families_are_named():
    rows, profiles = two_families()
    profiles["S1G"], profiles["S2H"] = profiles["S2H"], profiles["S1G"]
    found = [f for f in checked(rows, profiles).findings if f.kind in ("swap", "misplaced")]
    assert [(f.kind, f.subjects) for f in found] == [("swap", ("S1G", "S2H"))]
    assert found[0].log10_lr > 10


def test_samples_exchanged_within_a_family_are_named():
    rows, profiles = two_families()
    profiles["MOG"], profiles["S1G"] = profiles["S1G"], profiles["MOG"]
    found = [f for f in checked(rows, profiles).findings if f.kind == "swap"]
    assert max(found, key=lambda f: f.log10_lr).subjects == ("MOG", "S1G")


def test_a_sample_labelled_with_another_family_fits_there():
    rows, profiles = two_families()
    profiles["S1G"] = profiles.pop("S1H")
    found = [f for f in checked(rows, profiles).findings if f.kind == "misplaced"]
    assert [f.subjects[0] for f in found] == ["S1G"] and "family H" in found[0].text


def test_a_stated_father_who_is_not_is_a_relationship_warning():
    rows, profiles = two_families()
    profiles["FAG"] = drop([("Z", None, None, "male")], 13)["Z"]
    quality = checked(rows, profiles)
    doubts = {f.subjects for f in quality.findings if f.kind == "relationship"}
    assert {("FAG", "S1G"), ("FAG", "S2G"), ("FAG", "S3G")} <= doubts
    pair = next(r for r in quality.relationships if r.persons == ("FAG", "S1G"))
    assert pair.stated == "father" and pair.best == "unrelated"


@pytest.mark.parametrize(
    ("log10", "text"),
    [
        (0.1, "1.3"),
        (3.4, "2,500"),
        (5.9999, "1,000,000"),
        (9.4914, "3.1e+09"),
        (400.2, "1.6e+400"),
        (20.9999, "1.0e+21"),
    ],
)
def test_times(log10, text):
    assert times(log10) == text
