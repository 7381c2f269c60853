"""Columns that Antigone has no use for: kept by the reader of details, ignored, and said so."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from antigone.formats.tables import Table

KNOWN = {
    "people.csv": (
        "family", "id", "father", "mother", "sex", "status", "twin_of", "name", "born", "died",
        "last_seen_on", "last_seen_place", "stature_cm",
    ),
    "profiles.csv": ("subject", "kind", "marker", "allele1", "allele2", "sample", "dropout"),
    "frequencies.csv": ("marker", "allele", "frequency"),
    "remains.csv": (
        "id", "site", "recovered_on", "sex", "age_min", "age_max", "stature_min_cm", "stature_max_cm",
        "element", "notes",
    ),
}  # fmt: skip


def notes_on_columns(tables: Mapping[str, Table]) -> tuple[str, ...]:
    """A note for each file with columns that docs/case-folder.md does not name."""
    notes: list[str] = []
    for name, table in tables.items():
        if name in ("profiles.csv", "frequencies.csv") and "marker" not in table.header:
            continue  # the wide layouts name markers in the header
        extra = [c for c in table.header if c and c not in KNOWN[name]]
        if extra:
            word = "column" if len(extra) == 1 else "columns"
            notes.append(f"{PurePath(table.file).name}: {word} {', '.join(extra)} kept but not used")
    return tuple(notes)
