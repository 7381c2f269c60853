"""Two bags of one person: the report says why neither is surely that person, and what to do."""

import csv

import pytest

from antigone.formats.case_folder import read_case
from antigone.formats.invented_case import write_invented_case
from antigone.identify.joint import joint_posterior
from antigone.identify.pairs import PairLR, pair_lrs
from antigone.report.findings import remains_findings
from antigone.report.sentences import against_runner_up, two_bodies


def test_a_second_bag_is_named_as_the_reason(tmp_path):
    folder = tmp_path / "case"
    write_invented_case(folder)
    for name in ("profiles.csv", "remains.csv"):
        path = folder / name
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        copies = [["V6" if cell == "V3" else cell for cell in row] for row in rows if "V3" in row]
        with path.open("a", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(copies)
    case = read_case(folder)
    pairs = {(p.remains, p.missing): p for p in pair_lrs(case)}
    said = {f.remains: f for f in remains_findings(case, joint_posterior(case), pairs)}
    assert said["V3"].rival == ("V6", pytest.approx(0.5)) and said["V6"].rival[0] == "V3"
    assert "V6 may be X3 too (probability 0.5000), and one person cannot be two" in said["V3"].against[0]
    assert said["V4"].rival is None and "speaks against it" in said["V4"].against[0]


def test_remains_that_are_nobody_for_the_same_reason():
    pair = PairLR("V1", "X1", 20.0, (), {"M1": 1e20}, {})
    said = against_runner_up(None, pair, ("V2", 0.5))
    assert said.endswith(two_bodies(pair, ("V2", 0.5))) and "more probable if V1 is X1" in said
