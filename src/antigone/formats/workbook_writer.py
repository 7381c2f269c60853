"""A draft written as one workbook."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from antigone.cases.draft import CaseDraft
from antigone.errors import InputError
from antigone.formats.draft_tables import draft_tables
from antigone.formats.settings_writer import settings_toml
from antigone.formats.whole_file import refuse_existing, write_new_file

MOST_ROWS = 1_048_576


def write_workbook(draft: CaseDraft, path: str | Path) -> Path:
    """Writes `draft` as a new .xlsx, a sheet for each file of a case folder and one for the notes.

    Alleles and ids are text cells; frequencies numbers, or text where a number cell would round them.
    Raises InputError where the file exists, a table has more rows than a sheet, or a text holds control
    characters.
    """
    target = Path(path)
    refuse_existing(target)
    try:
        from openpyxl import Workbook
        from openpyxl.utils.exceptions import IllegalCharacterError
    except ImportError as error:
        raise InputError(f"{target}: writing .xlsx needs openpyxl; pip install 'antigone[excel]'") from error
    book = Workbook(write_only=True)
    try:
        _write_lines(book.create_sheet("case.toml"), settings_toml(draft.settings))
        for name, table in draft_tables(draft).items():
            if table.height >= MOST_ROWS:
                raise InputError(
                    f"{target}: {name} has {table.height:,} rows, a sheet at most {MOST_ROWS:,}; "
                    "write a case folder"
                )
            sheet = book.create_sheet(name)
            sheet.append([_cell(sheet, c) for c in table.columns])
            for row in table.iter_rows():
                sheet.append([_cell(sheet, value) for value in row])
        if draft.notes:
            _write_lines(book.create_sheet("notes.txt"), "\n".join(draft.notes))
    except IllegalCharacterError as error:
        raise InputError(f"{target}: a text with control characters cannot stand in a workbook") from error
    buffer = io.BytesIO()
    book.save(buffer)
    write_new_file(target, buffer.getvalue())
    return target


def _write_lines(sheet: Any, text: str) -> None:
    for line in text.split("\n"):
        sheet.append([_cell(sheet, line)])


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, float) and float(f"{value:.16g}") != value:
        # openpyxl writes 16 digits of a number; text keeps them all.
        value = repr(value)
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value)
    # Text that opens with "=" would become a formula.
    cell.data_type = "s"
    cell.number_format = "@"
    return cell
