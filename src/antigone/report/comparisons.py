"""The pairs that a report names, taken apart by marker; of millions of others it only counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.cases.case import Case
from antigone.identify.joint import JointPosterior
from antigone.identify.pairs import PairLR
from antigone.report.findings import WORTH_NAMING
from antigone.search.families import Families, plan_families
from antigone.search.scan import all_scores
from antigone.search.tables import block_tables
from antigone.search.task import SearchTask, build_task

ROWS_A_BLOCK = 64
# Tables of one pass that are kept for the next; where they need more they are made again.
MOST_KEPT_BYTES = 2**29
ANSWERS = 6
EXCLUSIONS = 20

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Comparisons:
    """`pairs` (remains, person) that a report names; `excluded` counts each remains' exclusions, all of them.

    The pairs' `lr` come from the tables of `search`, so their `likelihood` is left empty.
    """

    pairs: Mapping[tuple[str, str], PairLR]
    excluded: Mapping[str, int]


def comparisons(
    case: Case, result: JointPosterior, watch: Callable[[int, int], None] = lambda done, of: None
) -> Comparisons:
    """Scores all pairs from tables and takes apart those that the report names.

    `watch(done, all)` counts missing persons, once for the scores and once for the details.
    """
    tables = _Tables(case)
    scores = np.full((len(tables.missing), len(case.remains)), -np.inf)
    for first, table, sexes in tables.blocks():
        rows = slice(first, first + len(table))
        scores[rows] = all_scores(table, tables.start, tables.task.codes, sexes, tables.task.sexes)
        watch(min(first + ROWS_A_BLOCK, len(tables.missing)), 2 * len(tables.missing))
    wanted: dict[int, list[int]] = {}
    for v, remains in enumerate(case.remains):
        posterior = result.marginals[remains.id]
        row = np.array([*(posterior[x] for x in tables.missing), posterior["none"]])
        members = {x for bodies, persons in result.groups if remains.id in bodies for x in persons}
        group = [i for i, x in enumerate(tables.missing) if x in members] if members else []
        for x in _named(row, scores[:, v], group):
            wanted.setdefault(x, []).append(v)
    pairs: dict[tuple[str, str], PairLR] = {}
    for first, table, sexes in tables.blocks(wanted):
        for row_ in range(len(table)):
            for v in wanted.get(first + row_, ()):
                pair = tables.pair(table[row_], int(sexes[row_]), first + row_, v)
                pairs[pair.remains, pair.missing] = pair
        watch(len(tables.missing) + min(first + ROWS_A_BLOCK, len(tables.missing)), 2 * len(tables.missing))
    impossible = np.isneginf(scores).sum(axis=0).tolist()
    return Comparisons(pairs, {r.id: n for r, n in zip(case.remains, impossible, strict=True)})


def _named(posterior: Floats, scores: Floats, group: list[int]) -> list[int]:
    """The persons whom a page names: leading answers, the best by LR alone, the first excluded."""
    order: Ints = np.argsort(-posterior, kind="stable")
    nobody = len(scores)
    possible = np.append(scores > -np.inf, True)
    likely = order[possible[order]]
    named = [int(order[0]), *likely[:ANSWERS].tolist()]
    named += [x for x in likely[ANSWERS:].tolist() if posterior[x] >= WORTH_NAMING]
    named += [x for x in likely.tolist()[: len(group) + 2 + ANSWERS] if x not in group][:3]
    if len(scores) and scores.max() > -np.inf:
        named.append(int(scores.argmax()))
    named += np.flatnonzero(~possible)[:EXCLUSIONS].tolist()
    return [x for x in dict.fromkeys(named) if x != nobody]


class _Tables:
    """The LR tables of a case's missing persons, block by block."""

    __slots__ = ("task", "missing", "start", "_case", "_families", "_kept", "_keep")

    def __init__(self, case: Case) -> None:
        self._case = case
        self.task: SearchTask = build_task(case, 0.0, 0)
        self._families: Families = plan_families(case)
        self.missing = self._families.missing
        self.start: Ints = self.task.alphabet.remains_arrays.start
        self._kept: dict[int, Floats] = {}
        self._keep = 8 * self.task.alphabet.codes * len(self.missing) <= MOST_KEPT_BYTES

    def blocks(
        self, wanted: Mapping[int, object] | None = None
    ) -> Iterator[tuple[int, Floats, NDArray[np.int8]]]:
        """(first person, log10 LRs (rows, codes), sexes) of each block, or of those with a `wanted` one."""
        for first in range(0, len(self.missing), ROWS_A_BLOCK):
            last = min(first + ROWS_A_BLOCK, len(self.missing))
            if wanted is not None and not any(i in wanted for i in range(first, last)):
                continue
            table = self._kept.get(first)
            if table is None:
                table = block_tables(self.task.alphabet, self._families.block(first, last)).log10_lr
                if self._keep:
                    self._kept[first] = table
            yield first, table, self._families.sexes[first:last]

    def pair(self, table: Floats, sex: int, person: int, remains: int) -> PairLR:
        """The comparison of one remains with the person of `table` (codes,), by marker."""
        logs = {
            m.name: float(table[self.start[i] + code])
            for i, (m, code) in enumerate(
                zip(self._case.markers, self.task.codes[remains].tolist(), strict=True)
            )
            if code
        }
        excluded = tuple(m for m, log in logs.items() if log == -np.inf)
        stated = int(self.task.sexes[remains])
        if sex and stated and sex != stated:
            excluded = ("sex", *excluded)
        return PairLR(
            self._case.remains[remains].id,
            self.missing[person],
            None if excluded else float(sum(logs.values())),
            excluded,
            {m: 10.0**log for m, log in logs.items()},
            {},
        )
