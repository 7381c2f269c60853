"""The .fam files of the program Familias 3, read and written (docs/formats.md)."""

from __future__ import annotations

from pathlib import Path

from antigone.cases.draft import CaseDraft
from antigone.formats.familias.draft import check_kinds, fam_draft
from antigone.formats.familias.read import read_fam
from antigone.formats.tables import sha256


def parse_fam(name: str, data: bytes) -> CaseDraft:
    """The draft of a case from the bytes of a .fam file; InputError names the line that is wrong."""
    fam = read_fam(name, data)
    check_kinds(fam)
    return fam_draft(fam, Path(name).stem, {Path(name).name: sha256(data)})
