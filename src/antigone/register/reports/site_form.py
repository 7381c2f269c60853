"""A report for a public site: a ZIP with one HTML page and each of its tables as CSV."""

from __future__ import annotations

import csv
import io
import re
import zipfile

from antigone.register.access.exports import harmless
from antigone.register.reports.content import Heading, Report, Table
from antigone.register.reports.html_form import to_html


def to_site(report: Report) -> bytes:
    """`index.html` needs nothing else; `by-place.csv` … are UTF-8, and no cell of them runs as a formula."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in {"index.html": to_html(report), **_tables(report)}.items():
            # Without the moment of packing: the same report gives the same bytes.
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _tables(report: Report) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    name = "table"
    for block in report.blocks:
        if isinstance(block, Heading):
            name = re.sub(r"\W+", "-", block.text.lower()).strip("-") or "table"
        elif isinstance(block, Table):
            text = io.StringIO()
            writer = csv.writer(text)
            writer.writerow(map(harmless, block.header))
            writer.writerows([harmless(cell.text) for cell in row] for row in block.rows)
            file = f"{name}.csv" if f"{name}.csv" not in found else f"{name}-{len(found)}.csv"
            found[file] = ("\ufeff" + text.getvalue()).encode()
    return found
