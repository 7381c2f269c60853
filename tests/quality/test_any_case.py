"""Whatever the case, a check ends in findings: it has no exception of its own."""

import dataclasses
import math

from engine.pedigrees import families, profiles
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quality.cases import case_of

from antigone.quality.check import check_case

LISTED = {"M1": {"9": 0.4, "10": 0.6}, "M2": {"9": 0.3, "9.3": 0.3, "12": 0.4}, "X1": {"9": 0.5, "10": 0.5}}


def genotypes(draw, people, single=False):
    """{person: {marker: alleles}}; the indices of `profiles` are alleles, one of them unlisted."""
    found = {}
    for marker in draw(st.lists(st.sampled_from(list(LISTED)), unique=True)):
        for who, pair in draw(profiles(people, 3, single and marker == "X1")).items():
            alleles = tuple(None if a is None else ("9", "10", "OL")[a] for a in pair)
            found.setdefault(who, {})[marker] = alleles
    return found


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_case_is_checked(data):
    rows = {}
    everyone = []
    for name in data.draw(st.sampled_from([[], ["G"], ["G", "H"]])):
        people = [
            dataclasses.replace(
                p,
                id=name + p.id,
                father=p.father and name + p.father,
                mother=p.mother and name + p.mother,
            )
            for p in data.draw(families(most=4))
        ]
        rows[name] = [(p.id, p.father, p.mother, p.sex) for p in people]
        everyone += people
    bodies = [dataclasses.replace(p, id="V" + p.id) for p in everyone]
    model = {
        "theta": data.draw(st.sampled_from([0.0, 0.02])),
        "silent": data.draw(st.sampled_from([0.0, 0.01])),
        "dropout": data.draw(st.sampled_from([0.0, 0.1])),
        "mutation": {"model": data.draw(st.sampled_from(["none", "equal", "proportional"])), "rate": 0.002},
    }
    case, draft = case_of(
        LISTED,
        rows,
        genotypes(data.draw, everyone) if everyone else {},
        genotypes(data.draw, bodies) if bodies else {},
        missing=[p.id for p in everyone if data.draw(st.booleans())],
        model=model,
        markers={"X1": {"chromosome": "X"}},
    )
    quality = check_case(case, draft.frequencies)
    for finding in quality.findings:
        assert finding.text.endswith(".")
        assert finding.log10_lr is None or math.isfinite(finding.log10_lr)
    known = {p.id for p in everyone} | set(case.profiles)
    assert all(set(f.subjects) <= known for f in quality.findings)
