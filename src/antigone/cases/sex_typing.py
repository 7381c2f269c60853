"""What amelogenin shows: it is not scored, and is compared with the sex that is stated."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from antigone.cases.draft import EMPTY, KINDS, CaseDraft

SEX_MARKERS = ("AMEL", "AMELOGENIN", "AMEL-XY")


def unscored_sex_markers(draft: CaseDraft) -> NDArray[np.bool_]:
    """Which of the markers (M,) of the draft's genotypes tell the sex and have no frequencies."""
    names = draft.genotypes.markers
    return np.array([m.upper() in SEX_MARKERS and m not in draft.frequencies for m in names] or [False])


def sex_alleles(draft: CaseDraft) -> Mapping[tuple[str, str], frozenset[str]]:
    """(kind, subject) → the alleles seen at markers of the sex, in capitals."""
    columns = draft.genotypes
    found: dict[tuple[str, str], set[str]] = {}
    for i in np.flatnonzero(unscored_sex_markers(draft)[columns.marker]).tolist():
        seen = {columns.alleles[c[i]].upper() for c in (columns.allele1, columns.allele2) if c[i] != EMPTY}
        key = (KINDS[columns.kind[i]], columns.subjects[columns.subject[i]])
        found.setdefault(key, set()).update(seen)
    return {key: frozenset(seen) for key, seen in found.items() if seen}
