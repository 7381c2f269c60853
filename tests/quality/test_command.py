"""antigone check as a user runs it."""

import json
import subprocess
import sys

import pytest

from antigone.formats.invented_case import write_invented_case


def run(*args):
    command = [sys.executable, "-c", "from antigone.cli import main; main()", "check", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def swapped(tmp_path):
    """The invented case with the mothers of two families exchanged."""
    folder = write_invented_case(tmp_path / "case", 1)
    path = folder / "profiles.csv"
    text = path.read_text().replace("MO1,", "??,").replace("MO4,", "MO1,").replace("??,", "MO4,")
    path.write_text(text)
    return folder


def test_findings_leave_the_exit_code_unless_strict(swapped, tmp_path):
    target = tmp_path / "out.json"
    answer = run(swapped, "--json", target)
    assert answer.returncode == 0 and "error" in answer.stdout
    result = json.loads(target.read_text())
    errors = [f for f in result["findings"] if f["severity"] == "error"]
    assert {"kind", "severity", "family", "subjects", "marker", "text"} <= set(errors[0])
    assert {tuple(f["subjects"]) for f in errors} == {("MO1", "S1")}
    assert result["provenance"]["check"]["relationship_log10"] == 3.0
    assert any(r["stated"] == "mother" for r in result["relationships"])
    assert run(swapped, "--strict").returncode == 1


def test_a_sound_case_is_silent_and_bad_input_writes_nothing(tmp_path):
    folder = write_invented_case(tmp_path / "case", 1)
    sound = run(folder, "--strict", "--json", "-")
    assert sound.returncode == 0 and json.loads(sound.stdout)["findings"] == []
    (folder / "people.csv").write_text("")
    bad = run(folder, "--json", tmp_path / "out.json")
    assert bad.returncode == 2 and "people.csv" in bad.stderr and not (tmp_path / "out.json").exists()
