"""frequencies.csv: one row an allele, or the wide layout of published tables."""

from __future__ import annotations

from collections.abc import Iterator

from antigone.errors import InputError
from antigone.formats.allele_names import allele_name
from antigone.formats.tables import Row, Table, refuse_other_separators


def parse_frequencies(table: Table) -> dict[str, dict[str, float]]:
    """Marker → allele → frequency in file order; InputError naming the row of a value that is none."""
    return parse_frequency_rows(table)[0]


def parse_frequency_rows(
    table: Table,
) -> tuple[dict[str, dict[str, float]], dict[tuple[str, str], int]]:
    """What `parse_frequencies` gives, and the row of each (marker, allele)."""
    result: dict[str, dict[str, float]] = {}
    rows: dict[tuple[str, str], int] = {}
    for row, marker, written, text in _cells(table):
        if not marker or not written:
            raise row.error("marker and allele must not be empty")
        allele = allele_name(written)
        try:
            value = float(text)
        except ValueError:
            raise row.error(f"frequency '{text}' of allele {allele} at {marker} is not a number") from None
        if not 0 <= value <= 1:
            raise row.error(f"frequency {text} of allele {allele} at {marker} is not between 0 and 1")
        alleles = result.setdefault(marker, {})
        if allele in alleles:
            raise row.error(f"allele {allele} of marker {marker} is listed twice; keep one row")
        alleles[allele] = value
        rows[marker, allele] = row.number
    if not result:
        raise InputError(f"{table.file}: no frequencies; add a row for each allele of each marker")
    return result, rows


def _cells(table: Table) -> Iterator[tuple[Row, str, str, str]]:
    names = {h.lower(): h for h in table.header}
    if {"marker", "allele", "frequency"} <= set(names):
        for row in table.rows:
            yield row, row.cells[names["marker"]], row.cells[names["allele"]], row.cells[names["frequency"]]
        return
    refuse_other_separators(table)
    if len(table.header) < 2 or table.header[0].lower() not in ("allele", "alleles", ""):
        raise InputError(
            f"{table.file}, row 1: expected the columns marker,allele,frequency "
            "(or allele and one column a marker)"
        )
    rows = list(table.rows)
    for marker in table.header[1:]:
        for row in rows:
            if row.cells[marker]:
                yield row, marker, row.cells[table.header[0]], row.cells[marker]
