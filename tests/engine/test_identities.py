"""What must hold whatever the numbers: totals, expectations, and names and orders that do not matter."""

import math
from dataclasses import replace
from itertools import combinations_with_replacement, product

import numpy as np
import pytest
from engine.models import MODELS, markers
from engine.pedigrees import families, profiles
from engine.sides import evidence, seen
from hypothesis import given, settings
from hypothesis import strategies as st
from quality.cases import case_of
from quality.genes import LISTED, drop, family

from antigone.genetics.marker import build_marker
from antigone.genetics.observation import observation_matrix
from antigone.identify.pairs import pair_lrs
from antigone.likelihood.family import family_log_likelihood
from antigone.likelihood.tables import lr_table
from antigone.pedigrees.pedigree import Person, build_pedigree

quick = settings(max_examples=25, deadline=None, derandomize=True)


@st.composite
def any_marker(draw, alleles=2, **fixed):
    chosen = {"theta": draw(st.booleans()), "x_linked": draw(st.booleans()), "silent": draw(st.booleans())}
    mutation = draw(st.sampled_from(["none", *MODELS]))
    return draw(markers(alleles, mutation=mutation, **(chosen | fixed)))


def all_observations(marker, person):
    """The evidence of every profile a person can show, the one that shows nothing included."""
    haploid = marker.x_linked and person.sex == "male"
    visible = [i for i in range(len(marker.alleles)) if i != marker.silent_index]
    shown = [(a,) for a in visible] if haploid else list(combinations_with_replacement(visible, 2))
    return [
        observation_matrix(marker, alleles, True, marker.dropout, 0.0, haploid) for alleles in [(), *shown]
    ]


@quick
@given(families(most=5), st.booleans(), st.data())
def test_the_chances_of_all_profiles_sum_to_one(people, dropout, data):
    marker, model = data.draw(any_marker(dropout=dropout))
    marker = replace(marker, dropin=0.0)
    typed = data.draw(st.lists(st.sampled_from(people), min_size=1, max_size=3, unique_by=lambda p: p.id))
    pedigree = build_pedigree("F", people)
    total = 0.0
    for observations in product(*(all_observations(marker, p) for p in typed)):
        own = {p.id: o for p, o in zip(typed, observations, strict=True)}
        total += math.exp(family_log_likelihood(pedigree, marker, own, model.theta))
    assert total == pytest.approx(1, rel=1e-10)


@quick
@given(families(most=5), st.data())
def test_the_expected_lr_of_an_unrelated_person_is_one(people, data):
    marker, model = data.draw(any_marker())
    typed = data.draw(profiles(people, 2, marker.x_linked))
    untyped = [p for p in people if p.id not in typed]
    if not untyped:
        return
    missing = data.draw(st.sampled_from(untyped))
    pedigree = build_pedigree("F", people)
    own = evidence(marker, people, typed)
    alone = math.exp(family_log_likelihood(pedigree, marker, own, model.theta))
    table = lr_table(pedigree, missing.id, marker, own, model.theta)
    pairs = [table.likelihoods(o) for o in all_observations(marker, missing)]
    for side in zip(*pairs, strict=True):
        assert sum(side) == pytest.approx(alone, rel=1e-10, abs=1e-300)


@quick
@given(families(most=6), st.data())
def test_names_and_order_of_persons_do_not_matter(people, data):
    marker, model = data.draw(any_marker())
    typed = data.draw(profiles(people, 2, marker.x_linked))
    names = dict(
        zip(
            (p.id for p in people),
            data.draw(st.permutations([f"Q{i}" for i in range(len(people))])),
            strict=True,
        )
    )
    renamed = [
        replace(p, id=names[p.id], father=names.get(p.father), mother=names.get(p.mother))
        for p in data.draw(st.permutations(people))
    ]
    first = family_log_likelihood(
        build_pedigree("F", people), marker, evidence(marker, people, typed), model.theta
    )
    other = {names[w]: g for w, g in typed.items()}
    second = family_log_likelihood(
        build_pedigree("F", renamed), marker, evidence(marker, renamed, other), model.theta
    )
    assert first == second or first == pytest.approx(second, rel=1e-11)


@quick
@given(families(most=5), st.data())
def test_order_of_alleles_does_not_matter(people, data):
    marker, model = data.draw(markers(3, mutation="stepwise", theta=data.draw(st.booleans())))
    typed = data.draw(profiles(people, 3))
    order = data.draw(st.permutations(range(3)))
    mixed = replace(
        marker,
        alleles=tuple(marker.alleles[i] for i in order),
        frequencies=marker.frequencies[list(order)],
        from_mother=marker.from_mother[np.ix_(order, order)],
        from_father=marker.from_father[np.ix_(order, order)],
    )
    moved = {w: tuple(None if a is None else order.index(a) for a in g) for w, g in typed.items()}
    pedigree = build_pedigree("F", people)
    first, second = (
        family_log_likelihood(pedigree, m, evidence(m, people, t), model.theta)
        for m, t in ((marker, typed), (mixed, moved))
    )
    assert first == second or first == pytest.approx(second, rel=1e-11)


def test_order_of_markers_does_not_matter():
    own = drop(family("G"), 3)
    references = {p: own[p] for p in ("FAG", "S1G")}
    values = []
    for names in (list(LISTED), list(LISTED)[::-1]):
        listed = {m: LISTED[m] for m in names}
        case, _ = case_of(listed, {"G": family("G")}, references, {"V": own["S2G"]}, missing=("S2G",))
        (pair,) = pair_lrs(case)
        values.append(pair)
    assert values[0].log10_lr == pytest.approx(values[1].log10_lr, rel=1e-12)
    assert values[0].lr == values[1].lr


@pytest.mark.parametrize("generations", [1, 2, 5, 40])
def test_an_ancestor_and_a_descendant_share_a_gene_with_chance_half_a_generation(generations):
    marker = build_marker("M", {"a": 0.2, "b": 0.8})
    line = [Person("0")] + [Person(str(i), str(i - 1)) for i in range(1, generations + 1)]
    both = seen(marker, (0, 0))
    pedigree = build_pedigree("F", line)
    value = math.exp(family_log_likelihood(pedigree, marker, {"0": both, str(generations): both}))
    shared = 0.5 ** (generations - 1)
    assert value == pytest.approx(0.04 * (shared * 0.2 + (1 - shared) * 0.04), rel=1e-12)


def test_a_hundred_typed_persons_at_rare_alleles_do_not_underflow():
    rare = {str(i): 1e-5 for i in range(100)}
    marker = build_marker("M", rare | {"common": 1 - 1e-3})
    people = [Person("F"), *(Person(str(i), "F") for i in range(100))]
    own = {str(i): seen(marker, (marker.index("common"), i)) for i in range(100)}
    value = family_log_likelihood(build_pedigree("F", people), marker, own)
    # The father is common/common and each mother gave the rare allele; all else is below 1e-25 of that.
    assert value == pytest.approx(2 * math.log(0.999) + 100 * math.log(1e-5), rel=1e-12)


def test_nobody_typed_is_certain():
    marker = build_marker("M", {"a": 0.2, "b": 0.8})
    assert family_log_likelihood(build_pedigree("F", [Person("F")]), marker, {}) == 0.0
