"""Placements of whole families: scores against likelihoods of the pedigree with all profiles at once."""

import math
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from small_case import small_case  # noqa: E402

from antigone.cases.scoring import family_evidence, profile_evidence  # noqa: E402
from antigone.errors import ModelError  # noqa: E402
from antigone.identify import placements as placing  # noqa: E402
from antigone.identify.joint import joint_posterior  # noqa: E402
from antigone.identify.pair_scores import family_log_evidence, score_pairs  # noqa: E402
from antigone.identify.pairs import pair_lrs  # noqa: E402
from antigone.identify.placements import family_placements  # noqa: E402
from antigone.likelihood.family import family_log_likelihood  # noqa: E402
from antigone.pedigrees.pedigree import Person, build_pedigree  # noqa: E402


def direct(case, family, pairs):
    """ln of P(all | placed) / P(all | unrelated) from the whole pedigree."""
    pedigree = case.families[family]
    strangers = {x: Person(f"stranger of {x}", sex=pedigree[x].sex) for x in pairs}
    wider = build_pedigree(family, [*pedigree.people, *strangers.values()])
    total = 0.0
    for marker in case.markers:
        own = family_evidence(case, family, marker)
        related, unrelated = dict(own), dict(own)
        for x, v in pairs.items():
            haploid = marker.x_linked and pedigree[x].sex == "male"
            seen = profile_evidence(case.profiles[v], marker, haploid) if v in case.profiles else None
            if seen is not None:
                related[x] = related[x] * seen if x in related else seen
                unrelated[strangers[x].id] = seen
        together = family_log_likelihood(pedigree, marker, related, case.theta)
        if together == -math.inf:
            return -math.inf
        total += together - family_log_likelihood(wider, marker, unrelated, case.theta)
    return total


@pytest.mark.parametrize("mutation", ["none", "equal"])
@pytest.mark.parametrize("theta", [0.0, 0.03])
def test_every_placement_and_none_else(tmp_path, mutation, theta):
    case = small_case(tmp_path, theta=theta, mutation=mutation)
    found = {tuple(sorted(p.pairs.items())): p.log_ratio for p in family_placements(case, "A")}
    remains = [r.id for r in case.remains]
    persons = [x for x, f in case.missing.items() if f == "A"]
    expected = 0
    for v in [None, *remains]:
        for w in [None, *remains]:
            pairs = {x: b for x, b in zip(persons, (v, w), strict=True) if b is not None}
            if not pairs or (v == w and v is not None) or "woman" in pairs.values():
                continue
            value = direct(case, "A", pairs)
            key = tuple(sorted(pairs.items()))
            if value == -math.inf:
                assert key not in found
            else:
                expected += 1
                assert found[key] == pytest.approx(value, rel=1e-10, abs=1e-10)
    assert len(found) == expected


@pytest.mark.parametrize("theta", [0.0, 0.02])
def test_single_placements_are_the_pair_lrs(tmp_path, theta):
    case = small_case(tmp_path, theta=theta, mutation="equal")
    singles = {
        (v, x): p.log_ratio
        for f in case.families
        for p in family_placements(case, f)
        if len(p.pairs) == 1
        for x, v in p.pairs.items()
    }
    for pair in pair_lrs(case):
        key = (pair.remains, pair.missing)
        if pair.log10_lr is None:
            assert key not in singles
        else:
            assert singles[key] == pytest.approx(pair.log10_lr * math.log(10), abs=1e-10)


def test_log_likelihoods_are_those_of_all_profiles(tmp_path):
    case = small_case(tmp_path, mutation="equal")
    result = joint_posterior(case, 50)
    best = result.assignments[0]
    nobody = next(a for a in result.assignments if not any(a.pairs.values()))
    placed = {}
    for v, x in best.pairs.items():
        if x is not None:
            placed.setdefault(case.missing[x], {})[x] = v
    gain = sum(direct(case, f, pairs) for f, pairs in placed.items())
    assert best.log_likelihood - nobody.log_likelihood == pytest.approx(gain, abs=1e-9)


def test_a_family_with_too_many_placements_is_refused(tmp_path, monkeypatch):
    case = small_case(tmp_path, mutation="equal")
    monkeypatch.setattr(placing, "MOST_PLACEMENTS", 3)
    with pytest.raises(ModelError, match="family A: its 2 missing persons"):
        family_placements(case, "A")


@pytest.mark.parametrize("mutation", ["none", "equal"])
def test_scores_in_bulk_are_those_of_each_family(tmp_path, mutation):
    case = small_case(tmp_path, mutation=mutation)
    scores = score_pairs(case, lambda done, everything: None)
    single = {
        (p, v): r
        for p, v, r in zip(
            scores.pairs.person.tolist(), scores.pairs.body.tolist(), scores.pairs.log_ratio, strict=True
        )
    }
    missing, remains = list(case.missing), [r.id for r in case.remains]
    want = {
        (missing.index(x), remains.index(v)): p.log_ratio
        for p in family_placements(case, "B")
        for x, v in p.pairs.items()
    }
    assert single == pytest.approx(want, abs=1e-11) and want
    plain, known = family_placements(case, "A"), family_placements(case, "A", scores.alone)
    assert [p.pairs for p in plain] == [p.pairs for p in known]
    assert [p.log_ratio for p in plain] == pytest.approx([p.log_ratio for p in known], abs=1e-11)
    for family, value in scores.log_evidence.items():
        wanted = sum(family_log_evidence(case, family, m) for m in case.markers)
        assert value == pytest.approx(wanted, abs=1e-10)
