"""The profiles of a draft as a .fam file can hold them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from antigone.cases.case import Case
from antigone.cases.draft import KINDS, CaseDraft, GenotypeRow

Genotypes = dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Profiles:
    """`of[kind][subject][marker]` are two alleles.

    `considered` maps a marker to the drop-out probability of the persons in `with_dropout`.
    """

    of: Mapping[str, Mapping[str, Genotypes]]
    considered: Mapping[str, float]
    with_dropout: frozenset[str]
    notes: tuple[str, ...]


def fam_profiles(draft: CaseDraft, case: Case) -> Profiles:
    """Complete genotypes at markers with frequencies; the rest is counted in the notes."""
    of: dict[str, dict[str, Genotypes]] = {kind: {} for kind in KINDS}
    haploid_males = {p.id for p in draft.people if p.sex == "male"}
    haploid_remains = {r.id for r in draft.remains if r.sex == "male"}
    x_linked = {m.name for m in case.markers if m.x_linked}
    lost: Counter[str] = Counter()
    dropouts: dict[str, dict[str, float]] = {}
    for i in range(len(draft.genotypes)):
        row = draft.genotypes.at(i)
        profile = of[row.kind].setdefault(row.subject, {})
        alleles = [a for a in (row.allele1, row.allele2) if a]
        if not alleles:
            continue
        males = haploid_remains if row.kind == "remains" else haploid_males
        if len(alleles) == 1 and row.marker in x_linked and row.subject in males:
            alleles *= 2
        if row.marker not in draft.frequencies:
            lost[f"at {row.marker}, which is not scored,"] += 1
        elif len(alleles) == 1:
            lost["with one allele unknown"] += 1
        elif row.kind == "personal":
            lost["of personal effects"] += 1
        else:
            profile[row.marker] = (alleles[0], alleles[1])
            _collect_dropout(dropouts, row)
    notes = [f"{n} genotypes {what} are not in the .fam file; likelihoods differ" for what, n in lost.items()]
    considered = _common_dropout(dropouts, of["reference"])
    if dropouts and not considered:
        notes.append(
            "drop-out by profile or marker: Familias has one value a marker; not in the .fam file; "
            "likelihoods differ"
        )
    return Profiles(of, considered, frozenset(dropouts) if considered else frozenset(), tuple(notes))


def _collect_dropout(dropouts: dict[str, dict[str, float]], row: GenotypeRow) -> None:
    if row.dropout and row.kind == "reference":
        dropouts.setdefault(row.subject, {})[row.marker] = row.dropout


def _common_dropout(
    dropouts: Mapping[str, Mapping[str, float]], profiles: Mapping[str, Genotypes]
) -> dict[str, float]:
    """Marker → drop-out where all persons with drop-out agree, at all their markers; else empty."""
    common: dict[str, float] = {}
    for values in dropouts.values():
        for marker, value in values.items():
            if common.setdefault(marker, value) != value:
                return {}
    for person, values in dropouts.items():
        if any(m in common and m not in values for m in profiles[person]):
            return {}
    return common
