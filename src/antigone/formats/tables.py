"""Comma-separated files as rows that know their place."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from antigone.errors import InputError


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file; `number` counts from 1, the header included."""

    file: str
    number: int
    cells: dict[str, str]

    def error(self, what: str) -> InputError:
        """An InputError that names the file and the row."""
        return InputError(f"{self.file}, row {self.number}: {what}")


@dataclass(frozen=True, slots=True)
class Table:
    """A file's header and rows."""

    file: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; InputError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror}); check the path and its rights"
        ) from error


def sha256(data: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def decode(name: str, data: bytes) -> str:
    """UTF-8 text (a byte-order mark is dropped); InputError for anything else."""
    if not data.strip():
        raise InputError(f"{name}: the file is empty; it needs a header row and data")
    if b"\x00" in data:
        raise InputError(f"{name}: this is a binary file; save the table as CSV in UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise InputError(f"{name}, row {row}: not UTF-8; save the table as CSV in UTF-8") from error


def parse_table(name: str, data: bytes) -> Table:
    """A CSV table with a header row; every row must have the header's number of cells or fewer."""
    reader = csv.reader(io.StringIO(decode(name, data), newline=""), strict=True)
    rows: list[Row] = []
    header: tuple[str, ...] = ()
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if not header:
                header = tuple(c.strip() for c in cells)
                twice = {c for c in header if c and header.count(c) > 1}
                if twice:
                    raise InputError(f"{name}, row 1: column '{min(twice)}' occurs twice; rename one")
                continue
            if not any(c.strip() for c in cells):
                continue
            if len(cells) > len(header):
                raise InputError(
                    f"{name}, row {number}: {len(cells)} cells under {len(header)} columns; "
                    "remove or quote the surplus comma"
                )
            padded = [c.strip() for c in cells] + [""] * (len(header) - len(cells))
            rows.append(Row(name, number, dict(zip(header, padded, strict=True))))
    except csv.Error as error:
        raise InputError(f"{name}, row {number + 1}: {error}; check the quotation marks") from error
    return Table(name, header, tuple(rows))


def require_columns(table: Table, columns: tuple[str, ...]) -> None:
    """InputError naming the columns that are lacking."""
    lacking = [c for c in columns if c not in table.header]
    if lacking:
        raise InputError(f"{table.file}, row 1: column '{lacking[0]}' is missing; add it to the header")
