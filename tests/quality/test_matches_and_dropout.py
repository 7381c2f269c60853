"""One person's two profiles, and alleles that did not show."""

from itertools import product

import numpy as np
import pytest
from engine.brute_force import Model, configurations, shown_probability
from hypothesis import given, settings
from hypothesis import strategies as st
from quality.cases import case_of
from quality.genes import LISTED, MARKERS, drop, family
from scipy.stats import binom

from antigone.cases.case import Genotype
from antigone.genetics.marker import build_marker
from antigone.pedigrees.pedigree import Person
from antigone.quality.check import check_case
from antigone.quality.dropout_patterns import at_least
from antigone.quality.one_person import one_person_log10


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([0.0, 0.02, 0.3]),
    st.sampled_from([0.0, 0.2]),
    st.sampled_from([0.0, 0.05]),
    st.sampled_from([0.0, 0.1]),
)
def test_one_person_ratio_is_brute_force(theta, dropout, dropin, silent):
    listed = {"a": 0.5 * (1 - silent), "b": 0.3 * (1 - silent), "c": 0.2 * (1 - silent)}
    marker = build_marker("M", listed, silent=silent, dropout=dropout, dropin=dropin)
    k = len(marker.alleles)
    rates = {"silent": k - 1 if silent else None}
    remains = Model(
        tuple(marker.frequencies), np.eye(k), np.eye(k), theta, dropout=dropout, dropin=dropin, **rates
    )
    living = Model(tuple(marker.frequencies), np.eye(k), np.eye(k), theta, **rates)
    seen = [(Genotype(*g), r) for g in (("a", "a"), ("a", "b"), ("b", "c")) for r in (False, True)]
    ratio = 10 ** one_person_log10(marker, seen, theta)
    one, two = (configurations(living, [Person(i) for i in ids]) for ids in ("A", "AB"))

    def shows(model, genes, person, genotype):
        chance = {
            g: shown_probability(model, g, {"abc".index(a) for a in (genotype.first, genotype.second)})
            for g in product(range(k), repeat=2)
        }
        columns = zip(genes[person, "p"].tolist(), genes[person, "m"].tolist(), strict=True)
        return np.array([chance[g] for g in columns])

    for (i, (g, first)), (j, (h, second)) in product(enumerate(seen), repeat=2):
        models = [remains if r else living for r in (first, second)]
        same = (one[1] * shows(models[0], one[0], "A", g) * shows(models[1], one[0], "A", h)).sum()
        apart = (two[1] * shows(models[0], two[0], "A", g) * shows(models[1], two[0], "B", h)).sum()
        assert ratio[i, j] == pytest.approx(same / apart, rel=1e-9)


def findings(kind, **profiles):
    rows = {"G": family("G")}
    case, draft = case_of(LISTED, rows, missing=("S3G",), **profiles)
    return [f for f in check_case(case, draft.frequencies).findings if f.kind == kind]


PROFILES = drop([*family("G"), ("Z", None, None, "male"), ("Y", None, None, "male")], 5)
LIVING = {p: PROFILES[p] for p in ("FAG", "MOG", "S1G")}


def test_two_bags_of_one_person_are_one_group_and_a_stranger_stays_out():
    remains = {v: PROFILES["Z"] for v in ("V1", "V2", "V3")} | {"V4": PROFILES["Y"]}
    remains["V2"] = {m: remains["V2"][m] for m in MARKERS[:10]}
    (found,) = findings("same_remains", references=LIVING, remains=remains)
    assert found.subjects == ("V1", "V2", "V3")


def test_drop_out_lets_a_partial_profile_match():
    lost = {m: (a, a) if i < 3 else (a, b) for i, (m, (a, b)) in enumerate(PROFILES["Z"].items())}
    remains = {"V1": PROFILES["Z"], "V2": lost}
    assert not findings("same_remains", references=LIVING, remains=remains)
    assert findings("same_remains", references=LIVING, remains=remains, model={"dropout": 0.05})


def test_an_effect_that_matches_remains_is_a_note_and_a_living_relative_a_warning():
    own = findings(
        "direct_match", references=LIVING, personal={"S3G": PROFILES["S3G"]}, remains={"V1": PROFILES["S3G"]}
    )
    assert [(f.severity, f.subjects) for f in own] == [("note", ("S3G", "V1"))]
    wrong = findings("direct_match", references=LIVING, remains={"V1": PROFILES["S1G"]})
    assert [(f.severity, f.subjects) for f in wrong] == [("warning", ("S1G", "V1"))]


def test_identical_references_are_twins_or_duplicates():
    twice = LIVING | {"S2G": PROFILES["S1G"]}
    (found,) = findings("duplicate", references=twice)
    assert found.subjects == ("S1G", "S2G") and "twin" in found.text


def test_homozygote_excess_and_few_markers():
    single = {m: (a, a) for m, (a, b) in PROFILES["Z"].items()}
    (found,) = findings("homozygote_excess", references=LIVING, remains={"V1": single})
    assert found.subjects == ("V1",) and "states no drop-out" in found.text
    few = {m: PROFILES["Z"][m] for m in MARKERS[:5]}
    assert [f.subjects for f in findings("few_markers", references=LIVING, remains={"V1": few})] == [("V1",)]


def test_long_fragments_lost_are_degradation():
    sizes = {m: {"size_bp": 100 + 15 * i} for i, m in enumerate(MARKERS)}
    kept = {m: ("8", "9") for m in MARKERS[:9]}
    (found,) = findings("degradation", references=LIVING, remains={"V1": kept}, markers=sizes)
    assert found.subjects == ("V1",)
    short = {m: ("8", "9") for m in MARKERS[9:]}
    assert not findings("degradation", references=LIVING, remains={"V1": short}, markers=sizes)


def test_a_marker_that_drops_out_everywhere():
    people = drop([(f"R{i}", None, None, "male") for i in range(12)], 6)
    remains = {w: own | {"M4": (own["M4"][0],) * 2} for w, own in people.items()}
    found = findings("homozygote_excess", references=LIVING, remains=remains)
    assert [f.marker for f in found] == ["M4"]


@settings(max_examples=30)
@given(st.integers(0, 12), st.floats(0, 1))
def test_tail_of_equal_chances_is_binomial(count, p):
    assert at_least(count, [p] * 12) == pytest.approx(binom.sf(count - 1, 12, p), abs=1e-12)
