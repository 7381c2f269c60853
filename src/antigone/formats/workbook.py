"""A case as one workbook, whose sheets carry the names of the files of a case folder."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from antigone.cases.draft import CaseDraft
from antigone.cases.settings import Settings
from antigone.errors import InputError
from antigone.formats.case_folder import FILES, draft_from_tables
from antigone.formats.settings import parse_settings
from antigone.formats.tables import Table, sha256, table_from_rows

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

UNPACKED_LIMIT = 2**30
RATIO_LIMIT = 200
SMALL = 2**24
MOST_ROWS = 1_048_576
MOST_CELLS = 50_000_000
NEEDED = ("frequencies.csv", "people.csv", "profiles.csv")
SETTINGS = "case.toml"


def parse_workbook(name: str, data: bytes) -> CaseDraft:
    """The draft of a workbook; InputError names the sheet and the row."""
    _check_archive(name, data)
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise InputError(f"{name}: reading .xlsx needs openpyxl; pip install 'antigone[excel]'") from error
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheets = _sheets(name, book)
    except (InputError, MemoryError):
        raise
    except Exception as error:  # openpyxl raises whatever its parsers meet in a damaged file
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise InputError(f"{name}: a damaged workbook ({reason}); save it again as .xlsx") from error
    settings = Settings()
    if SETTINGS in sheets:
        text = "\n".join("".join(row) for row in sheets[SETTINGS])
        settings = parse_settings(f"{name}/{SETTINGS}", text.encode()) if text.strip() else settings

    def table(file: str) -> Table | None:
        if file not in sheets:
            return None
        found = table_from_rows(f"{name}/{file}", iter(sheets[file]))
        if not found.header:
            raise InputError(f"{name}/{file}: the sheet is empty; it needs a header row and data")
        return found

    return draft_from_tables(name, settings, table, {name.rpartition("/")[2]: sha256(data)})


def _check_archive(name: str, data: bytes) -> None:
    """Refuses what is no workbook or unpacks to far more than it is, before anything is unpacked."""
    if not data:
        raise InputError(f"{name}: the file is empty; save the workbook again as .xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise InputError(f"{name}: not an .xlsx workbook ({error}); save it again as .xlsx") from error
    size = sum(p.file_size for p in parts)
    if size > UNPACKED_LIMIT or (size > SMALL and size > RATIO_LIMIT * len(data)):
        raise InputError(
            f"{name}: unpacks from {len(data):,} to {size:,} bytes and was not opened; a case of that size "
            "goes into a case folder"
        )
    if "xl/workbook.xml" not in {p.filename for p in parts}:
        raise InputError(f"{name}: an archive, but not an .xlsx workbook; save the tables as .xlsx")


def _sheets(name: str, book: Workbook) -> dict[str, list[list[str]]]:
    names = {file: file for file in FILES} | {file.partition(".")[0]: file for file in FILES}
    found: dict[str, Any] = {}
    for sheet in book.worksheets:
        file = names.get(sheet.title.strip().lower())
        if file is None:
            continue
        if file in found:
            raise InputError(f"{name}: two sheets are called {file}; rename one")
        found[file] = sheet
    if not found:
        raise InputError(f"{name}: no sheet is called {', '.join(FILES)}; name the sheets as these files")
    for file in NEEDED:
        if file not in found:
            raise InputError(f"{name}: no sheet is called {file}; a case needs it")
    sheets: dict[str, list[list[str]]] = {}
    for file, sheet in found.items():
        sheet.reset_dimensions()
        sheets[file] = list(_rows(f"{name}/{file}", sheet))
    return sheets


def _rows(place: str, sheet: Any) -> Iterator[list[str]]:
    """The rows down to the last that holds anything; few bytes can state a row far below or far right."""
    empty = cells = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells += len(row)
        if number > MOST_ROWS or cells > MOST_CELLS:
            raise InputError(
                f"{place}, row {number}: more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells; remove what "
                "stands far below or right of the table, or write a case folder"
            )
        if all(cell is None for cell in row):
            empty += 1
            continue
        for _ in range(empty):
            yield []
        empty = 0
        yield [_text(place, number, cell) for cell in row]


def _text(place: str, number: int, cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        # A leading apostrophe-free "=" is a formula; its cached value may be absent or stale.
        if cell.startswith("=") or cell in (
            "#N/A",
            "#REF!",
            "#VALUE!",
            "#DIV/0!",
            "#NAME?",
            "#NUM!",
            "#NULL!",
        ):
            raise InputError(f"{place}, row {number}: '{cell}' is a formula or error; paste it as a value")
        return cell
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    raise InputError(f"{place}, row {number}: a cell that is no text, number or date; paste it as a value")
