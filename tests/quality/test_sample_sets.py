"""Many sets of samples at once, and places by tables: the same numbers as one likelihood after the other."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quality.cases import case_of

from antigone.cases.scoring import genotype_evidence
from antigone.likelihood.family import family_log_likelihood
from antigone.pedigrees.pedigree import Person, build_pedigree, relevant_people
from antigone.quality.place_tables import Question, place_tables
from antigone.quality.sample_sets import log_likelihoods, panel_of
from antigone.quality.samples import reference_samples

LOOP = [
    ("GF", None, None, "male"),
    ("GM", None, None, "female"),
    ("A", "GF", "GM", "male"),
    ("B", "GF", "GM", "female"),
    ("U", None, None, "female"),
    ("V", None, None, "male"),
    ("C", "A", "U", "male"),
    ("D", "V", "B", "female"),
    ("X", "C", "D", "male"),
    ("Y", None, "D", "female"),
]
P = {"M": {"8": 0.2, "9": 0.3, "10": 0.5}, "N": {"8": 0.1, "9": 0.2, "10": 0.3, "11": 0.4}}
MODELS = [
    {"mutation": {"model": "none"}},
    {"mutation": {"model": "stepwise", "rate": {"female": 0.01, "male": 0.03}}, "silent": 0.02},
]
alleles = st.tuples(st.sampled_from(["8", "9", "10"]), st.sampled_from(["8", "9", "10", None]))


def sampled(data, rows, people):
    seen = {p: {m: data.draw(alleles) for m in P} for p in people}
    return case_of(P, {"F": rows}, seen, model=data.draw(st.sampled_from(MODELS)))[0]


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_many_sets_of_samples_are_single_likelihoods(data):
    people = data.draw(st.lists(st.sampled_from([r[0] for r in LOOP]), min_size=2, max_size=5, unique=True))
    samples = reference_samples(sampled(data, LOOP, people))
    evidence = [
        [genotype_evidence(g, False, m, False) for g in samples.table.genotypes[m.name]]
        for m in samples.markers
    ]
    pedigree = build_pedigree("F", [Person(*r) for r in LOOP])
    marker = np.array(data.draw(st.lists(st.sampled_from([0, 1]), min_size=1, max_size=40)))
    draws = np.random.default_rng(len(marker))
    counts = np.array([len(e) for e in evidence])[marker]
    codes = {p: draws.integers(0, counts) for p in people}
    found = log_likelihoods(
        relevant_people(pedigree, people), panel_of(samples.markers, evidence), marker, codes
    )
    for r, m in enumerate(marker.tolist()):
        shown = {p: evidence[m][codes[p][r]] for p in people}
        truth = family_log_likelihood(pedigree, samples.markers[m], shown)
        assert found[r] == truth or found[r] == pytest.approx(truth, abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_the_table_of_a_place_is_the_direct_likelihood_ratio(data):
    rows = [r for r in LOOP if r[0] not in ("X", "B", "D", "Y", "V")]
    case = sampled(data, rows, ["GF", "A", "U", "C"])
    samples = reference_samples(case)
    pedigree = case.families["F"]
    for person in ("GF", "A", "C"):
        others = [p for p in ("GF", "A", "U", "C") if p != person]
        tables = place_tables(samples, [Question(pedigree, person, {p: p for p in others})])
        for m, marker in enumerate(samples.markers):
            own = {
                p: genotype_evidence(case.references[p].genotypes[marker.name], False, marker, False)
                for p in others
            }
            alone = family_log_likelihood(pedigree, marker, own)
            assert tables.answered[0, m]
            assert tables.log_evidence[0, m] == pytest.approx(alone, abs=1e-9)
            for who in ("GF", "A", "U", "C"):
                genotype = case.references[who].genotypes[marker.name]
                seen = genotype_evidence(genotype, False, marker, False)
                with_it = family_log_likelihood(pedigree, marker, own | {person: seen})
                # Founders and their children differ in frequencies under a model that is not stationary.
                free = family_log_likelihood(build_pedigree("", [Person("S")]), marker, {"S": seen})
                value = tables.log10_lr[0, samples.place(m, who)]
                if not math.isinf(alone) and not math.isinf(with_it):
                    assert value == pytest.approx((with_it - alone - free) / math.log(10), abs=1e-9)
