"""The report's pairs: those of the general engine, and no more than its pages name."""

import pytest

from antigone.cases.settings import Mutation
from antigone.formats.case_folder import read_case
from antigone.formats.invented_case import write_invented_case
from antigone.formats.invented_folder import write_invented_folder
from antigone.identify.joint import joint_posterior
from antigone.identify.pairs import pair_lrs
from antigone.report.comparisons import comparisons
from antigone.simulate.design import Design
from antigone.simulate.invented import invent_case


def agree(case):
    found = comparisons(case, joint_posterior(case))
    everything = {(p.remains, p.missing): p for p in pair_lrs(case)}
    for key, pair in found.pairs.items():
        other = everything[key]
        assert pair.excluded_by == other.excluded_by
        assert dict(pair.lr) == pytest.approx(dict(other.lr), rel=1e-11)
        assert (pair.log10_lr is None) == (other.log10_lr is None)
        assert pair.log10_lr is None or pair.log10_lr == pytest.approx(other.log10_lr, abs=1e-10)
    for v in found.excluded:
        assert found.excluded[v] == sum(p.log10_lr is None for (w, _), p in everything.items() if w == v)
    return found, everything


def test_pairs_taken_apart_are_those_of_the_general_engine(tmp_path):
    agree(read_case(write_invented_case(tmp_path / "demo")))
    design = Design(
        6, {"brothers": 1, "half-siblings": 1, "cousin-marriage": 1},
        mutation=Mutation(model="stepwise", rate=0.01), unrelated=3,
        sex_known=0.5, dropout=0.1, markers=6, seed=4,
    )  # fmt: skip
    agree(read_case(write_invented_folder(invent_case(design), tmp_path / "case")))


def test_only_pairs_that_pages_name_are_taken_apart(tmp_path):
    design = Design(150, {"parents": 1}, recovered=0.2, unrelated=10, seed=2)
    found, everything = agree(read_case(write_invented_folder(invent_case(design), tmp_path / "case")))
    assert len(everything) == 150 * 40
    assert max(sum(w == v for w, _ in found.pairs) for v in found.excluded) < 30
    assert len(found.pairs) < len(everything) / 5
