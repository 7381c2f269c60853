"""Remains that are one person's, and personal effects that are the remains': all against all."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.cases.case import Case
from antigone.cases.profiles import ProfileTable
from antigone.search.early_exit import exit_points
from antigone.search.families import SEXES
from antigone.search.one_person import one_person_table
from antigone.search.running import in_threads
from antigone.search.scan import Found, scan
from antigone.search.task import MOST_HITS, ROWS_A_TILE, check_hits, no_best

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Subject:
    """A profile that is compared: of remains, or of an effect of a missing person (kind personal)."""

    id: str
    kind: str
    sex: str


@dataclass(frozen=True, slots=True)
class Samples:
    """Remains first, then effects: codes (n, markers), the log10 LR table of each marker, sexes (n,)."""

    subjects: tuple[Subject, ...]
    remains: int
    markers: tuple[str, ...]
    codes: NDArray[Any]
    tables: tuple[NDArray[np.float64], ...]
    sexes: NDArray[np.int8]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Two subjects (positions in Samples) and the log10 LR that they are one person."""

    first: int
    second: int
    log10_lr: float


@dataclass(frozen=True, slots=True)
class MatchStats:
    """Pairs compared, and the seconds this took from the case to the matches."""

    pairs: int
    seconds: float
    workers: int


def collect_samples(case: Case) -> Samples:
    """All profiles of remains and effects with the tables that compare them; X-linked markers left out."""
    used = [i for i, m in enumerate(case.markers) if not m.x_linked]
    left_out = [m.name for m in case.markers if m.x_linked]
    notes = (f"X-linked, not used to compare samples: {', '.join(left_out)}",) if left_out else ()
    known = {r.id: r.sex for r in case.remains}
    subjects = [Subject(v, "remains", known[v]) for v in case.profiles.subjects]
    owners = {q.id: q.sex for p in case.families.values() for q in p.people} if len(case.personal) else {}
    subjects += [Subject(x, "personal", owners[x]) for x in case.personal.subjects]
    tables = []
    for i in used:
        marker = case.markers[i]
        seen = [(g, True) for g in case.profiles.genotypes[marker.name]]
        seen += [(g, False) for g in case.personal.genotypes[marker.name]]
        tables.append(one_person_table(marker, case.theta, seen))
    codes = np.concatenate([case.profiles.codes, _shifted(case.personal, case.profiles)])[:, used]
    most = int(codes.max(initial=0))
    width = np.uint8 if most <= 255 else np.uint16 if most <= 65535 else np.uint32
    return Samples(
        tuple(subjects),
        len(case.profiles),
        tuple(case.markers[i].name for i in used),
        np.ascontiguousarray(codes.astype(width)),
        tuple(tables),
        np.array([SEXES[s.sex] for s in subjects], dtype=np.int8),
        notes,
    )


def direct_matches(
    samples: Samples,
    threshold: float,
    workers: int = 1,
    rows_a_tile: int = ROWS_A_TILE,
    progress: Progress | None = None,
) -> tuple[tuple[Match, ...], MatchStats]:
    """Pairs of two remains, or of remains and an effect, with log10 LR of at least `threshold`.

    Best first; the same bits for any number of workers (threads) and any tiling. Raises InputError where
    millions of pairs match.
    """
    begin = time.perf_counter()
    count = len(samples.subjects)
    firsts = list(range(0, samples.remains, rows_a_tile))
    parts: list[Found] = []
    kept = 0
    tiles = in_threads(partial(_tile, samples, threshold, rows_a_tile), firsts, workers)
    for done, part in enumerate(tiles, start=1):
        parts.append(part)
        kept += len(part.row)
        check_hits(kept, threshold)
        if progress is not None:
            progress(done, len(firsts))
    row = np.concatenate([np.zeros(0, dtype=np.int64), *(p.row for p in parts)])
    other = np.concatenate([np.zeros(0, dtype=np.int64), *(p.remains for p in parts)])
    score = np.concatenate([np.zeros(0), *(p.score for p in parts)])
    order = np.lexsort((other, row, -score))
    matches = tuple(
        Match(a, b, s)
        for a, b, s in zip(row[order].tolist(), other[order].tolist(), score[order].tolist(), strict=True)
    )
    effects = count - samples.remains
    pairs = samples.remains * (samples.remains - 1) // 2 + samples.remains * effects
    return matches, MatchStats(pairs, time.perf_counter() - begin, workers)


def low_threshold(threshold: float, pairs: int) -> str | None:
    """What to say of a threshold that chance may reach among so many pairs; None where it is high enough.

    A log10 LR of T or more arises between two unrelated persons with probability 10^-T at most (Markov's
    inequality), so fewer than pairs · 10^-T such pairs are to be expected.
    """
    if pairs < 1 or threshold >= math.log10(pairs):
        return None
    expected = pairs / 10**threshold if threshold > -300 else math.inf
    return (
        f"threshold {threshold:g} is below log10 of the {pairs:,} pairs compared "
        f"({math.log10(pairs):.1f}): up to {min(expected, pairs):,.0f} pairs of unrelated persons may reach "
        f"it by chance; {math.ceil(math.log10(pairs) + 1)} or more is safer"
    )


def compare(samples: Samples, first: int, second: int) -> dict[str, float]:
    """log10 LR of a pair by marker, where both are typed."""
    both = zip(samples.markers, samples.tables, samples.codes[first], samples.codes[second], strict=True)
    return {name: float(table[a, b]) for name, table, a, b in both if a and b}


def _tile(samples: Samples, threshold: float, rows: int, first: int) -> Found:
    last = min(first + rows, samples.remains)
    start = np.concatenate([[0], np.cumsum([len(t) for t in samples.tables])]).astype(np.int64)
    tables = np.zeros((last - first, int(start[-1])))
    for m, table in enumerate(samples.tables):
        tables[:, start[m] : start[m + 1]] = table[samples.codes[first:last, m]]
    # A pair is looked at from its earlier sample, so that the sum is the same whatever the tiles.
    found = scan(
        tables,
        start,
        samples.codes[first:],
        samples.sexes[first:last],
        samples.sexes[first:],
        threshold,
        no_best(last - first, 0),
        no_best(len(samples.codes) - first, 0),
        first,
        2 * MOST_HITS,
        exit_points(tables, start, samples.codes[first:], threshold),
    )
    later = found.remains + first > found.row
    return Found(found.row[later], found.remains[later] + first, found.score[later])


def _shifted(personal: ProfileTable, remains: ProfileTable) -> NDArray[np.int32]:
    shift = np.array([len(remains.genotypes[m]) for m in remains.markers], dtype=np.int32)
    return np.where(personal.codes == 0, 0, personal.codes + shift).astype(np.int32)
