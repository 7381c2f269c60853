"""Every remains of a case against every missing person."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from antigone.cases.case import Case
from antigone.search.families import FamilyBlock, plan_families
from antigone.search.merging import Merger
from antigone.search.task import ROWS_A_TILE, SearchTask, TileResult, build_task, search_tile

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Hit:
    """A pair found, with its log10 LR in double precision."""

    remains: str
    missing: str
    log10_lr: float


@dataclass(frozen=True, slots=True)
class SearchStats:
    """What was done: counts; seconds of building tables and of scanning, summed over the workers;
    `seconds` of the whole from the case to the hits; `bytes` of all tables (float32) and codes."""

    pairs: int
    remains: int
    missing: int
    markers: int
    workers: int
    tiles: int
    seconds_tables: float
    seconds_search: float
    seconds: float
    bytes: int

    @property
    def pairs_per_second(self) -> float:
        """Pairs a second and worker while scanning."""
        return self.pairs / self.seconds_search if self.seconds_search > 0 else 0.0


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, and what they cost."""

    hits: tuple[Hit, ...]
    stats: SearchStats


def search(
    case: Case,
    threshold: float,
    top: int = 0,
    workers: int = 1,
    rows_a_tile: int = ROWS_A_TILE,
    progress: Progress | None = None,
) -> SearchResult:
    """The pairs with log10 LR of at least `threshold`, and the `top` best of each remains and person.

    The pairs and their numbers are those of a search in float64, the same bits for any number of
    workers (threads of this process) and any tiling. Exclusions are never found.
    """
    begin = time.perf_counter()
    task = build_task(case, threshold, top)
    families = plan_families(case)
    tiles = -(-len(families.missing) // rows_a_tile)
    merger = Merger(len(case.remains), top)
    for done, tile in enumerate(_run(task, families.blocks(rows_a_tile), workers), start=1):
        merger.add(tile)
        if progress is not None:
            progress(done, tiles)
    found = merger.result()
    hits = tuple(
        Hit(case.remains[v].id, families.missing[x], s)
        for x, v, s in zip(found.row.tolist(), found.remains.tolist(), found.score.tolist(), strict=True)
    )
    stats = SearchStats(
        pairs=len(case.remains) * len(families.missing),
        remains=len(case.remains),
        missing=len(families.missing),
        markers=len(case.markers),
        workers=workers,
        tiles=tiles,
        seconds_tables=merger.seconds_tables,
        seconds_search=merger.seconds_search,
        seconds=time.perf_counter() - begin,
        bytes=len(families.missing) * task.alphabet.codes * 4 + task.codes.nbytes,
    )
    return SearchResult(hits, stats)


def _run(task: SearchTask, blocks: Iterable[FamilyBlock], workers: int) -> Iterator[TileResult]:
    if workers == 1:
        for block in blocks:
            yield search_tile(task, block)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting: set[Future[TileResult]] = set()
        for block in blocks:
            if len(waiting) >= workers + 1:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (f.result() for f in done)
            waiting.add(pool.submit(search_tile, task, block))
        for future in waiting:
            yield future.result()
