"""Tiles of a search on a Dask cluster: the same tiles, so the same bits."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import Any

from antigone.errors import InputError, ModelError
from antigone.search.families import FamilyBlock
from antigone.search.task import VERSION, SearchTask, TileResult, search_tile

LOCAL = "local"
TILES_A_THREAD = 3
SECONDS_TO_CONNECT = 20


@contextmanager
def connect(scheduler: str, workers: int) -> Iterator[Any]:
    """A client of the scheduler at an address (tcp://host:8786), or of `workers` new local processes.

    Raises InputError where Dask is not installed or nobody answers.
    """
    try:
        import distributed
    except ImportError as error:
        raise InputError("--scheduler needs Dask: pip install 'antigone[cluster]'") from error
    dask: Any = distributed
    if scheduler == LOCAL:
        with _deaf_to_interruption():
            local = dask.LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
            )
        with local, dask.Client(local) as client:
            yield client
        return
    try:
        client = dask.Client(scheduler, timeout=SECONDS_TO_CONNECT)
    except (OSError, ValueError) as error:
        raise InputError(
            f"--scheduler {scheduler}: no Dask scheduler answers there ({error}); start one with "
            "'dask scheduler' and workers with 'dask worker ADDRESS'"
        ) from error
    with client:
        yield client


@contextmanager
def _deaf_to_interruption() -> Iterator[None]:
    """Processes and threads begun here never hear of Ctrl-C, which a terminal tells all of a group.

    This process does, as soon as the block ends, and closes the others; each would print a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Begun later, the tracker of shared resources would let the signal through again (CPython 3.11).
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def count_threads(client: Any) -> int:
    """The threads of all workers now connected."""
    return sum(client.nthreads().values())


def on_cluster(client: Any, task: SearchTask, blocks: Iterable[FamilyBlock]) -> Iterator[TileResult]:
    """The tiles' results as they come; a lost worker's tiles are given to another.

    Raises ModelError where a tile loses one worker after another, or a worker runs another version.
    """
    import distributed

    dask: Any = distributed
    # Submitted, not scattered: the scheduler can make it anew where the workers that held it are lost.
    shared = client.submit(_keep, task, pure=False)
    running = dask.as_completed()
    waiting = iter(blocks)
    limit = TILES_A_THREAD * max(count_threads(client), 1)

    def refill(count: int) -> None:
        for _, block in zip(range(count), waiting, strict=False):
            running.add(client.submit(tile_on_worker, shared, block, VERSION, pure=False))

    refill(limit)
    for future in running:
        try:
            result = future.result()
        except distributed.KilledWorker as error:
            raise ModelError(
                f"the workers given one tile died one after another ({error}); they may lack memory: "
                "give each 2 GiB or more"
            ) from error
        future.release()
        yield result
        refill(1)


def _keep(task: SearchTask) -> SearchTask:
    return task


def tile_on_worker(task: SearchTask, block: FamilyBlock, version: str) -> TileResult:
    """The tile of a search begun by `version` of the program; ModelError where the worker has another."""
    if version != VERSION:
        raise ModelError(f"a worker runs antigone {VERSION}, the search {version}; install one version")
    return search_tile(task, block)
