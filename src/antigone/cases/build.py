"""A draft checked and built into a case."""

from __future__ import annotations

from antigone.cases.build_markers import build_markers
from antigone.cases.build_people import Families, build_families
from antigone.cases.build_profiles import check_genotypes
from antigone.cases.case import Case, Prior, Remains
from antigone.cases.draft import CaseDraft
from antigone.cases.sex_typing import sex_alleles
from antigone.errors import InputError


def build_case(draft: CaseDraft) -> Case:
    """The case of a draft.

    Raises InputError naming file and row of what is inconsistent and what would be right.
    """
    families = build_families(draft.people)
    genotypes = check_genotypes(draft)
    built = build_markers(draft, genotypes.seen)
    references = genotypes.table("reference")
    personal = genotypes.table("personal")
    profiles = genotypes.table("remains")
    remains = _remains(draft, profiles.subjects)
    _check_prior(draft, {r.id for r in remains}, families)
    notes = [*draft.notes, *built.notes, *genotypes.notes]
    for table, kind in ((references, "reference"), (personal, "personal")):
        typed = [s for s in table.subjects if s in families.missing]
        notes += [f"missing person {s} has a {kind} profile; it is used" for s in typed]
    settings = draft.settings
    return Case(
        title=settings.title or draft.place.rstrip("/").rpartition("/")[2],
        theta=settings.model.theta,
        markers=built.markers,
        families=families.pedigrees,
        missing=families.missing,
        references=references.with_fallback(personal) if len(personal) else references,
        personal=personal,
        remains=remains,
        profiles=profiles,
        prior=Prior(settings.prior.closed, settings.prior.odds),
        threshold_log10=settings.report.threshold_log10,
        settings=settings,
        details={r.id: r.details for r in draft.people if r.details},
        notes=tuple(notes),
        hashes=draft.hashes,
        sex_alleles=sex_alleles(draft),
    )


def _remains(draft: CaseDraft, profiled: tuple[str, ...]) -> tuple[Remains, ...]:
    found: dict[str, Remains] = {}
    for row in draft.remains:
        if row.id in found:
            raise InputError(f"{row.where}: remains '{row.id}' are listed twice; keep one row")
        found[row.id] = Remains(row.id, row.sex, row.details)
    for subject in profiled:
        found.setdefault(subject, Remains(subject))
    return tuple(found.values())


def _check_prior(draft: CaseDraft, remains: set[str], families: Families) -> None:
    for v, row in draft.settings.prior.odds.items():
        if v not in remains:
            raise InputError(
                f"{draft.file('case.toml')}: prior.odds names '{v}', which is not among the remains"
            )
        for x in row:
            if x != "none" and x not in families.missing:
                raise InputError(
                    f"{draft.file('case.toml')}: prior.odds.{v} names '{x}', who is not a missing person"
                )
