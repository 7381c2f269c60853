"""people.csv and remains.csv as rows of a draft."""

from __future__ import annotations

from antigone.cases.draft import PersonRow, RemainsRow
from antigone.formats.tables import Row, Table, require_columns

SEXES = {"male": "male", "m": "male", "female": "female", "f": "female", "unknown": "unknown", "": "unknown"}
PERSON_COLUMNS = ("family", "id", "father", "mother", "sex", "status")


def parse_people(table: Table) -> tuple[PersonRow, ...]:
    """The rows of people.csv; InputError naming the row of a sex or status that is none."""
    require_columns(table, PERSON_COLUMNS)
    rows: list[PersonRow] = []
    for row in table.rows:
        c = row.cells
        if not c["id"]:
            raise row.error("the id is empty; give the person an id")
        status = c["status"].lower()
        if status not in ("missing", "reference", ""):
            raise row.error(f"status '{c['status']}' of {c['id']} must be missing, reference or empty")
        details = {k: v for k, v in c.items() if k not in (*PERSON_COLUMNS, "twin_of") and v}
        rows.append(
            PersonRow(
                c["family"], c["id"], c["father"] or None, c["mother"] or None, _sex(row), status,
                c.get("twin_of") or None, details, row.where,
            )
        )  # fmt: skip
    return tuple(rows)


def parse_remains(table: Table) -> tuple[RemainsRow, ...]:
    """The rows of remains.csv; InputError naming the row of a sex that is none."""
    require_columns(table, ("id",))
    rows: list[RemainsRow] = []
    for row in table.rows:
        if not row.cells["id"]:
            raise row.error("the id is empty; give the remains an id")
        details = {k: v for k, v in row.cells.items() if k not in ("id", "sex") and v}
        rows.append(RemainsRow(row.cells["id"], _sex(row), details, row.where))
    return tuple(rows)


def _sex(row: Row) -> str:
    stated = row.cells.get("sex", "")
    sex = SEXES.get(stated.lower())
    if sex is None:
        raise row.error(f"sex '{stated}' of {row.cells['id']} must be male, female or unknown")
    return sex
