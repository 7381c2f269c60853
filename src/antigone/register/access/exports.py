"""Lists as CSV or XLSX; no cell of an export is ever run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

RISKY = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: Any) -> str:
    """The cell's text; one that a spreadsheet would run gets a leading apostrophe."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(RISKY) else text


def table_response(
    kind: str, name: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """A download; 404 for a kind that is none."""
    if kind == "csv":
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow([harmless(h) for h in header])
        writer.writerows([harmless(c) for c in row] for row in rows)
        data, content_type = ("\ufeff" + text.getvalue()).encode(), "text/csv; charset=utf-8"
    elif kind == "xlsx":
        data, content_type = (
            _xlsx(header, rows),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    else:
        raise Http404
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _xlsx(header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("list")
    for row in (header, *rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value="".join(c for c in harmless(value) if c >= " " or c in "\n\t"))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
