"""Search: tables a second, pairs a second beside a bare loop, and growth to 5·10⁹ pairs."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import numba
import numpy as np
from invented_region import PEOPLE, TYPED, People, write_region
from measure import antigone, median_seconds

from antigone.formats.case_folder import read_case
from antigone.search.families import plan_families
from antigone.search.scan import scan
from antigone.search.tables import block_tables
from antigone.search.task import MOST_HITS, build_task, no_best

FAMILIES = 1024
# Missing persons × remains; the last is the region of the target.
GROWTH = ((316, 316), (1_000, 1_000), (2_500, 4_000), (10_000, 10_000), (20_000, 50_000), (100_000, 50_000))


def figures() -> dict[str, Any]:
    """Every figure of search, by name."""
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        return {
            "tables": _tables(place),
            "pairs": _pairs(place),
            "growth": [_whole(place, x, v) for x, v in GROWTH],
            "dask": _dask(place),
        }


def _tables(place: Path) -> dict[str, Any]:
    usual = {"people": PEOPLE, "typed": TYPED}
    return {
        "families_per_second": _rate(place, 20, False, **usual),
        "families_per_second_stepwise": _rate(place, 20, True, **usual),
        "by_alleles_stepwise": {str(k): _rate(place, k, True, **usual) for k in (5, 10, 20, 40)},
        "by_families_stepwise": {
            str(n): _rate(place, 20, True, **usual, families=n) for n in (64, 256, 1024, 4096)
        },
        "by_typed_siblings_stepwise": {str(n): _rate(place, 20, True, *_siblings(n)) for n in (1, 2, 4, 6)},
        "by_generations_stepwise": {str(n): _rate(place, 20, True, *_line(n)) for n in (1, 2, 4, 8)},
    }


def _siblings(count: int) -> tuple[People, tuple[str, ...]]:
    names = tuple(f"S{i}" for i in range(count))
    parents = (("F", "", "", "male"), ("M", "", "", "female"))
    return (*parents, *((n, "F", "M", "unknown") for n in ("X", *names))), names


def _line(generations: int) -> tuple[People, tuple[str, ...]]:
    """A line of fathers from one ancestor to X, each with a typed brother."""
    people: list[tuple[str, str, str, str]] = [("A0", "", "", "male"), ("B0", "", "", "female")]
    for g in range(1, generations + 1):
        above = (f"A{g - 1}", f"B{g - 1}")
        people += [(f"A{g}", *above, "male"), (f"U{g}", *above, "male"), (f"B{g}", "", "", "female")]
    people.append(("X", f"A{generations}", f"B{generations}", "unknown"))
    return tuple(people), tuple(f"U{g}" for g in range(1, generations + 1))


def _rate(
    place: Path,
    alleles: int,
    stepwise: bool,
    people: People,
    typed: tuple[str, ...],
    families: int = FAMILIES,
) -> float:
    case = read_case(
        write_region(place / "tables", families, 2_000, 24, alleles, stepwise, people=people, typed=typed)
    )
    alphabet = build_task(case, 4.0, 0).alphabet
    plans = plan_families(case)
    return families / median_seconds(lambda: block_tables(alphabet, plans.block(0, families)))


MARKERS = 24


@numba.njit(nogil=True, fastmath=True)
def _bare(table: Any, places: Any, threshold: Any) -> int:
    """The same look-ups and nothing else: one family after the other over all remains.

    As good as a bare loop can be: the number of markers is known to the compiler, which unrolls them into
    four sums that do not wait for each other, and `places` says where in a family's row each entry stands.
    """
    above = 0
    for family in range(table.shape[0]):
        row = table[family]
        for r in range(places.shape[0]):
            own = places[r]
            one = two = three = four = np.float32(0.0)
            for m in range(0, MARKERS, 4):
                one += row[own[m]]
                two += row[own[m + 1]]
                three += row[own[m + 2]]
                four += row[own[m + 3]]
            above += (one + two) + (three + four) >= threshold
    return above


def _pairs(place: Path) -> dict[str, float]:
    case = read_case(write_region(place / "pairs", FAMILIES, 50_000))
    task = build_task(case, 4.0, 0)
    block = plan_families(case).block(0, FAMILIES)
    tables = block_tables(task.alphabet, block).log10_lr
    start = task.alphabet.remains_arrays.start
    pairs = FAMILIES * len(task.codes)

    def run(top: int) -> None:
        best = no_best(FAMILIES, top), no_best(len(task.codes), top)
        scan(tables, start, task.codes, block.sexes, task.sexes, 4.0, *best, 0, MOST_HITS)

    narrow = np.ascontiguousarray(tables, dtype=np.float32)
    places = (start[:-1] + task.codes).astype(np.uint16)
    bare = pairs / median_seconds(lambda: _bare(narrow, places, np.float32(4.0)))
    ours = pairs / median_seconds(lambda: run(0))
    return {
        "pairs_per_second": ours,
        "pairs_per_second_bare_loop": bare,
        "ratio_to_bare_loop": ours / bare,
        "pairs_per_second_with_best_3": pairs / median_seconds(lambda: run(3)),
    }


def _whole(place: Path, missing: int, remains: int) -> dict[str, Any]:
    """The whole process, from files on disk to hits, on two threads, measured from outside."""
    folder = write_region(place / "growth", missing, remains, stepwise=True)
    rows = (len(TYPED) * missing + remains) * 24
    ended = antigone("search", folder, "--json", "-", "--workers", 2, "--threshold", 6)
    stats = json.loads(ended.output)["stats"]
    return {
        "missing": missing,
        "remains": remains,
        "pairs": stats["pairs"],
        "rows_read": rows,
        "seconds_read": stats["seconds_read"],
        "seconds_tables": stats["seconds_tables"],
        "seconds_search": stats["seconds_search"],
        "seconds_process": ended.seconds,
        "processor_seconds": ended.processor_seconds,
        "peak_gib": ended.peak_bytes / 2**30,
    }


def _dask(place: Path) -> dict[str, float]:
    folder = write_region(place / "dask", 20_000, 20_000, stepwise=True)
    seconds = {}
    for name, extra in (("threads", ()), ("dask", ("--scheduler", "local"))):
        ended = antigone("search", folder, "--json", "-", "--workers", 2, "--threshold", 6, *extra)
        stats = json.loads(ended.output)["stats"]
        seconds[f"seconds_{name}"] = stats["seconds"]
    return seconds
