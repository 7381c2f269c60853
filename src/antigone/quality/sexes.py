"""The sex that amelogenin shows beside the sex that is stated."""

from __future__ import annotations

from collections.abc import Iterator

from antigone.cases.case import Case
from antigone.quality.finding import Finding, Severity


def sex_findings(case: Case) -> Iterator[Finding]:
    """Profiles whose amelogenin disagrees with the stated sex."""
    people = {p.id: p.sex for pedigree in case.families.values() for p in pedigree.people}
    remains = {r.id: r.sex for r in case.remains}
    for (kind, subject), alleles in case.sex_alleles.items():
        stated = (remains if kind == "remains" else people)[subject]
        where = "remains.csv" if kind == "remains" else "people.csv"
        who = f"the {kind} profile of {subject}"
        if not alleles <= {"X", "Y"}:
            text = f"Amelogenin of {who} reads {'/'.join(sorted(alleles))}: neither X nor Y."
            severity = Severity.WARNING
        elif "Y" in alleles and stated == "female":
            text = f"Amelogenin of {who} shows a Y; {where} says female. Compare sample and row."
            severity = Severity.WARNING
        elif "Y" not in alleles and stated == "male":
            lost = (
                "the Y may have dropped out, or be deleted there" if kind == "remains" else "a rare deletion"
            )
            text = f"Amelogenin of {who} shows X alone; {where} says male: {lost}, or another's sample."
            severity = Severity.NOTE if kind == "remains" else Severity.WARNING
        else:
            continue
        yield Finding("sex", severity, text, subjects=(subject,))
