"""A search killed with no warning continues from its run folder."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from antigone.cases.settings import Mutation
from antigone.errors import InputError
from antigone.search.search import search

from .conftest import random_case

KILLED_AFTER_THREE_TILES = """
import os, signal, sys
from pathlib import Path
from tests.search.conftest import random_case
from antigone.search.search import search

def stop(done, total):
    if done == 3:
        os.kill(os.getpid(), signal.SIGKILL)

search(random_case(20, copies=2), 0.0, 2, run=Path(sys.argv[1]), rows_a_tile=4, progress=stop)
"""


def run(case, folder, threshold=0.0, top=2, **how):
    return search(case, threshold, top, run=folder, rows_a_tile=4, **how)


def test_a_killed_run_continues_to_the_same_answer(tmp_path):
    folder = tmp_path / "run"
    ended = subprocess.run(
        [sys.executable, "-c", KILLED_AFTER_THREE_TILES, folder], cwd=Path(__file__).parents[2], check=False
    )
    assert ended.returncode == -signal.SIGKILL
    case = random_case(20, copies=2)
    result = run(case, folder)
    assert result.stats.tiles_resumed == 3 < result.stats.tiles
    assert result.hits == search(case, 0.0, 2).hits
    assert run(case, folder).stats.tiles_resumed == result.stats.tiles
    assert run(case, folder, workers=2).hits == result.hits


def test_a_damaged_tile_is_computed_again(tmp_path):
    case = random_case(20, copies=2)
    hits = run(case, tmp_path).hits
    first, second = sorted(tmp_path.glob("tile-*.npz"))[:2]
    first.write_bytes(first.read_bytes()[:100])
    middle = len(second.read_bytes()) // 2
    second.write_bytes(second.read_bytes()[:middle] + b"\xff" * 8 + second.read_bytes()[middle + 8 :])
    again = run(case, tmp_path)
    assert again.hits == hits
    assert again.stats.tiles - again.stats.tiles_resumed >= 1


def test_changed_inputs_and_settings_are_refused_with_the_reason(tmp_path):
    case = random_case(20, copies=2)
    run(case, tmp_path)
    with pytest.raises(InputError, match="profiles.csv changed"):
        run(random_case(21, copies=2), tmp_path)
    with pytest.raises(InputError, match="threshold = 0.0, now it is 1.0"):
        run(case, tmp_path, threshold=1.0)
    with pytest.raises(InputError, match="top = 2, now it is 3"):
        run(case, tmp_path, top=3)
    with pytest.raises(InputError, match="data"):
        run(random_case(20, Mutation("equal", 0.01), copies=2), tmp_path)


def test_other_folders_are_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("not ours")
    with pytest.raises(InputError, match="not a run folder"):
        run(random_case(20), tmp_path)
    (tmp_path / "run.json").write_text(json.dumps(["wrong"]))
    with pytest.raises(InputError, match="cannot be read"):
        run(random_case(20), tmp_path)
    assert (tmp_path / "letter.txt").read_text() == "not ours"
