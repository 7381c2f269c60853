"""What of a draft a .fam file has no place for, said in notes."""

from __future__ import annotations

import numpy as np

from antigone.cases.draft import EMPTY, CaseDraft
from antigone.cases.settings import Model, PriorSettings, ReportSettings


def losses(draft: CaseDraft, plain: bool) -> tuple[str, ...]:
    """One note a kind of loss; those that change likelihoods say so."""
    model, markers = draft.settings.model, draft.settings.markers.values()
    notes = []
    details = sorted({k for p in draft.people for k in p.details if not (plain and k == "born")})
    if details:
        notes.append(f"columns of people.csv not in the .fam file: {', '.join(details)}")
    details = sorted({k for r in draft.remains for k in r.details})
    if details:
        notes.append(f"columns of remains.csv not in the .fam file: {', '.join(details)}")
    if (draft.genotypes.sample != EMPTY).any():
        notes.append("sample names are not in the .fam file")
    if not plain and not np.isnan(draft.genotypes.dropout).all():
        notes.append("drop-out by profile is not in a DVI .fam file; likelihoods differ")
    if model.dropout or model.dropin or any(m.dropout or m.dropin for m in markers):
        notes.append("drop-out and drop-in of remains are not in the .fam file; likelihoods differ")
    if any(m.minimum_frequency is not None for m in markers) or (
        model.minimum_frequency != Model().minimum_frequency
    ):
        notes.append("minimum_frequency is written as Familias' minor allele frequency")
    if any(m.position_cM is not None for m in markers):
        notes.append("positions of markers are not in the .fam file")
    if draft.settings.prior != PriorSettings() or draft.settings.report != ReportSettings():
        notes.append("[prior] and [report] of case.toml are not in the .fam file")
    unknown = [p.id for p in draft.people if p.sex == "unknown"]
    if plain and unknown:
        notes.append(
            f"{', '.join(unknown)}: Familias has no unknown sex; written as the role says, else as male"
        )
    elif unknown or any(r.sex == "unknown" for r in draft.remains):
        notes.append("an unknown sex is written as Gender= Unknown; check it in Familias")
    typed = set(draft.genotypes.subjects)
    untyped = [p.id for p in draft.people if p.status == "reference" and p.id not in typed]
    if untyped:
        notes.append(f"{', '.join(untyped)}: a reference without profile is a mere link in the .fam file")
    notes.append("the title is not in the .fam file; it becomes the file's name")
    return tuple(notes)
