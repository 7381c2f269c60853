"""The target of a conversion, told by its extension."""

from __future__ import annotations

from pathlib import Path

from antigone.cases.draft import CaseDraft
from antigone.errors import InputError
from antigone.formats.case_writer import write_case_folder
from antigone.formats.whole_file import refuse_existing

OTHER = (".xml", ".txt", ".csv", ".tsv", ".xls", ".ods", ".json", ".zip")


def check_target(path: Path) -> None:
    """InputError where something stands at `path`, or its extension is of a format that is not written."""
    refuse_existing(path)
    if path.suffix.lower() in OTHER:
        raise InputError(
            f"{path}: {path.suffix} files are not written; name a new folder, an .xlsx or a .fam file"
        )


def write_target(draft: CaseDraft, path: Path) -> tuple[str, ...]:
    """Writes the draft as .fam, .xlsx or folder, and says what the target cannot hold."""
    suffix = path.suffix.lower()
    if suffix == ".fam":
        if not draft.frequencies:
            raise InputError(f"{path}: a .fam file needs allele frequencies; give them with --frequencies")
        from antigone.formats.familias import write_fam

        return write_fam(draft, path)
    if suffix == ".xlsx":
        from antigone.formats.workbook_writer import write_workbook

        write_workbook(draft, path)
    else:
        write_case_folder(draft, path)
    return ()
