"""Direct matches against the general engine, and clusters against what was put in."""

import csv
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from antigone.cases.build import build_case
from antigone.cases.draft import CaseDraft, GenotypeRow, PersonRow, RemainsRow, genotype_columns
from antigone.cases.scoring import genotype_evidence
from antigone.cases.settings import Model, Settings
from antigone.formats.case_folder import read_case
from antigone.formats.invented_folder import write_invented_folder
from antigone.likelihood.tables import lr_table
from antigone.pedigrees.pedigree import Person, build_pedigree
from antigone.search.direct import collect_samples, direct_matches, low_threshold
from antigone.search.one_person import one_person_table
from antigone.search.reassociation import cluster_samples
from antigone.simulate.design import Design
from antigone.simulate.invented import invent_case

from .conftest import random_case

FREQUENCIES = {f"M{i}": {str(a): 0.1 for a in range(8, 18)} for i in range(1, 9)}


def samples_case(rows, theta=0.0, dropout=0.0, sexes=None):
    """Remains and effects from {(id, kind): ["8/9", …]}; a slash with nothing after it is one allele."""
    genotypes = [
        GenotypeRow(who, kind, f"M{m}", *(text.split("/") if text else ("", "")))
        for (who, kind), texts in rows.items()
        for m, text in enumerate(texts, start=1)
    ]
    people = tuple(
        PersonRow(f"K{i}", who, sex="male", status="missing")
        for i, (who, kind) in enumerate(rows)
        if kind == "personal"
    )
    remains = tuple(RemainsRow(w, (sexes or {}).get(w, "unknown")) for w, kind in rows if kind == "remains")
    settings = Settings(model=Model(theta=theta, dropout=dropout))
    return build_case(CaseDraft(settings, FREQUENCIES, people, genotype_columns(genotypes), remains))


@pytest.mark.parametrize("theta", [0.0, 0.03])
@pytest.mark.parametrize("silent", [0.0, 0.02])
def test_one_person_tables_equal_the_general_engine(theta, silent):
    case = random_case(40, theta=theta, silent=silent, dropout=0.15, partial=0.3, remains=12, copies=2)
    marker = replace(case.markers[0], dropin=0.01)
    alone = build_pedigree("K", [Person("X")])
    seen = [(g, True) for g in case.profiles.genotypes[marker.name]]
    seen += [(g, False) for g in case.references.genotypes[marker.name]]
    seen = seen[:: max(1, len(seen) // 12)]
    table = one_person_table(marker, theta, seen)
    for i, first in enumerate(seen, start=1):
        general = lr_table(alone, "X", marker, {"X": genotype_evidence(*first, marker, False)}, theta)
        for j, second in enumerate(seen, start=1):
            lr = general.lr(genotype_evidence(*second, marker, False))
            assert 10 ** table[i, j] == pytest.approx(lr, rel=1e-12)
    assert not table[0].any() and not table[:, 0].any()


def test_bags_of_one_person_are_one_cluster_with_a_consensus():
    a = ["8/9", "10/10", "11/12", "9/13", "8/17", "10/12", "14/15", "9/9"]
    case = samples_case(
        {
            ("B1", "remains"): a,
            ("B2", "remains"): ["8/9", "10/10", "11/12", "9/13", "8/17", "", "", ""],
            ("B3", "remains"): ["", "", "11/12", "9/13", "8/", "10/12", "14/15", "9/9"],
            ("Z1", "remains"): ["16/17", "11/12", "8/8", "10/10", "9/9", "13/14", "8/9", "12/12"],
            ("P", "personal"): a,
        },
        dropout=0.05,
    )
    samples = collect_samples(case)
    matches, stats = direct_matches(samples, 3.0)
    assert stats.pairs == 6 + 4
    (cluster,) = cluster_samples(case, samples, matches)
    assert [samples.subjects[i].id for i in cluster.members] == ["B1", "B2", "B3", "P"]
    assert cluster.consensus["M5"] == ("8", "17") and cluster.consensus["M2"] == ("10", "10")
    assert set(cluster.consensus) == set(samples.markers) and cluster.conflicts == ()


def test_conflicts_of_a_chain_are_shown():
    left, right = ["8/9", "10/11", "12/13", "14/15"], ["8/9", "10/12", "9/9", "16/17"]
    case = samples_case(
        {
            ("L", "remains"): [*left, "", "", "", ""],
            ("bridge", "remains"): ["8/9", *[""] * 3, *right],
            ("R", "remains"): ["", "16/17", "", "", *right],
            ("P1", "personal"): [*left, "", "", "", ""],
            ("P2", "personal"): ["8/9", *[""] * 3, *right],
        }
    )
    samples = collect_samples(case)
    matches, _ = direct_matches(samples, 1.0)
    (cluster,) = cluster_samples(case, samples, matches)
    kinds = {c.kind for c in cluster.conflicts}
    assert kinds == {"alleles", "exclusion", "owners"}
    assert "M2" not in cluster.consensus and cluster.consensus["M1"] == ("8", "9")
    assert ("L", "R") in {c.subjects for c in cluster.conflicts if c.kind == "exclusion"}


def test_stated_sexes_part_samples():
    same = ["8/9", "10/11", "12/13", "14/15", "8/9", "10/11", "12/13", "14/15"]
    case = samples_case({(v, "remains"): same for v in ("a", "b", "c")}, sexes={"a": "male", "b": "female"})
    samples = collect_samples(case)
    matches, _ = direct_matches(samples, 2.0)
    assert {(m.first, m.second) for m in matches} == {(0, 2), (1, 2)}
    (cluster,) = cluster_samples(case, samples, matches)
    assert [c.kind for c in cluster.conflicts] == ["sex"]


@pytest.mark.parametrize("how", [{"workers": 3}, {"rows_a_tile": 1}, {"rows_a_tile": 7}])
def test_tiles_and_workers_do_not_change_a_bit(how):
    samples = collect_samples(random_case(41, remains=40, dropout=0.2, untyped=0.4))
    whole, _ = direct_matches(samples, -5.0)
    assert whole and direct_matches(samples, -5.0, **how)[0] == whole
    total = {(m.first, m.second): m.log10_lr for m in whole}
    codes = samples.codes
    for (i, j), value in total.items():
        own = [t[a, b] for t, a, b in zip(samples.tables, codes[i], codes[j], strict=True)]
        assert value == pytest.approx(float(np.sum(own)), abs=1e-12)


def test_nothing_to_compare():
    samples = collect_samples(random_case(42, remains=0))
    assert direct_matches(samples, 0.0)[0] == ()
    assert cluster_samples(random_case(42, remains=0), samples, ()) == ()


def test_parts_of_one_person_are_found_and_brothers_kept_apart(tmp_path):
    """A hundred pairs of brothers, each in a few parts, one allele in ten not seen; the truth is known."""
    design = Design(100, {"brothers": 1.0}, recovered=1.0, dropout=0.1, parts=0.5, markers=20, seed=3)
    write_invented_folder(invent_case(design), tmp_path / "case")
    with (tmp_path / "case" / "truth.csv").open() as file:
        truth = {r["remains"]: r["missing"] for r in csv.DictReader(file)}
    case = read_case(tmp_path / "case")
    samples = collect_samples(case)
    matches, stats = direct_matches(samples, 6.0)
    who = [truth[s.id] for s in samples.subjects]
    parts = {(i, j) for i, j in combinations(range(len(who)), 2) if who[i] == who[j]}
    assert len(parts) > 100 and stats.pairs > 50_000
    found = {(m.first, m.second) for m in matches}
    assert found <= parts, "brothers or strangers taken for one person"
    assert len(found) > 0.99 * len(parts)
    assert all(len({who[i] for i in c.members}) == 1 for c in cluster_samples(case, samples, matches))


def test_a_threshold_that_chance_may_reach_is_spoken_of():
    said = low_threshold(4.0, 5_000_000_000)
    assert said is not None and "up to 500,000 pairs" in said and "11 or more" in said
    assert low_threshold(10.0, 5_000_000_000) is None and low_threshold(4.0, 10_000) is None
    assert low_threshold(0.0, 0) is None and low_threshold(float("-inf"), 10) is not None


def test_no_more_strangers_than_said_reach_a_threshold():
    """Markov's bound, on unrelated persons alone."""
    random = np.random.default_rng(8)
    rows = {(f"V{i}", "remains"): [f"{a}/{b}" for a, b in random.integers(8, 18, (8, 2))] for i in range(300)}
    samples = collect_samples(samples_case(rows, dropout=0.2))
    for threshold in (0.5, 1.0, 2.0):
        matches, stats = direct_matches(samples, threshold)
        assert len(matches) <= stats.pairs / 10**threshold
