"""All checks of a case before any match."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from antigone.cases.case import Case
from antigone.quality.completeness import completeness_findings, uninformed_finding
from antigone.quality.direct_matches import Match, matches_of, sample_table
from antigone.quality.dropout_patterns import marker_findings, profile_findings
from antigone.quality.finding import Finding
from antigone.quality.ladder import ladder_findings
from antigone.quality.limits import Limits
from antigone.quality.match_findings import match_findings
from antigone.quality.mendel import family_conflicts
from antigone.quality.mendel_findings import conflict_finding
from antigone.quality.misplaced import exchanged_findings, family_places, misplaced_findings
from antigone.quality.relationships import Relationship, family_relationships, relationship_finding

Track = Callable[[list[str], str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class CaseQuality:
    """The findings of a case in the order of docs/check.md, and every typed pair's relationship."""

    findings: tuple[Finding, ...]
    relationships: tuple[Relationship, ...]


def check_case(
    case: Case,
    listed: Mapping[str, Mapping[str, float]],
    limits: Limits | None = None,
    track: Track = lambda items, _: items,
) -> CaseQuality:
    """The quality of a case before any match.

    `listed` are the frequencies as the file states them (marker → allele → frequency); `track` may show
    the progress over a list of names under a title.
    """
    limits = limits or Limits()
    findings: list[Finding] = []
    for family in track(list(case.families), "Mendelian conflicts"):
        findings += map(conflict_finding, family_conflicts(case, family))
    relationships = [
        pair
        for family in track(list(case.families), "Relationships")
        for pair in family_relationships(case, family)
    ]
    doubtful = [f for r in relationships if (f := relationship_finding(r, limits.relationship_log10))]
    findings += _misplaced(case, [*findings, *doubtful], limits, track)
    findings += doubtful
    findings += _matches(case, limits, track)
    findings += profile_findings(case, limits)
    findings += marker_findings(case, limits)
    findings += ladder_findings(case, listed)
    findings += completeness_findings(case)
    for missing in track(list(case.missing), "Missing persons"):
        found = uninformed_finding(case, missing)
        findings += [found] if found else []
    return CaseQuality(tuple(findings), tuple(relationships))


def _misplaced(case: Case, doubts: list[Finding], limits: Limits, track: Track) -> list[Finding]:
    places = [
        p
        for family in track(list(case.families), "Samples in other places")
        for p in family_places(case, family)
    ]
    findings = list(misplaced_findings(case, places, limits.relationship_log10))
    for family in dict.fromkeys(d.family for d in doubts):
        if family is not None:
            findings += exchanged_findings(case, family, limits.relationship_log10)
    return findings


def _matches(case: Case, limits: Limits, track: Track) -> list[Finding]:
    table = sample_table(case)
    found: list[Match] = []
    for number, _ in enumerate(track([s.subject for s in table.samples], "Direct matches")):
        found += matches_of(table, number, limits.match_log10)
    return list(match_findings(case, found))
