"""The same search on a real Dask cluster of two processes, one of which is killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from antigone.errors import InputError, ModelError
from antigone.search.cluster import tile_on_worker
from antigone.search.families import plan_families
from antigone.search.search import search
from antigone.search.task import build_task

from .conftest import random_case

INTERRUPTED_AT_THE_FIRST_TILE = """
import os, signal, sys
from tests.search.conftest import random_case
from antigone.search.search import search

def stop(done, total):
    os.killpg(0, signal.SIGINT)

try:
    search(random_case(34, copies=4), 0.0, workers=2, scheduler="local", rows_a_tile=1, progress=stop)
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster


def test_a_killed_worker_costs_its_tile_only(cluster):
    case = random_case(30, copies=4, remains=12)
    killed, reported = [], []

    def kill_one(done, total):
        reported.append((done, total))
        if not killed:
            worker = next(iter(cluster.workers.values()))
            killed.append(worker.pid)
            os.kill(worker.pid, signal.SIGKILL)

    result = search(case, 0.0, 2, scheduler=cluster.scheduler_address, rows_a_tile=1, progress=kill_one)
    assert killed
    assert reported == [(i + 1, result.stats.tiles) for i in range(len(case.missing))]
    assert result.hits == search(case, 0.0, 2).hits


def test_run_folder_of_one_process_continues_on_the_cluster(cluster, tmp_path):
    case = random_case(31, copies=2)
    alone = search(case, 0.0, 2, run=tmp_path, rows_a_tile=4)
    for tile in sorted(tmp_path.glob("tile-*.npz"))[::2]:
        tile.unlink()
    shared = search(case, 0.0, 2, run=tmp_path, rows_a_tile=4, scheduler=cluster.scheduler_address)
    assert shared.hits == alone.hits and 0 < shared.stats.tiles_resumed < shared.stats.tiles


def test_a_worker_of_another_version_is_refused():
    case = random_case(33)
    task, block = build_task(case, 0.0, 0), plan_families(case).block(0, 1)
    with pytest.raises(ModelError, match="the search 0.0.0"):
        tile_on_worker(task, block, "0.0.0")


def test_no_scheduler_there():
    with pytest.raises(InputError, match="no Dask scheduler"):
        search(random_case(32), 0.0, scheduler="nonsense")


def test_processes_of_an_interrupted_search_end_without_a_word():
    ended = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_AT_THE_FIRST_TILE],
        cwd=Path(__file__).parents[2],
        start_new_session=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 130
    assert "Traceback" not in ended.stderr
