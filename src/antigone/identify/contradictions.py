"""Families whose own profiles are impossible together: what they show is said, not scored."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import islice

from antigone.cases.case import Case
from antigone.cases.scoring import family_evidence
from antigone.likelihood.family import family_log_likelihood

MOST_NOTES = 50


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
            notes.append(contradiction_note(family, markers))
    return notes


def contradiction_note(family: str, markers: Sequence[str]) -> str:
    """That a family's relatives contradict each other at these markers, and what follows."""
    return (
        f"family {family}: the relatives' own profiles contradict each other at {', '.join(markers)}"
        ", so these markers say nothing of the remains (LR 1); run 'antigone check' for the reason"
    )


def first_contradictions(found: Mapping[str, Sequence[str]]) -> list[str]:
    """Notes of the first families that contradict themselves, by family, and how many more there are."""
    notes = [contradiction_note(family, found[family]) for family in islice(found, MOST_NOTES)]
    if len(found) > MOST_NOTES:
        notes.append(
            f"the relatives of {len(found) - MOST_NOTES:,} more families contradict each other at some "
            "marker; 'antigone check' names all"
        )
    return notes
