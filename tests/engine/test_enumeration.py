"""The engine against enumeration of all genotypes, for every option of the model."""

import math
from itertools import product

import numpy as np
import pytest
from engine.brute_force import copies, likelihood, weights_given
from engine.models import MODELS, markers
from engine.pedigrees import families, profiles
from engine.sides import evidence, seen, sets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from antigone.likelihood.family import family_log_likelihood, genotype_likelihoods
from antigone.likelihood.tables import lr_table
from antigone.pedigrees.pedigree import Person, build_pedigree

# option: (persons, alleles without the silent one, settings of the marker, twins)
OPTIONS = {
    "plain": (6, 2, {}, False),
    "three alleles": (5, 3, {}, False),
    "twins": (5, 2, {"mutation": "equal"}, True),
    **{name: (4, 3, {"mutation": name}, False) for name in MODELS},
    "seven persons": (7, 2, {"mutation": "stepwise"}, False),
    "silent": (4, 2, {"silent": True}, False),
    "silent with mutation": (4, 2, {"silent": True, "mutation": "equal"}, False),
    "silent with proportional": (4, 3, {"silent": True, "mutation": "proportional"}, False),
    "silent with stepwise": (3, 3, {"silent": True, "mutation": "stepwise"}, False),
    "drop-out": (4, 3, {"dropout": True}, False),
    "drop-out and silent": (4, 2, {"dropout": True, "silent": True, "mutation": "equal"}, False),
    "theta": (5, 2, {"theta": True}, False),
    "theta, three alleles": (4, 3, {"theta": True}, False),
    "theta with mutation": (5, 2, {"theta": True, "mutation": "proportional"}, False),
    "theta with stepwise": (4, 3, {"theta": True, "mutation": "stepwise"}, False),
    "theta and silent": (4, 2, {"theta": True, "silent": True}, False),
    "theta and drop-out": (4, 2, {"theta": True, "dropout": True}, False),
    "theta and twins": (4, 2, {"theta": True}, True),
    "X": (6, 2, {"x_linked": True}, False),
    "X with mutation": (6, 2, {"x_linked": True, "mutation": "equal"}, False),
    "X, silent and drop-out": (4, 2, {"x_linked": True, "silent": True, "dropout": True}, False),
    "X with theta": (5, 2, {"x_linked": True, "theta": True, "mutation": "equal"}, False),
    "X with twins": (5, 2, {"x_linked": True}, True),
    "all together": (
        4,
        2,
        {"x_linked": True, "theta": True, "silent": True, "dropout": True, "mutation": "equal"},
        False,
    ),
}
quick = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


@st.composite
def situations(draw, option):
    most, alleles, chosen, twins = OPTIONS[option]
    people = draw(families(most=most, twins=twins))
    marker, model = draw(markers(alleles, **chosen))
    return people, marker, model, draw(profiles(people, alleles, marker.x_linked))


def close(value, truth, rel=1e-9):
    return value == pytest.approx(truth, rel=rel, abs=1e-300)


@pytest.mark.parametrize("option", OPTIONS)
def test_likelihood_is_the_sum_over_all_genotypes(option):
    @quick
    @given(situations(option))
    def check(situation):
        people, marker, model, typed = situation
        pedigree = build_pedigree("F", people)
        value = family_log_likelihood(pedigree, marker, evidence(marker, people, typed), model.theta)
        assert close(math.exp(value), likelihood(model, people, sets(model, typed)))

    check()


@pytest.mark.parametrize("option", OPTIONS)
def test_genotype_table_is_the_sum_over_all_others(option):
    @quick
    @given(situations(option), st.data())
    def check(situation, data):
        people, marker, model, typed = situation
        query = data.draw(st.sampled_from(people))
        pedigree = build_pedigree("F", people)
        table, scale = genotype_likelihoods(
            pedigree, marker, evidence(marker, people, typed), query.id, model.theta
        )
        genes, weights = weights_given(model, people, sets(model, typed))
        own = tuple(genes[query.id, c] for c in copies(model, query))
        truth = np.zeros(table.shape)
        np.add.at(truth, own, weights)
        # Of an untyped founder the order of the two copies is no one's: profiles see the unordered pair.
        if table.ndim == 2:
            table, truth = table + table.T, truth + truth.T
        assert np.allclose(table * math.exp(scale), truth, rtol=1e-9, atol=1e-300)

    check()


@pytest.mark.parametrize("option", [o for o in OPTIONS if o not in ("seven persons", "three alleles")])
def test_lr_table_is_the_direct_ratio_and_that_of_enumeration(option):
    @settings(quick, max_examples=20)
    @given(situations(option), st.data())
    def check(situation, data):
        people, marker, model, typed = situation
        if len(people) > 5:
            people = people[:5]
            typed = {w: g for w, g in typed.items() if w in {p.id for p in people}}
        candidates = [p for p in people if p.id not in typed and p.twin_of is None]
        if not candidates:
            return
        missing = data.draw(st.sampled_from(candidates))
        haploid = marker.x_linked and missing.sex == "male"
        alleles = OPTIONS[option][1]
        genotype = data.draw(st.tuples(*[st.integers(0, alleles - 1)] * 2))
        genotype = (genotype[0],) * 2 if haploid else genotype
        pedigree = build_pedigree("F", people)
        own = evidence(marker, people, typed)
        observation = seen(marker, genotype, haploid)
        value = lr_table(pedigree, missing.id, marker, own, model.theta).lr(observation)

        stranger = Person("\x01stranger", sex=missing.sex)
        wider = build_pedigree("F", [*people, stranger])
        logs = [
            family_log_likelihood(tree, marker, own | {who: observation}, model.theta)
            for tree, who in ((pedigree, missing.id), (wider, stranger.id))
        ]
        if logs[1] == -math.inf:
            assert math.isnan(value)
            return
        assert close(value, math.exp(logs[0] - logs[1]), 1e-12)

        shown = sets(model, typed)
        related = likelihood(model, people, shown | {missing.id: [set(genotype)]})
        unrelated = likelihood(model, [*people, stranger], shown | {stranger.id: [set(genotype)]})
        assert close(value, related / unrelated)

    check()


@pytest.mark.parametrize("haploid", [False, True])
@quick
@given(st.data())
def test_observations_are_those_of_the_definitions(haploid, data):
    from engine.brute_force import genotype_table

    marker, model = data.draw(markers(3, silent=data.draw(st.booleans()), dropout=True))
    for a, b in product(range(3), [None, 0, 1, 2]):
        (shown,) = sets(model, {"P": (a, b)}).values()
        if haploid and b is None:
            continue
        assert np.allclose(
            seen(marker, (a, b), haploid), genotype_table(model, shown, haploid), rtol=1e-12, atol=1e-15
        )
