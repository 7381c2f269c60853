"""Lists of missing persons kept by other bodies: a dry run first, then the whole list or nothing."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from zipfile import BadZipFile

from django.db import transaction
from openpyxl import load_workbook

from antigone.errors import InputError
from antigone.formats.tables import Row, Table, parse_table, table_from_rows
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.codes import codes
from antigone.register.ledger.record import state, state_all, supersede
from antigone.register.people.models import Listing, PersonList
from antigone.register.people.names import checked_name
from antigone.register.people.reporting import (
    Reported,
    checked_description,
    checked_report,
    report_many,
)

FIELDS = ("number", "name", "name2", "sex", "birth", "last_seen", "place", "circumstances", "reporter")
MOST_ROWS = 200_000
SEXES = {"m": "male", "male": "male", "f": "female", "female": "female", "": "unknown", "unknown": "unknown"}


@dataclass(frozen=True, slots=True)
class Incoming:
    """A row of a list: its number there, what it says, its cells."""

    number: str
    said: Reported
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Differences:
    """What importing a list would do: new rows, rows that changed (old, new), how many are as before."""

    new: tuple[Incoming, ...]
    changed: tuple[tuple[Listing, Incoming], ...]
    same: int


def read_list(name: str, data: bytes) -> Table:
    """The table of a CSV file or of a workbook's first sheet; InputError for anything else."""
    if not data.startswith(b"PK"):
        return parse_table(name, data)
    try:
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        rows = ([_text(c) for c in row] for row in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 1))
        return table_from_rows(name, iter(list(rows)))
    except (BadZipFile, KeyError, ValueError, IndexError, OSError, TypeError) as error:
        raise InputError(f"{name}: the workbook cannot be read ({error}); save it as CSV in UTF-8") from None


def _text(value: object) -> str:
    if value is None:
        return ""
    text = str(value)
    return text.removesuffix(" 00:00:00")


def guess_columns(table: Table) -> dict[str, str]:
    """Field → column, for columns that bear the name of a field."""
    names = {h.lower().replace(" ", "_"): h for h in table.header}
    return {f: names[f] for f in FIELDS if f in names}


def compare(person_list: PersonList | None, table: Table, columns: Mapping[str, str]) -> Differences:
    """A dry run; InputError naming the row that cannot be used."""
    incoming = _incoming(table, columns)
    held = {}
    if person_list is not None:
        held = {x.number: x for x in Listing.objects.standing().filter(list=person_list)}
    new = tuple(i for i in incoming if i.number not in held)
    changed = tuple(
        (held[i.number], i) for i in incoming if i.number in held and held[i.number].cells != i.cells
    )
    return Differences(new, changed, len(incoming) - len(new) - len(changed))


@transaction.atomic
def import_list(
    author: Author, title: str, table: Table, columns: Mapping[str, str]
) -> tuple[PersonList, Differences]:
    """Enters a list whole or not at all; the same list again changes nothing."""
    author.require(Right.IMPORT)
    person_list = PersonList.objects.of(author.investigation).standing().filter(title=title).first()
    found = compare(person_list, table, columns)
    if person_list is None:
        code = next(codes(author.investigation, PersonList, "L"))
        person_list = state(author, PersonList(code=code, title=title, columns=dict(columns)))
    author = author.because(author.reason or f"list '{title}'")
    persons = report_many(author, [i.said for i in found.new])
    state_all(
        author,
        [
            Listing(list=person_list, person=p, number=i.number, cells=i.cells)
            for p, i in zip(persons, found.new, strict=True)
        ],
    )
    for old, row in found.changed:
        supersede(author, old, cells=row.cells)
    return person_list, found


def _incoming(table: Table, columns: Mapping[str, str]) -> list[Incoming]:
    for needed in ("number", "name"):
        if columns.get(needed) not in table.header:
            raise InputError(
                f"{table.file}: name the column that holds the {needed}; it has {', '.join(table.header)}"
            )
    if table.frame.height > MOST_ROWS:
        raise InputError(f"{table.file}: {table.frame.height} rows; import at most {MOST_ROWS} at a time")
    rows, seen = [], {}
    for row in table.rows:
        read = _row(row, columns)
        if read.number in seen:
            raise row.error(
                f"number '{read.number}' was used in row {seen[read.number]}; each person has one"
            )
        seen[read.number] = row.number
        rows.append(read)
    return rows


def _row(row: Row, columns: Mapping[str, str]) -> Incoming:
    cell = {f: row.cells.get(columns.get(f, ""), "") for f in FIELDS}
    if not cell["number"]:
        raise row.error("the number is empty; each person of a list has one")
    if cell["sex"].lower() not in SEXES:
        raise row.error(f"sex '{cell['sex']}' must be male, female or empty")
    report = {f: cell[f] for f in ("last_seen", "place", "circumstances", "reporter")}
    described = {"sex": SEXES[cell["sex"].lower()], "birth": cell["birth"]}
    try:
        names = [checked_name(cell[f]) for f in ("name", "name2") if f == "name" or cell[f]]
        checked_report(report)
        checked_description(described)
    except InputError as error:
        raise row.error(str(error)) from None
    for field, longest in (("place", 200), ("reporter", 200), ("number", 100)):
        if len(cell[field]) > longest:
            raise row.error(f"the {field} has {len(cell[field])} characters; {longest} fit")
    return Incoming(cell["number"], Reported(names, report, described), dict(row.cells))
