"""ln P(profiles of a family) of the compiled plans against the general engine."""

import numpy as np
import pytest

from antigone.cases.scoring import family_evidence
from antigone.cases.settings import Mutation, SexRates
from antigone.likelihood.family import family_log_likelihood
from antigone.search.families import plan_families
from antigone.search.tables import block_tables
from antigone.search.task import build_task

from .conftest import random_case

STEPWISE = Mutation("stepwise", 0.01, rate2=0.001, range=0.2)


@pytest.mark.parametrize(
    "case",
    [
        random_case(50, copies=3, typed_chance=0.7),
        random_case(51, STEPWISE, copies=3, partial=0.3),
        random_case(52, Mutation("equal", SexRates(0.01, 0.03)), copies=3, silent=0.02, typed_chance=0.5),
        random_case(53, copies=2, typed_chance=1.0, partial=0.1, silent=0.02),
    ],
    ids=["plain", "stepwise", "silent", "partial"],
)
def test_evidence_equals_the_general_engine(case):
    families = plan_families(case)
    tables = block_tables(build_task(case, 0.0, 0).alphabet, families.block(0, len(families.missing)))
    assert tables.planned.any()
    for row, x in enumerate(families.missing):
        pedigree = case.families[case.missing[x]]
        for m, marker in enumerate(case.markers):
            if tables.planned[row, m]:
                evidence = family_evidence(case, case.missing[x], marker)
                want = family_log_likelihood(pedigree, marker, evidence)
                assert tables.log_evidence[row, m] == pytest.approx(want, abs=1e-11)
    assert np.isfinite(tables.log_evidence).any()
