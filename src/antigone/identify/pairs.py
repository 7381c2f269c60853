"""The likelihood ratio of every remains against every missing person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from antigone.cases.case import Case
from antigone.cases.scoring import family_evidence, profile_evidence, sexes_disagree
from antigone.likelihood.tables import lr_table


@dataclass(frozen=True, slots=True)
class PairLR:
    """The comparison of one remains with one missing person.

    `log10_lr` is None for an exclusion, whose markers (or "sex") are in `excluded_by`; `lr` and
    `likelihood` (numerator, denominator) are by marker.
    """

    remains: str
    missing: str
    log10_lr: float | None
    excluded_by: tuple[str, ...]
    lr: Mapping[str, float]
    likelihood: Mapping[str, tuple[float, float]]


def pair_lrs(case: Case) -> Iterator[PairLR]:
    """All pairs, remains by remains within each missing person; LR tables are made once a family."""
    for missing, family in case.missing.items():
        pedigree = case.families[family]
        haploid_missing = pedigree[missing].sex == "male"
        tables = {}
        for marker in case.markers:
            evidence = family_evidence(case, family, marker)
            tables[marker.name] = lr_table(pedigree, missing, marker, evidence, case.theta)
        for remains in case.remains:
            lr: dict[str, float] = {}
            likelihood: dict[str, tuple[float, float]] = {}
            for marker in case.markers:
                profile = case.profiles.get(remains.id)
                haploid = marker.x_linked and haploid_missing
                seen = profile_evidence(profile, marker, haploid) if profile else None
                if seen is None:
                    continue
                table = tables[marker.name]
                value = table.lr(seen)
                if np.isnan(value):
                    # The relatives contradict each other here: the marker says nothing of the remains.
                    value = 1.0 if not table.unrelated.any() else 0.0
                lr[marker.name] = value
                likelihood[marker.name] = table.likelihoods(seen)
            excluded = tuple(m for m, v in lr.items() if v == 0.0)
            if sexes_disagree(case, remains.id, missing):
                excluded = ("sex", *excluded)
            total = None if excluded else float(sum(np.log10(v) for v in lr.values()))
            yield PairLR(remains.id, missing, total, excluded, lr, likelihood)
