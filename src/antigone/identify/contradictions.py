"""Families whose own profiles are impossible together: what they show is said, not scored."""

from __future__ import annotations

import math

from antigone.cases.case import Case
from antigone.cases.scoring import family_evidence
from antigone.likelihood.family import family_log_likelihood


def contradiction_notes(case: Case) -> list[str]:
    """A note for each family with a missing person whose relatives contradict each other at a marker."""
    notes: list[str] = []
    for family in dict.fromkeys(case.missing.values()):
        markers = []
        for marker in case.markers:
            evidence = family_evidence(case, family, marker)
            value = family_log_likelihood(case.families[family], marker, evidence, case.theta)
            if value == -math.inf:
                markers.append(marker.name)
        if markers:
            notes.append(
                f"family {family}: the relatives' own profiles contradict each other at {', '.join(markers)}"
                ", so these markers say nothing of the remains (LR 1); run 'antigone check' for the reason"
            )
    return notes
