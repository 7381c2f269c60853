"""Genotype tables exported by GeneMapper: Sample Name, Marker, Allele 1, Allele 2, …"""

from __future__ import annotations

import csv
import io
import re

from antigone.errors import InputError
from antigone.formats.specimens import Call, Specimen
from antigone.formats.tables import table_from_rows
from antigone.formats.windows_text import decode_windows

REMEDY = "export the genotype table again from GeneMapper, as tab-separated text"
ALLELE = re.compile(r"allele ?(\d+)")


def parse_genemapper(
    name: str, data: bytes, kind: str | None
) -> tuple[tuple[Specimen, ...], tuple[str, ...]]:
    """The samples, all of one `kind`, and notes; InputError names the row."""
    text, notes = decode_windows(name, data, REMEDY)
    first = text.lstrip("\n").partition("\n")[0]
    delimiter = max("\t,;", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise InputError(f"{name}: {error}; {REMEDY}") from error
    table = table_from_rows(name, iter(rows))
    columns = {h.lower().strip(): h for h in table.header}
    sample = columns.get("sample name") or columns.get("sample")
    marker = columns.get("marker") or columns.get("locus")
    alleles = sorted((int(m[1]), h) for c, h in columns.items() if (m := ALLELE.fullmatch(c)))
    if sample is None or marker is None or not alleles:
        raise InputError(
            f"{name}, row 1: expected the GeneMapper columns Sample Name, Marker, Allele 1, Allele 2"
        )
    if kind is None:
        raise InputError(
            f"{name}: a GeneMapper table does not say whose samples it holds; give --kind remains, reference "
            "or personal"
        )
    calls: dict[str, list[Call]] = {}
    for row in table.rows:
        if not row.cells[sample] or not row.cells[marker]:
            raise row.error("Sample Name and Marker must not be empty")
        seen = tuple(a for _, h in alleles if (a := row.cells[h]))
        calls.setdefault(row.cells[sample], []).append(Call(row.cells[marker], seen, row.number))
    return tuple(Specimen(s, kind, tuple(c)) for s, c in calls.items()), notes
