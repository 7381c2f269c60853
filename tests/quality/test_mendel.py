"""Conflicts against brute-force enumeration, and the ones a geneticist would name."""

from itertools import combinations

import numpy as np
from engine.brute_force import Model, likelihood
from engine.pedigrees import families
from hypothesis import given, settings
from hypothesis import strategies as st
from quality.cases import case_of

from antigone.quality.finding import Severity
from antigone.quality.mendel import family_conflicts
from antigone.quality.mendel_findings import conflict_finding

ALLELES = "abcd"
LISTED = {"M": {a: 0.25 for a in ALLELES}}


def conflicts(people, genotypes, **settings):
    rows = [(p.id, p.father, p.mother, p.sex) for p in people]
    case, _ = case_of(LISTED, {"F": rows}, {s: {"M": g} for s, g in genotypes.items()}, **settings)
    return list(family_conflicts(case, "F"))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_conflicts_are_smallest_and_repairs_suffice(data):
    people = data.draw(families(most=5))
    typed = data.draw(st.lists(st.sampled_from([p.id for p in people]), min_size=1, unique=True))
    alleles = st.sampled_from(ALLELES[:3])
    seen = {p: (data.draw(alleles), data.draw(alleles)) for p in typed}
    model = Model((0.25,) * 4, np.eye(4), np.eye(4))

    def holds(persons):
        observed = {p: [{ALLELES.index(a) for a in seen[p]}] for p in persons}
        return likelihood(model, people, observed) > 0

    found = conflicts(people, seen)
    assert bool(found) == (not holds(typed))
    for conflict in found:
        assert not holds(conflict.persons)
        for one in conflict.persons:
            assert holds([p for p in conflict.persons if p != one])
        assert holds([p for p in typed if p not in conflict.repair])
        for fewer in combinations(typed, len(conflict.repair) - 1):
            assert not holds([p for p in typed if p not in fewer])


FAMILY = [
    ("FA", None, None, "male"),
    ("MO", None, None, "female"),
    ("S1", "FA", "MO", "male"),
    ("S2", "FA", "MO", "female"),
    ("S3", "FA", "MO", "male"),
]


def named(genotypes, **settings):
    case, _ = case_of(LISTED, {"F": FAMILY}, {s: {"M": g} for s, g in genotypes.items()}, **settings)
    return [conflict_finding(c) for c in family_conflicts(case, "F")]


def test_trio_is_named_with_the_child_last():
    (found,) = named({"FA": ("a", "b"), "MO": ("a", "b"), "S1": ("a", "c")})
    assert found.subjects == ("FA", "MO", "S1") and found.severity is Severity.ERROR
    assert found.text.startswith("S1 cannot be a child of FA and MO at M without mutation")


def test_opposite_homozygotes_may_be_a_silent_allele():
    (found,) = named({"FA": ("a", "a"), "S1": ("b", "b")})
    assert found.kind == "silent_allele" and "Opposite homozygotes" in found.text
    assert found.severity is Severity.ERROR
    (modelled,) = named({"FA": ("a", "a"), "S1": ("b", "b")}, model={"silent": 0.01})
    assert modelled.severity is Severity.WARNING


def test_sibs_with_five_alleles_are_a_conflict_of_the_whole_family():
    genotypes = {"S1": ("a", "b"), "S2": ("c", "d"), "S3": ("e", "a")}
    found = named(genotypes)
    assert [f.subjects for f in found] == [("S1", "S2", "S3")]
    assert "no parent and child among them disagree" in found[0].text


def test_mutation_in_the_model_makes_a_conflict_a_warning():
    mutation = {"model": "equal", "rate": 0.01}
    (found,) = named({"FA": ("a", "a"), "S1": ("b", "c")}, model={"mutation": mutation})
    assert found.severity is Severity.WARNING and found.kind == "mendelian"


def test_a_man_with_two_alleles_at_an_x_marker():
    (found,) = named({"S1": ("a", "b")}, markers={"M": {"chromosome": "X"}})
    assert found.subjects == ("S1",)
