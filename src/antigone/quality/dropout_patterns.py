"""Signs of alleles that did not show: few markers typed, too many homozygotes, long fragments lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from scipy.stats import mannwhitneyu

from antigone.cases.case import Case, Genotype, ProfileTable
from antigone.genetics.marker import Marker
from antigone.quality.finding import Finding, Severity
from antigone.quality.limits import Limits
from antigone.quality.one_person import genotype_frequencies

FEWEST_WITH_SIZE = 6


def profile_findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """Findings on each profile, references first."""
    used = [
        m
        for i, m in enumerate(case.markers)
        if any((t.codes[:, i] > 0).any() for t in (case.references, case.profiles))
    ]
    for table, remains in ((case.references, False), (case.profiles, True)):
        for subject in table:
            genotypes = table[subject].genotypes
            if not genotypes:
                continue
            yield from _few_markers(subject, genotypes, used, remains, limits)
            yield from _homozygotes(case, subject, genotypes, remains, limits)
            if remains:
                yield from _by_size(case, subject, genotypes, used)


def marker_findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """Markers at which the remains show more homozygotes than chance allows, or seldom anything."""
    table = case.profiles
    for m, marker in enumerate(case.markers):
        codes = table.codes[:, m]
        typed = codes[codes > 0]
        if len(typed) == 0 or marker.x_linked:
            continue
        if len(typed) < limits.typed_fraction * len(table) and len(table) >= 4:
            text = f"{marker.name} is typed in {len(typed)} of {len(table)} remains only."
            yield Finding("dropout", Severity.NOTE, text, marker=marker.name)
        complete = [g for g in _genotypes(table, marker, typed.tolist()) if g.second is not None]
        seen = sum(g.first == g.second for g in complete)
        expected = homozygosity(marker, case.theta)
        tail = at_least(seen, [expected] * len(complete))
        if tail < limits.tail:
            text = (
                f"At {marker.name} {seen} of {len(complete)} remains show one allele only, where "
                f"{expected * len(complete):.1f} are expected (probability {tail:.1g} by chance): alleles of "
                f"this marker drop out or are silent{_model(marker)}."
            )
            yield Finding("homozygote_excess", Severity.WARNING, text, marker=marker.name)


def _genotypes(table: ProfileTable, marker: Marker, codes: list[int]) -> list[Genotype]:
    return [table.genotypes[marker.name][c - 1] for c in codes]


def _few_markers(
    subject: str, genotypes: Mapping[str, Genotype], used: list[Marker], remains: bool, limits: Limits
) -> Iterator[Finding]:
    typed, of = len(genotypes), len(used)
    if typed < limits.typed_fraction * of or (typed < limits.few_markers and typed < of):
        text = f"{subject} is typed at {typed} of {of} markers."
        if remains:
            text += " A partial profile matches more people by chance."
        yield Finding("few_markers", Severity.WARNING, text, subjects=(subject,))


def _homozygotes(
    case: Case, subject: str, genotypes: Mapping[str, Genotype], remains: bool, limits: Limits
) -> Iterator[Finding]:
    complete = [
        (m, genotypes[m.name])
        for m in case.markers
        if not m.x_linked and m.name in genotypes and genotypes[m.name].second is not None
    ]
    single = [m.name for m, g in complete if g.first == g.second]
    chances = [homozygosity(m, case.theta) for m, _ in complete]
    tail = at_least(len(single), chances)
    if tail < limits.tail:
        text = (
            f"{subject} shows one allele at {len(single)} of {len(complete)} markers, where "
            f"{sum(chances):.1f} are expected (probability {tail:.1g} by chance): "
        )
        states = any(g.dropout or m.dropout for m, g in complete)
        if not remains:
            text += "alleles dropped out, or the parents were close kin."
        elif states:
            text += "alleles dropped out, as the case's drop-out allows."
        else:
            text += "alleles dropped out, yet the case states no drop-out: true matches may be excluded."
        yield Finding("homozygote_excess", Severity.WARNING, text, subjects=(subject,))


def _by_size(
    case: Case, subject: str, genotypes: Mapping[str, Genotype], used: list[Marker]
) -> Iterator[Finding]:
    sizes = {name: s.size_bp for name, s in case.settings.markers.items() if s.size_bp is not None}
    lost: list[float] = []
    whole: list[float] = []
    for marker in used:
        if marker.name in sizes and not marker.x_linked:
            g = genotypes.get(marker.name)
            (lost if g is None or g.second is None or g.first == g.second else whole).append(
                sizes[marker.name]
            )
    if len(lost) + len(whole) < FEWEST_WITH_SIZE or not lost or not whole:
        return
    tail = float(mannwhitneyu(lost, whole, alternative="greater").pvalue)
    if tail < 0.01:
        text = (
            f"{subject} lacks genotypes or shows one allele at the longer fragments (median "
            f"{np.median(lost):.0f} against {np.median(whole):.0f} base pairs, probability {tail:.1g} by "
            "chance): degraded DNA."
        )
        yield Finding("degradation", Severity.NOTE, text, subjects=(subject,))


def homozygosity(marker: Marker, theta: float) -> float:
    """Expected share of persons who show one allele, a silent one beside it included."""
    prior = genotype_frequencies(marker.frequencies, theta)
    silent = marker.silent_index
    both_silent = prior[silent, silent] if silent >= 0 else 0.0
    hidden = 2 * (prior[silent].sum() - both_silent) if silent >= 0 else 0.0
    return float((np.trace(prior) - both_silent + hidden) / (1 - both_silent))


def at_least(count: int, chances: list[float]) -> float:
    """P(at least `count` successes) of independent trials with these chances (Poisson binomial)."""
    distribution = np.ones(1)
    for p in chances:
        distribution = np.convolve(distribution, (1 - p, p))
    return float(min(1.0, distribution[count:].sum()))


def _model(marker: Marker) -> str:
    return "" if marker.dropout > 0 or marker.silent_index >= 0 else ", and the case's model has neither"
