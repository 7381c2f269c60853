"""Plans for theta and for loops against the general engine, and against sums that can be written down."""

import numpy as np
import pytest

from antigone.cases.scoring import family_evidence
from antigone.cases.settings import Mutation, SexRates
from antigone.likelihood.family import family_log_likelihood
from antigone.search import gene_tables
from antigone.search.families import plan_families
from antigone.search.gene_lines import BLOCK, Edge, ways
from antigone.search.gene_plans import gene_plan
from antigone.search.search import search
from antigone.search.shapes import Shape
from antigone.search.tables import block_tables
from antigone.search.task import build_task

from .conftest import random_case

STEPWISE = Mutation("stepwise", SexRates(0.02, 0.05), rate2=0.001, range=0.2)
SHAPES = ("alone", "trio", "uncle", "sibs", "inbred", "strangers", "double")
COUPLE_AND_TWO = Shape(((-1, -1), (-1, -1), (0, 1), (0, 1)), 2)


def tables_of(case):
    families = plan_families(case)
    return families, block_tables(build_task(case, 0.0, 0).alphabet, families.block(0, len(families.missing)))


@pytest.mark.parametrize(
    "case",
    [
        random_case(60, theta=0.03, families=SHAPES, typed_chance=0.7, dropout=0.1, markers=3),
        random_case(61, STEPWISE, theta=0.2, families=SHAPES, typed_chance=0.9, markers=2),
        random_case(62, Mutation("equal", 0.02), theta=0.01, families=("children",), typed_chance=0.4),
        random_case(63, STEPWISE, families=("inbred",), copies=4, typed_chance=0.9),
    ],
    ids=["theta", "stepwise", "children", "loops"],
)
def test_equal_the_general_engine(case, monkeypatch):
    families, planned = tables_of(case)
    assert planned.planned.all() and (families.shape >= 0).any()
    monkeypatch.setattr("antigone.search.tables.fill_gene_tables", lambda *_: None)
    _, general = tables_of(case)
    served = ~general.planned
    assert served.any()
    np.testing.assert_allclose(planned.log10_lr, general.log10_lr, rtol=0, atol=1e-12)
    for row, m in np.argwhere(served).tolist():
        family = case.missing[families.missing[row]]
        evidence = family_evidence(case, family, case.markers[m])
        want = family_log_likelihood(case.families[family], case.markers[m], evidence, case.theta)
        assert planned.log_evidence[row, m] == pytest.approx(want, abs=1e-11)


@pytest.mark.parametrize("how", [{"workers": 2}, {"rows_a_tile": 1}, {"rows_a_tile": 3}])
def test_tiles_and_workers_do_not_change_a_bit(how):
    case = random_case(64, STEPWISE, theta=0.02, families=("trio", "uncle", "inbred"), copies=3, remains=9)
    assert search(case, -3.0, top=2, **how).hits == search(case, -3.0, top=2).hits


def test_partial_profiles_of_relatives_are_left_to_the_general_engine():
    case = random_case(65, theta=0.02, families=("trio",), copies=3, partial=0.5)
    _, tables = tables_of(case)
    assert tables.planned.any() and not tables.planned.all()


def test_an_interruption_ends_between_families():
    case = random_case(66, theta=0.02, families=("trio",), copies=3)
    families = plan_families(case)
    stop = gene_tables.Stop()
    stop.set()
    with pytest.raises(gene_tables.Stopped):
        block_tables(build_task(case, 0.0, 0).alphabet, families.block(0, 1), stop)


@pytest.mark.parametrize("alike", [True, False])
def test_ways_of_two_siblings_are_those_of_identity_by_descent(alike):
    found = ways(COUPLE_AND_TWO, frozenset({3}), float("inf"), alike)
    assert sum(weight for _, weight in found) == pytest.approx(1)
    shared = {n: 0.0 for n in range(3)}
    for way, weight in found:
        blocks = {e.child: e.source for e in way}
        genes = [{blocks[person, side] for side in (0, 1)} for person in (2, 3)]
        shared[len(genes[0] & genes[1])] += weight
    assert shared == pytest.approx({0: 0.25, 1: 0.5, 2: 0.25})


def test_an_urn_of_no_concentration_makes_all_founder_genes_one():
    found = ways(COUPLE_AND_TWO, frozenset({3}), 1e-12, alike=True)
    one = tuple(Edge((p, s), (0, BLOCK), False) for p in (2, 3) for s in (0, 1))
    assert dict(found)[one] == pytest.approx(1)


def test_what_has_too_many_ways_has_no_plan():
    sibship = Shape(((-1, -1), (-1, -1), *((0, 1) for _ in range(9))), 2)
    assert gene_plan(sibship, frozenset(range(3, 11)), 0.02, True) is None
