"""A file of Familias with known conflicts, where it lies beside the project."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

FILE = Path(__file__).parents[3] / "shared" / "familias" / "exclusionExample.fam"


@pytest.mark.skipif(not FILE.exists(), reason="the Familias files are not beside the project")
def test_conflicts_of_the_exclusion_example(tmp_path):
    for command in (
        ("convert", FILE, tmp_path / "case"),
        ("check", tmp_path / "case", "--json", tmp_path / "out"),
    ):
        line = [sys.executable, "-c", "from antigone.cli import main; main()", *map(str, command)]
        subprocess.run(line, check=True, capture_output=True)
    findings = json.loads((tmp_path / "out").read_text())["findings"]
    conflicts = {(f["family"], f["marker"]) for f in findings if f["kind"] in ("mendelian", "silent_allele")}
    assert conflicts == {("0398", "D18S51"), ("0401", "FGA")}
    # The file holds one family under two numbers: four children return as four siblings of another.
    twice = [f["subjects"] for f in findings if f["kind"] == "duplicate"]
    assert len(twice) == 4 and all(a.split()[0] == b.split()[0] for a, b in twice)
    assert not [f for f in findings if f["kind"] in ("misplaced", "swap")]
