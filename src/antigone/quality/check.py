"""All checks of a case before any match."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from antigone.cases.case import Case
from antigone.quality.completeness import completeness_findings, uninformed_finding
from antigone.quality.finding import Finding
from antigone.quality.ladder import ladder_findings
from antigone.quality.mendel import family_conflicts
from antigone.quality.mendel_findings import conflict_finding

Track = Callable[[list[str], str], Iterable[str]]


def check_case(
    case: Case,
    listed: Mapping[str, Mapping[str, float]],
    track: Track = lambda items, _: items,
) -> tuple[Finding, ...]:
    """The findings of a case, in the order of docs/check.md.

    `listed` are the frequencies as the file states them (marker → allele → frequency); `track` may show
    the progress over a list of names under a title.
    """
    findings: list[Finding] = []
    for family in track(list(case.families), "Mendelian conflicts"):
        findings += map(conflict_finding, family_conflicts(case, family))
    findings += ladder_findings(case, listed)
    findings += completeness_findings(case)
    for missing in track(list(case.missing), "Missing persons"):
        found = uninformed_finding(case, missing)
        findings += [found] if found else []
    return tuple(findings)
