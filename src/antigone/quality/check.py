"""All checks of a case before any match."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from antigone.cases.case import Case
from antigone.errors import ModelError
from antigone.genetics.marker import Marker
from antigone.quality.completeness import completeness_findings, uninformed_finding
from antigone.quality.direct_matches import Match, matches_of, sample_table
from antigone.quality.dropout_patterns import marker_findings, profile_findings
from antigone.quality.exchanged import exchanged_findings
from antigone.quality.finding import Finding, Severity
from antigone.quality.ladder import ladder_findings
from antigone.quality.limits import Limits
from antigone.quality.match_findings import match_findings
from antigone.quality.mendel import family_conflicts
from antigone.quality.mendel_findings import conflict_finding
from antigone.quality.misplaced import Place, family_places, misplaced_findings
from antigone.quality.relationships import (
    Pair,
    Relationship,
    pair_relationships,
    relationship_finding,
    typed_pairs,
)
from antigone.quality.samples import Samples, reference_samples
from antigone.quality.sexes import sex_findings

FEW_FAMILIES = 20
Track = Callable[[list[Any], str], Iterable[Any]]


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
    beyond = _Beyond()
    for family, markers in track(_portions(case), "Mendelian conflicts"):
        with beyond.noted(family):
            findings += map(conflict_finding, family_conflicts(case, family, markers))
    samples = reference_samples(case)
    pairs = [(family, a, b) for family in case.families for a, b in typed_pairs(case, family)]
    relationships = pair_relationships(case, samples, pairs, track, beyond.pair)
    doubtful = [f for r in relationships if (f := relationship_finding(r, limits.relationship_log10))]
    findings += _misplaced(case, samples, [*findings, *doubtful], limits, track, beyond)
    findings += doubtful
    findings += _matches(case, samples, limits, track)
    findings += profile_findings(case, limits)
    findings += marker_findings(case, limits)
    findings += ladder_findings(case, listed)
    findings += sex_findings(case)
    findings += completeness_findings(case)
    for missing in track(list(case.missing), "Missing persons"):
        with beyond.noted(case.missing[missing]):
            found = uninformed_finding(case, missing)
            findings += [found] if found else []
    findings += beyond.findings()
    return CaseQuality(tuple(findings), tuple(relationships))


def _portions(case: Case) -> list[tuple[str, Sequence[Marker]]]:
    """Families with all markers; where there are few families, each marker by itself, for the progress."""
    if len(case.families) > FEW_FAMILIES:
        return [(family, case.markers) for family in case.families]
    return [(family, (marker,)) for family in case.families for marker in case.markers]


class _Beyond:
    """Families of which some check is beyond exact reach, each with the first reason."""

    __slots__ = ("_reasons",)

    def __init__(self) -> None:
        self._reasons: dict[str, str] = {}

    @contextmanager
    def noted(self, family: str) -> Iterator[None]:
        """Notes that a check of `family` was too long, and goes on."""
        try:
            yield
        except ModelError as error:
            self._reasons.setdefault(family, str(error))

    def pair(self, pair: Pair) -> None:
        """Notes that the relationship of two persons was too long to be checked."""
        family, a, b = pair
        self._reasons.setdefault(
            family,
            f"family {family}: the loops that link {a} and {b} make the likelihoods of their "
            "relationship too long for a check; look at it yourself, or type the persons between them",
        )

    def findings(self) -> Iterator[Finding]:
        for family, reason in self._reasons.items():
            text = f"Not all could be checked. {reason[0].upper()}{reason[1:]}."
            yield Finding("not_checked", Severity.WARNING, text, family)


def _misplaced(
    case: Case, samples: Samples, doubts: list[Finding], limits: Limits, track: Track, beyond: _Beyond
) -> list[Finding]:
    places: list[Place] = []
    # In another family's place: where there is one family, there is none.
    several = [f for f in case.families if len(case.families) > 1]
    for family in track(several, "Samples in other places"):
        with beyond.noted(family):
            places += family_places(case, samples, family, limits.relationship_log10)
    findings = list(misplaced_findings(case, places, limits.relationship_log10))
    for family in dict.fromkeys(d.family for d in doubts):
        if family is not None:
            with beyond.noted(family):
                findings += exchanged_findings(case, samples, family, limits.relationship_log10, track)
    return findings


def _matches(case: Case, samples: Samples, limits: Limits, track: Track) -> list[Finding]:
    table = sample_table(case)
    found: list[Match] = []
    for number, _ in enumerate(track([s.subject for s in table.samples], "Direct matches")):
        found += matches_of(table, number, limits.match_log10)
    return list(match_findings(case, samples, found))
