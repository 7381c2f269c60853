"""Alleles off the ladder: what the frequency table does not list, and how odd it looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from antigone.cases.case import Case, ProfileTable
from antigone.genetics.marker import SILENT
from antigone.quality.finding import Finding, Severity

GAP = 3.0
NOT_ALLELES = ("rest", SILENT)


def ladder_findings(case: Case, listed: Mapping[str, Mapping[str, float]]) -> Iterator[Finding]:
    """A finding for each allele seen that `listed` (marker → allele → frequency) lacks."""
    carriers = allele_carriers((case.references, case.personal, case.profiles))
    for marker in case.markers:
        known = [a for a, p in listed.get(marker.name, {}).items() if p > 0 and a not in NOT_ALLELES]
        for allele, subjects in carriers.get(marker.name, {}).items():
            if allele in known:
                continue
            reasons = _oddities(allele, known)
            text = f"Allele {allele} at {marker.name} is not in the frequency table"
            text += f": {', '.join(reasons)}." if reasons else "."
            frequency = marker.frequencies[marker.index(allele)]
            text += f" It is scored with frequency {frequency:.3g}; read the electropherogram again."
            severity = Severity.WARNING if reasons else Severity.NOTE
            yield Finding("off_ladder", severity, text, None, tuple(subjects), marker.name)


def allele_carriers(tables: tuple[ProfileTable, ...]) -> dict[str, dict[str, list[str]]]:
    """marker → allele → subjects that show it, in order of appearance."""
    found: dict[str, dict[str, list[str]]] = {}
    for table in tables:
        for m, marker in enumerate(table.markers):
            for code, genotype in enumerate(table.genotypes[marker], start=1):
                rows = (table.codes[:, m] == code).nonzero()[0].tolist()
                for allele in dict.fromkeys(a for a in (genotype.first, genotype.second) if a is not None):
                    subjects = found.setdefault(marker, {}).setdefault(allele, [])
                    names = (table.subjects[r] for r in rows)
                    subjects.extend(s for s in names if s not in subjects)
    return found


def _oddities(allele: str, known: list[str]) -> list[str]:
    sizes = [s for s in map(repeats, known) if s is not None]
    if not known or len(sizes) < len(known):
        return []
    size = repeats(allele)
    if size is None:
        return ["it is not a number, as all others of the marker are"]
    reasons = []
    group = allele.partition(".")[2]
    if group and group not in {a.partition(".")[2] for a in known}:
        reasons.append(f"no allele of the marker is a .{group} micro-variant")
    if len(group) > 1 or group > "4":
        reasons.append("no repeat unit of an STR gives this decimal part")
    gap = min(abs(size - s) for s in sizes)
    if gap > GAP:
        reasons.append(f"it is {gap:g} repeats from the nearest listed allele")
    return reasons


def repeats(allele: str) -> float | None:
    """The repeat number of an STR allele, None where the text is not one."""
    whole, dot, part = allele.partition(".")
    if whole.isascii() and whole.isdigit() and (not dot or (part.isascii() and part.isdigit())):
        return float(allele)
    return None
