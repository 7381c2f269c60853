"""Every remains of a case against every missing person."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from antigone.cases.case import Case
from antigone.search.cluster import connect, count_threads, on_cluster
from antigone.search.families import Families, FamilyBlock, plan_families
from antigone.search.merging import Merger
from antigone.search.run_folder import RunFolder, describe, open_run
from antigone.search.running import Stop, in_threads
from antigone.search.task import ROWS_A_TILE, TileResult, build_task, check_hits, search_tile

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Hit:
    """A pair found, with its log10 LR in double precision."""

    remains: str
    missing: str
    log10_lr: float


@dataclass(frozen=True, slots=True)
class SearchStats:
    """What was done, and what it cost.

    `seconds_tables` and `seconds_search` are summed over the workers and tiles, `seconds` are those of
    the whole from the case to the hits; `bytes` those of all tables (float32) and codes.
    """

    pairs: int
    remains: int
    missing: int
    markers: int
    workers: int
    tiles: int
    tiles_resumed: int
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
    """Hits, best first, and what they cost.

    `contradictions` maps a family to the markers at which its relatives' own profiles are impossible
    together, so that these say nothing of the remains.
    """

    hits: tuple[Hit, ...]
    stats: SearchStats
    contradictions: Mapping[str, tuple[str, ...]]


def search(
    case: Case,
    threshold: float,
    top: int = 0,
    workers: int = 1,
    *,
    run: Path | None = None,
    scheduler: str | None = None,
    rows_a_tile: int = ROWS_A_TILE,
    progress: Progress | None = None,
) -> SearchResult:
    """The pairs with log10 LR of at least `threshold`, and the `top` best of each remains and person.

    The pairs and their numbers are those of a search in float64, the same bits for any number of
    workers (threads of this process, or those of a Dask `scheduler`) and any tiling. Exclusions are
    never found; InputError where millions of pairs reach the threshold. With a `run` folder finished tiles
    are kept and not computed again; InputError where the folder belongs to another search.
    """
    begin = time.perf_counter()
    task = build_task(case, threshold, top)
    families = plan_families(case)
    tiles = -(-len(families.missing) // rows_a_tile)
    folder = open_run(run, describe(case, task, families, rows_a_tile)) if run is not None else None
    merger = Merger(len(case.remains), top)
    stop = Stop()
    resumed = 0
    with ExitStack() as stack:
        client = stack.enter_context(connect(scheduler, workers)) if scheduler is not None else None
        todo: list[int] = []
        for number in range(tiles):
            tile = folder.load(number) if folder is not None else None
            if tile is None:
                todo.append(number)
            else:
                merger.add(tile)
        resumed = tiles - len(todo)
        blocks = _blocks(families, todo, rows_a_tile)
        if client is not None:
            workers = count_threads(client)
            results = on_cluster(client, task, blocks)
        else:
            results = in_threads(partial(search_tile, task, stop=stop), blocks, workers, stop)
        for done, tile in enumerate(results, start=resumed + 1):
            _keep(folder, tile, rows_a_tile)
            merger.add(tile)
            check_hits(merger.found, threshold)
            if progress is not None:
                progress(done, tiles)
    stats = SearchStats(
        pairs=len(case.remains) * len(families.missing),
        remains=len(case.remains),
        missing=len(families.missing),
        markers=len(case.markers),
        workers=workers,
        tiles=tiles,
        tiles_resumed=resumed,
        seconds_tables=merger.seconds_tables,
        seconds_search=merger.seconds_search,
        seconds=time.perf_counter() - begin,
        bytes=len(families.missing) * task.alphabet.codes * 4 + task.codes.nbytes,
    )
    return SearchResult(_hits(case, families, merger), stats, _contradictions(case, families, merger))


def _blocks(families: Families, numbers: list[int], rows: int) -> Iterator[FamilyBlock]:
    for number in numbers:
        yield families.block(number * rows, min((number + 1) * rows, len(families.missing)))


def _keep(folder: RunFolder | None, tile: TileResult, rows_a_tile: int) -> None:
    if folder is not None:
        folder.save(tile.first // rows_a_tile, tile)


def _contradictions(case: Case, families: Families, merger: Merger) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for row, m in merger.contradicted().tolist():
        found.setdefault(case.missing[families.missing[row]], {})[case.markers[m].name] = None
    return {family: tuple(markers) for family, markers in found.items()}


def _hits(case: Case, families: Families, merger: Merger) -> tuple[Hit, ...]:
    found = merger.result()
    return tuple(
        Hit(case.remains[v].id, families.missing[x], s)
        for x, v, s in zip(found.row.tolist(), found.remains.tolist(), found.score.tolist(), strict=True)
    )
