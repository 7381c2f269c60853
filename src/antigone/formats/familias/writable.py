"""Drafts that a .fam file would turn into something else are refused."""

from __future__ import annotations

from antigone.cases.draft import CaseDraft, PersonRow
from antigone.errors import InputError
from antigone.formats.familias.family_notes import MISSING_PERSON


def check_writable(draft: CaseDraft) -> None:
    """InputError naming the row whose id or relation Familias would read otherwise."""
    for row in draft.people:
        if row.twin_of is not None:
            raise InputError(
                f"{row.where}: '{row.id}' is the identical twin of '{row.twin_of}'; a .fam file cannot say "
                "so: keep the case folder"
            )
        _check_text(row.where, row.id)
        _check_text(row.where, row.family)
        if row.status != "missing" and _reserved(row):
            raise InputError(
                f"{row.where}: Familias takes '{row.id}' for a missing person; give the person another id"
            )
    for remains in draft.remains:
        _check_text(remains.where, remains.id)
    for marker, alleles in draft.frequencies.items():
        for text in (marker, *alleles):
            _check_text(f"{draft.place}: marker {marker}", text)


def _reserved(row: PersonRow) -> bool:
    return row.id == MISSING_PERSON or row.id.startswith("Missing ")


def _check_text(where: str, text: str) -> None:
    if not text.isprintable() or '"' in text:
        raise InputError(f"{where}: '{text}' has a quotation mark or line end, which a .fam file cannot hold")
