"""ln LRs of all pairs of a case at once, from the tables of `search`, and ln P of every family's profiles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from antigone.cases.case import Case
from antigone.cases.scoring import family_evidence
from antigone.genetics.marker import Marker
from antigone.identify.problem import Floats, Ints, Pairs
from antigone.identify.unknown_sex import sex_weights
from antigone.likelihood.family import family_log_likelihood
from antigone.search.families import plan_families
from antigone.search.scan import all_scores
from antigone.search.tables import BlockTables, block_tables
from antigone.search.task import build_task

ROWS_A_BLOCK = 64
LN_10 = float(np.log(10.0))


@dataclass(frozen=True, slots=True)
class PairScores:
    """`pairs` of the families that miss one person, without exclusions.

    `alone` has the ln LRs (R,) of each missing person of the other families; `log_evidence` ln P(profiles)
    of every family that misses somebody.
    """

    pairs: Pairs
    alone: Mapping[str, Floats]
    log_evidence: Mapping[str, float]
    by_sex: Mapping[str, Floats]


def score_pairs(case: Case, watch: Callable[[int, int], None]) -> PairScores:
    """All pairs of a case; `watch(done, all)` counts the markers of missing persons.

    Raises ModelError where a family is beyond exact reach.
    """
    task = build_task(case, 0.0, 0)
    families = plan_families(case)
    weights = sex_weights(case)
    several = {f for f, n in Counter(case.missing.values()).items() if n > 1}
    start = task.alphabet.remains_arrays.start
    person: list[Ints] = [np.zeros(0, dtype=np.int64)]
    body: list[Ints] = [np.zeros(0, dtype=np.int64)]
    ratio: list[Floats] = [np.zeros(0)]
    alone: dict[str, Floats] = {}
    evidence: dict[str, float] = {}
    everything = len(families.missing) * len(case.markers)
    for first in range(0, len(families.missing), ROWS_A_BLOCK):
        block = families.block(first, min(first + ROWS_A_BLOCK, len(families.missing)))
        before, width = first * len(case.markers), block.rows * len(case.markers)

        def told(done: int, left_over: int, before: int = before, width: int = width) -> None:
            watch(before + width * done // max(left_over, 1), everything)

        tables = block_tables(task.alphabet, block, watch=told)
        scores = LN_10 * all_scores(tables.log10_lr, start, task.codes, block.sexes, task.sexes)
        sexes = [case.families[case.missing[x]][x].sex for x in families.missing[first : first + block.rows]]
        scores += np.array([weights[sex] for sex in sexes])
        single = np.ones(block.rows, dtype=np.bool_)
        for row in range(block.rows):
            x = families.missing[first + row]
            home = case.missing[x]
            if home not in evidence:
                evidence[home] = _log_evidence(case, home, tables, row)
            if home in several:
                alone[x] = scores[row]
                single[row] = False
        kept = np.isfinite(scores) & single[:, None]
        rows, remains = np.nonzero(kept)
        person.append(rows + first)
        body.append(remains)
        ratio.append(scores[kept])
        told(1, 1)
    pairs = Pairs(np.concatenate(person), np.concatenate(body), np.concatenate(ratio))
    return PairScores(pairs, alone, evidence, weights)


def _log_evidence(case: Case, family: str, tables: BlockTables, row: int) -> float:
    total = 0.0
    for m, marker in enumerate(case.markers):
        if tables.planned[row, m]:
            total += float(tables.log_evidence[row, m])
        else:
            total += family_log_evidence(case, family, marker)
    return total


def family_log_evidence(case: Case, family: str, marker: Marker) -> float:
    """ln P(profiles of a family) at a marker, by the general engine."""
    evidence = family_evidence(case, family, marker)
    if not evidence:
        return 0.0
    return family_log_likelihood(case.families[family], marker, evidence, case.theta)
