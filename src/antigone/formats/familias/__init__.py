"""The .fam files of the program Familias 3, read and written (docs/formats.md)."""

from __future__ import annotations

from pathlib import Path

from antigone.cases.draft import CaseDraft
from antigone.formats.familias.draft import check_kinds, fam_draft
from antigone.formats.familias.read import read_fam
from antigone.formats.familias.write import fam_text
from antigone.formats.tables import sha256
from antigone.formats.whole_file import write_new_file


def parse_fam(name: str, data: bytes) -> CaseDraft:
    """The draft of a case from the bytes of a .fam file; InputError names the line that is wrong."""
    fam = read_fam(name, data)
    check_kinds(fam)
    return fam_draft(fam, Path(name).stem, {Path(name).name: sha256(data)})


def write_fam(draft: CaseDraft, path: str | Path) -> tuple[str, ...]:
    """Writes `draft` as a new .fam file in UTF-8; notes say what such a file cannot hold.

    Raises InputError where the file exists or Familias would take the case for another.
    """
    text, notes = fam_text(draft)
    write_new_file(Path(path), text.encode())
    return notes
