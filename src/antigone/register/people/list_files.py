"""Files of lists as they come: kept as evidence under their hash, and read in any encoding."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import secrets
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from openpyxl import load_workbook

from antigone.errors import InputError
from antigone.formats.tables import Table, parse_table, table_from_rows

MOST_ROWS = 200_000
MOST_BYTES_UNPACKED = 500 * 2**20
ENCODINGS = ("utf-8", "utf-16", "windows-1251", "windows-1256", "windows-1254", "windows-1252")
_KEY = re.compile("[0-9a-f]{64}")


def keep(investigation: Any, data: bytes) -> str:
    """Keeps the bytes; their SHA-256. InputError where the disk is full."""
    key = hashlib.sha256(data).hexdigest()
    _write(_path(investigation, key), data)
    return key


def kept(investigation: Any, key: str) -> bytes | None:
    """The bytes, or None for a key of none."""
    path = _path(investigation, key) if _KEY.fullmatch(key) else None
    return path.read_bytes() if path and path.exists() else None


def note(investigation: Any, key: str, said: dict[str, Any]) -> None:
    """Keeps what was said of a file beside it."""
    _write(_path(investigation, key).with_suffix(".json"), json.dumps(said, ensure_ascii=False).encode())


def noted(investigation: Any, key: str) -> dict[str, Any] | None:
    """What was said of it."""
    try:
        return json.loads(_path(investigation, key).with_suffix(".json").read_text("utf-8"))
    except (OSError, ValueError):
        return None


def read_list(name: str, data: bytes, encoding: str = "utf-8", sheet: str = "") -> Table:
    """The table of a CSV file or of one sheet of a workbook.

    Raises InputError for anything else: a wrong encoding, several sheets of which none is named, formulas
    whose value was never computed.
    """
    if data.startswith(b"PK"):
        return _workbook(name, data, sheet)
    return _delimited(name, data, encoding)


def _delimited(name: str, data: bytes, encoding: str) -> Table:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    if encoding != "utf-8":
        try:
            data = data.decode(encoding).encode()
        except UnicodeError:
            raise InputError(f"{name}: is not in {encoding}; choose another encoding") from None
    first = data.split(b"\n", 1)[0]
    for mark in (b";", b"\t"):
        if first.count(mark) > first.count(b","):
            return _separated(name, data, mark.decode())
    try:
        return parse_table(name, data)
    except InputError as error:
        if "not UTF-8" in str(error):
            raise InputError(f"{error}, or choose its encoding below (windows-1251 for Cyrillic)") from None
        raise


def _separated(name: str, data: bytes, mark: str) -> Table:
    try:
        text = data.decode("utf-8-sig")
        return table_from_rows(name, csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise InputError(f"{name}, row {row}: not UTF-8; choose its encoding below") from None
    except csv.Error as error:
        raise InputError(f"{name}: {error}; check the quotation marks") from None


def _workbook(name: str, data: bytes, sheet: str) -> Table:
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            if sum(f.file_size for f in packed.infolist()) > MOST_BYTES_UNPACKED:
                raise InputError(f"{name}: unpacks to more than 500 MB; save the one table as CSV in UTF-8")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        chosen = _sheet(name, book, sheet)
        rows = [[_text(c) for c in row] for row in chosen.iter_rows(values_only=True, max_row=MOST_ROWS + 1)]
        _refuse_formulas(name, data, chosen.title, rows)
        return table_from_rows(name, iter(rows))
    except (BadZipFile, KeyError, ValueError, IndexError, OSError, TypeError, AttributeError) as error:
        raise InputError(f"{name}: the workbook cannot be read ({error}); save it as CSV in UTF-8") from None


def _sheet(name: str, book: Any, sheet: str) -> Any:
    titles = [s.title for s in book.worksheets]
    if sheet:
        if sheet not in titles:
            raise InputError(f"{name}: has no sheet '{sheet}'; it has {', '.join(titles)}")
        return book[sheet]
    filled = [s for s in book.worksheets if next(s.iter_rows(values_only=True, max_row=1), None)]
    if len(filled) > 1:
        raise InputError(f"{name}: has several sheets; name one of {', '.join(titles)}")
    if not filled:
        raise InputError(f"{name}: the workbook is empty; it needs a header row and data")
    return filled[0]


def _refuse_formulas(name: str, data: bytes, sheet: str, rows: list[list[str]]) -> None:
    """A formula that was never computed leaves its cell without a value: a name would be lost unseen."""
    with ZipFile(io.BytesIO(data)) as packed:
        sheets = [f for f in packed.namelist() if f.startswith("xl/worksheets/sheet")]
        if not any(b"<f>" in packed.read(f) or b"<f " in packed.read(f) for f in sheets):
            return
    formulas = load_workbook(io.BytesIO(data), read_only=True)[sheet]
    for number, row in enumerate(formulas.iter_rows(values_only=True, max_row=MOST_ROWS + 1), start=1):
        for at, cell in enumerate(row):
            if isinstance(cell, str) and cell.startswith("=") and not rows[number - 1][at]:
                raise InputError(
                    f"{name}, row {number}: the formula {cell[:60]} has no value; open the file in a "
                    "spreadsheet, paste values instead of formulas, and save it"
                )


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removesuffix(" 00:00:00")


def _path(investigation: Any, key: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "lists" / str(investigation.pk) / key


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"partial-{secrets.token_hex(8)}")
    try:
        partial.write_bytes(data)
        os.replace(partial, path)
    except OSError as error:
        raise InputError(
            f"the file cannot be kept ({error.strerror}); free some space and send it again"
        ) from None
    finally:
        partial.unlink(missing_ok=True)
