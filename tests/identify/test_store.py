"""Components kept in a run folder: what is taken over is what would have been solved, bit for bit."""

import csv
import json
import sqlite3
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings

sys.path.insert(0, str(Path(__file__).parent))
from brute import problems  # noqa: E402
from test_solve import banded  # noqa: E402

from antigone.cli import antigone as program  # noqa: E402
from antigone.errors import InputError  # noqa: E402
from antigone.identify import component  # noqa: E402
from antigone.identify import solve as solving
from antigone.identify.solve import solve  # noqa: E402
from antigone.identify.store import NAME, open_store  # noqa: E402


def same(a, b):
    return (
        a.pair.tobytes() == b.pair.tobytes()
        and a.none.tobytes() == b.none.tobytes()
        and a.best == b.best
        and (a.error, a.dropped, a.method) == (b.error, b.dropped, b.method)
    )


@settings(deadline=None, max_examples=15)
@given(problems(several=2))
def test_what_was_kept_is_what_would_be_solved(tmp_path_factory, problem):
    folder = tmp_path_factory.mktemp("run")
    fresh = solve(problem, 4)
    with open_store(folder) as store:
        first = solve(problem, 4, store=store)
    with open_store(folder) as store:
        again = solve(problem, 4, store=store)
        other = solve(problem, 3, store=store)
    assert (first.reused, again.reused) == (0, len(again.components))
    assert same(first, fresh) and same(again, fresh)
    assert other.reused == 0 and same(other, solve(problem, 3))


def test_a_part_left_by_dropping_is_not_taken_for_a_whole_case(tmp_path, monkeypatch):
    """What a wide case falls into is solved with nothing dropped where it is a case of its own."""
    problem = banded(60, 3, 3.0, 1)
    monkeypatch.setattr(component, "EASY_LOG2_COST", 0.0)
    with open_store(tmp_path) as store:
        wide = solve(problem, store=store)
        parts = [c.problem for c in wide.components.values() if len(c.problem.remains) > 3]
        assert parts
        for part in parts[:3]:
            assert same(solve(part, store=store), solve(part))


def test_sampled_parts_are_kept_with_their_seed(tmp_path, monkeypatch):
    problem = banded(30, 2, 2.0, 2)
    monkeypatch.setattr(solving, "solve_exactly", lambda plan, top: None)
    bounds = {"budget": 1e-12, "most": 1e-12}
    with open_store(tmp_path) as store:
        first = solve(problem, 3, seed=7, store=store, **bounds)
        again = solve(problem, 3, seed=7, store=store, **bounds)
        other = solve(problem, 3, seed=8, store=store, **bounds)
    assert again.reused == len(again.components) and same(first, again)
    assert [c.sampling for c in first.sampled] == [c.sampling for c in again.sampled]
    assert other.reused == 0 and not np.array_equal(other.pair, first.pair)


def test_damage_is_seen(tmp_path):
    problem = banded(10, 1, 2.0, 3)
    with open_store(tmp_path) as store:
        solve(problem, store=store)
    with sqlite3.connect(tmp_path / NAME) as database:
        database.execute("UPDATE component SET solution = CAST(X'00' || substr(solution, 2) AS BLOB)")
    with open_store(tmp_path) as store:
        again = solve(problem, store=store)
    assert again.reused == 0 and same(again, solve(problem))
    (tmp_path / NAME).write_bytes(b"no database at all, but long enough to be taken for one" * 40)
    with pytest.raises(InputError, match="cannot be read"), open_store(tmp_path):
        pass


def test_other_folders_are_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("not ours")
    with pytest.raises(InputError, match="not a run folder"), open_store(tmp_path):
        pass
    with pytest.raises(InputError, match="not a run folder"), open_store(tmp_path / "letter.txt"):
        pass


def antigone(*arguments):
    ended = CliRunner().invoke(program, [str(a) for a in arguments], catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    return ended


def identify(folder, *extra):
    ended = antigone("identify", folder, "--json", "-", *extra)
    return json.loads(ended.stdout), ended.stderr


def test_a_new_family_from_the_command_line(tmp_path):
    case, less, run = tmp_path / "case", tmp_path / "less", str(tmp_path / "run")
    for folder in (case, less):
        antigone("simulate", folder, "--families", 6, "--markers", 8, "--seed", 5)
    people = list(csv.reader((case / "people.csv").open()))
    new = people[-1][0]
    gone = {r[1] for r in people if r[0] == new}
    for name, column, out in (("people.csv", 0, {new}), ("profiles.csv", 0, gone)):
        rows = list(csv.reader((case / name).open()))
        with (less / name).open("w", newline="") as file:
            csv.writer(file).writerows(r for r in rows if r[column] not in out)
    _, first = identify(less, "--run", run)
    assert "0 taken over" in first
    answer, said = identify(case, "--run", run)
    fresh, _ = identify(case)
    assert answer == fresh
    assert "0 taken over" not in said and f"taken over from {run}" in said
