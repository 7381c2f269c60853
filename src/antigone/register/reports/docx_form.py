"""A report as DOCX; the notes stand at its end."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from antigone.register.reports.content import Heading, PageBreak, Paragraph, Report, Span, Table

_ALIGN = {"centre": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def to_docx(report: Report, notes_title: str) -> bytes:
    """The DOCX file's bytes."""
    document = Document()
    core = document.core_properties
    core.title, core.author, core.language = report.title[:255], "Antigone", report.language
    core.comments, core.last_modified_by = "", "Antigone"
    core.created = core.modified = datetime.fromisoformat(f"{report.made_on}T00:00:00")
    document.styles["Normal"].font.size = Pt(10.5)
    document.add_heading(_clean(report.title), 0)
    for block in report.blocks:
        _add(document, block)
    if report.notes:
        document.add_heading(notes_title, 1)
        for number, text in enumerate(report.notes, start=1):
            line = document.add_paragraph()
            line.add_run(str(number)).font.superscript = True
            line.add_run(" " + _clean(text)).font.size = Pt(8.5)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add(document: Any, block: Any) -> None:
    match block:
        case Heading():
            document.add_heading(_clean(block.text), block.level)
        case PageBreak():
            document.add_page_break()
        case Paragraph():
            paragraph = document.add_paragraph()
            if block.role in _ALIGN:
                paragraph.alignment = _ALIGN[block.role]
            for span in block.spans:
                _run(paragraph, span, Pt(8.5) if block.role == "small" else None)
        case Table():
            grid = document.add_table(rows=1, cols=len(block.header), style="Light Grid")
            for cell, text in zip(grid.rows[0].cells, block.header, strict=True):
                cell.text = _clean(text)
            for row in block.rows:
                for cell, span in zip(grid.add_row().cells, row, strict=True):
                    _run(cell.paragraphs[0], span, Pt(9))


def _run(paragraph: Any, span: Span, size: Any) -> None:
    run = paragraph.add_run(_clean(span.text))
    if size is not None:
        run.font.size = size
    if span.notes:
        paragraph.add_run(", ".join(map(str, span.notes))).font.superscript = True


def _clean(text: str) -> str:
    """XML knows no control characters."""
    return "".join(c for c in text if c in "\n\t" or c.isprintable())
