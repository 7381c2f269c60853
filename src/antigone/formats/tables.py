"""Tables of text that know their place: a CSV file or a sheet of a workbook."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from antigone.errors import InputError

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file; `number` counts from 1, the header included."""

    file: str
    number: int
    cells: dict[str, str]

    @property
    def where(self) -> str:
        """The opening of a message about the row."""
        return f"{self.file}, row {self.number}"

    def error(self, what: str) -> InputError:
        """An InputError that names the file and the row."""
        return InputError(f"{self.where}: {what}")


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows of text, all cells stripped; `numbers` are the rows' numbers in the file."""

    file: str
    frame: pl.DataFrame
    numbers: pl.Series

    @property
    def header(self) -> tuple[str, ...]:
        """The column names."""
        return tuple(self.frame.columns)

    @property
    def rows(self) -> Iterator[Row]:
        """The rows one by one, for tables that are not long."""
        names = self.header
        for number, cells in zip(self.numbers, self.frame.iter_rows(), strict=True):
            yield Row(self.file, number, dict(zip(names, cells, strict=True)))


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


def decode(name: str, data: bytes, remedy: str = "save the table as CSV in UTF-8") -> str:
    """UTF-8 text (a byte-order mark is dropped); InputError, ending with `remedy`, for anything else."""
    if not data.strip():
        raise InputError(f"{name}: the file is empty; it needs a header row and data")
    if data[:2] in UTF_16:
        raise InputError(f"{name}: the text is in UTF-16; {remedy}")
    if b"\x00" in data:
        raise InputError(f"{name}: this is a binary file; {remedy}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise InputError(f"{name}, row {row}: not UTF-8; {remedy}") from error


def parse_table(name: str, data: bytes) -> Table:
    """A CSV table with a header row; a row may have fewer cells than the header, never more.

    Raises InputError naming the row that is not well-formed.
    """
    text = decode(name, data)
    if '"' in text:
        return table_from_rows(name, _careful_rows(name, text))
    try:
        frame = pl.read_csv(text.encode(), has_header=False, infer_schema=False)
        header = _header(name, [c or "" for c in frame.row(0)])
    except pl.exceptions.PolarsError:
        # Polars does not say which row is wrong; the slow reader does.
        return table_from_rows(name, _careful_rows(name, text))
    if len(header) != frame.width:
        return table_from_rows(name, _careful_rows(name, text))
    body = frame.slice(1).with_columns(pl.all().fill_null("").str.strip_chars())
    body.columns = header
    numbers = pl.Series("row", range(2, body.height + 2), dtype=pl.Int64)
    return _without_empty_rows(name, body, numbers)


def table_from_rows(name: str, rows: Iterator[Sequence[str]]) -> Table:
    """A table from rows of cells, the header first; InputError for a row wider than the header."""
    header: list[str] = []
    columns: list[list[str]] = []
    numbers: list[int] = []
    for number, cells in enumerate(rows, start=1):
        if not header:
            header = _header(name, cells)
            columns = [[] for _ in header]
            continue
        if any(c.strip() for c in cells[len(header) :]):
            raise InputError(
                f"{name}, row {number}: {len(cells)} cells under {len(header)} columns; "
                "remove or quote the surplus comma"
            )
        numbers.append(number)
        for i, column in enumerate(columns):
            column.append(cells[i].strip() if i < len(cells) else "")
    frame = pl.DataFrame(dict(zip(header, columns, strict=True)), schema=dict.fromkeys(header, pl.String))
    return _without_empty_rows(name, frame, pl.Series("row", numbers, dtype=pl.Int64))


def _careful_rows(name: str, text: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    read = 0
    try:
        for cells in reader:
            read += 1
            yield cells
    except csv.Error as error:
        raise InputError(f"{name}, row {read + 1}: {error}; check the quotation marks") from error


def _header(name: str, cells: Sequence[str]) -> list[str]:
    header = [c.strip() for c in cells]
    while header and not header[-1]:
        header.pop()
    twice = {c for c in header if header.count(c) > 1}
    if "" in twice:
        raise InputError(
            f"{name}, row 1: column {header.index('') + 1} has no name; the first row names the columns"
        )
    if twice:
        raise InputError(f"{name}, row 1: column '{min(twice)}' occurs twice; rename one")
    if not header:
        raise InputError(f"{name}, row 1: the header is empty; the first row names the columns")
    return header


def _without_empty_rows(name: str, frame: pl.DataFrame, numbers: pl.Series) -> Table:
    filled = frame.select(pl.any_horizontal(pl.all() != "")).to_series()
    return Table(name, frame.filter(filled), numbers.filter(filled))


def require_columns(table: Table, columns: tuple[str, ...]) -> None:
    """InputError naming the columns that are lacking."""
    lacking = [c for c in columns if c not in table.header]
    if not lacking:
        return
    refuse_other_separators(table)
    if not set(columns) & set(table.header):
        raise InputError(
            f"{table.file}, row 1: the first row must name the columns {','.join(columns)}; add a header row"
        )
    raise InputError(f"{table.file}, row 1: column '{lacking[0]}' is missing; add it to the header")


def refuse_other_separators(table: Table) -> None:
    """InputError where a header of one column is held apart by something else than commas."""
    if len(table.header) > 1:
        return
    for sign, word in SEPARATORS.items():
        if sign in table.header[0]:
            raise InputError(f"{table.file}, row 1: the cells are separated by {word}; save it with commas")
