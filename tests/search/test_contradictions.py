"""Relatives whose own profiles are impossible together are named by a search too."""

import json
import math

import pytest
from click.testing import CliRunner

from antigone.cases.scoring import family_evidence
from antigone.cli import antigone as program
from antigone.formats.invented_case import write_invented_case
from antigone.identify.contradictions import MOST_NOTES, first_contradictions
from antigone.likelihood.family import family_log_likelihood
from antigone.search.search import search

from .conftest import random_case


def truth(case):
    found = {}
    for family in dict.fromkeys(case.missing.values()):
        impossible = tuple(
            m.name
            for m in case.markers
            if family_log_likelihood(case.families[family], m, family_evidence(case, family, m), case.theta)
            == -math.inf
        )
        if impossible:
            found[family] = impossible
    return found


@pytest.mark.parametrize(
    "how", [{}, {"x_linked": True}, {"theta": 0.02}, {"partial": 0.3}], ids=["plain", "X", "theta", "partial"]
)
def test_every_contradiction_is_found_and_kept(how, tmp_path):
    case = random_case(8, copies=2, markers=8, **how)
    expected = truth(case)
    assert expected
    result = search(case, 0.0, run=tmp_path / "run", rows_a_tile=4)
    assert result.contradictions == expected
    again = search(case, 0.0, run=tmp_path / "run", rows_a_tile=4)
    assert again.stats.tiles_resumed == again.stats.tiles and again.contradictions == expected


def test_the_command_notes_them(tmp_path):
    folder = write_invented_case(tmp_path / "case", 1)
    path = folder / "profiles.csv"
    path.write_text(path.read_text().replace("MO1,", "??,").replace("MO4,", "MO1,").replace("??,", "MO4,"))
    toml = folder / "case.toml"
    lines = [x for x in toml.read_text().splitlines() if not x.startswith("mutation")]
    toml.write_text("\n".join(lines) + "\n")

    def notes(command):
        answer = CliRunner().invoke(program, [command, str(folder), "--json", "-"])
        assert answer.exit_code == 0, answer.output
        return json.loads(answer.stdout)["notes"]

    said = [n for n in notes("search") if "contradict each other" in n]
    assert said and said == [n for n in notes("lr") if "contradict each other" in n]


def test_the_notes_are_bounded():
    found = {f"F{i}": ("M1",) for i in range(MOST_NOTES + 7)}
    notes = first_contradictions(found)
    assert len(notes) == MOST_NOTES + 1 and "7 more families" in notes[-1]
