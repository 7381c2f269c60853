"""What a case lacks: profiles, markers, relatives who tell something of the missing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from antigone.cases.case import Case
from antigone.cases.scoring import family_evidence
from antigone.likelihood.tables import LRTable, lr_table
from antigone.quality.finding import Finding, Severity

SAME = 1e-9


def completeness_findings(case: Case) -> Iterator[Finding]:
    """Empty persons and profiles, markers nobody is typed at, families and missing without relatives."""
    yield from (
        Finding("case_note", Severity.NOTE, f"{n[0].upper()}{n[1:]}.")
        for n in case.notes
        if "is not in frequencies.csv" not in n
    )
    for kind, table in (("reference", case.references), ("remains", case.profiles)):
        for subject, row in zip(table.subjects, table.codes, strict=True):
            if not row.any():
                text = f"The {kind} profile of {subject} has no genotype at any marker."
                yield Finding("empty_profile", Severity.WARNING, text, subjects=(subject,))
    for remains in case.remains:
        if remains.id not in case.profiles:
            text = f"The remains {remains.id} have no profile: nothing can be said of who they are."
            yield Finding("no_profile", Severity.NOTE, text, subjects=(remains.id,))
    tables = (case.references, case.profiles)
    for m, marker in enumerate(case.markers):
        counts = [int((t.codes[:, m] > 0).sum()) for t in tables]
        if not any(counts):
            text = f"Nobody is typed at {marker.name}: it adds nothing."
            yield Finding("untyped_marker", Severity.NOTE, text, marker=marker.name)
        elif not all(counts) and len(case.profiles) and len(case.references):
            who = "remains" if counts[0] else "relatives"
            text = f"No {who} are typed at {marker.name}: it can tell no one apart."
            yield Finding("untyped_marker", Severity.WARNING, text, marker=marker.name)
    for family, pedigree in case.families.items():
        if not any(p.id in case.references for p in pedigree.people):
            missing = tuple(x for x, f in case.missing.items() if f == family)
            text = f"No person of family {family} has a profile: no remains can be compared with it."
            yield Finding("no_typed_relative", Severity.WARNING, text, family, missing)


def uninformed_finding(case: Case, missing: str) -> Finding | None:
    """A finding where every likelihood ratio of `missing` is 1 whatever the remains, else None."""
    family = case.missing[missing]
    if not any(p.id in case.references for p in case.families[family].people):
        return None
    for marker in case.markers:
        evidence = family_evidence(case, family, marker)
        if not evidence:
            continue
        # Who shares no gene with the typed at theta 0 shares none at any theta.
        table = lr_table(case.families[family], missing, marker, evidence)
        assert isinstance(table, LRTable)
        ratio = float(np.exp(table.related_scale - table.unrelated_scale))
        if not np.allclose(table.related * ratio, table.unrelated, rtol=SAME, atol=0):
            return None
    text = (
        f"The typed persons of family {family} tell nothing of {missing}: every likelihood ratio is 1. "
        "Sample a blood relative."
    )
    return Finding("uninformed_missing", Severity.WARNING, text, family, (missing,))
