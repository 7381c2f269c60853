"""A report as DOCX; the notes stand at its end."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from antigone.register.reports.content import (
    Block,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Report,
    Span,
    Table,
)
from antigone.register.reports.drawing import png_of
from antigone.register.reports.html_form import right_to_left

_ALIGN = {"centre": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
_FONT = "Arial"  # Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic; metric twins of it are on every system


def to_docx(report: Report) -> bytes:
    """The DOCX file's bytes."""
    document = Document()
    core = document.core_properties
    core.title, core.author, core.language = _clean(report.title)[:255], "Antigone", report.language
    core.comments, core.last_modified_by = "", "Antigone"
    core.created = core.modified = datetime.fromisoformat(f"{report.made_on}T00:00:00")
    _page(document, report)
    writer = _Writer(document, right_to_left(report.language))
    for number, block in enumerate(report.blocks):
        if number == report.title_after:
            writer.heading(report.title, 0)
        writer.add(block)
    if report.notes:
        writer.heading(report.notes_title, 1)
        for number, text in enumerate(report.notes, start=1):
            line = writer.paragraph()
            line.add_run(str(number)).font.superscript = True
            writer.run(line, Span(" " + text), Pt(8.5))
    out = io.BytesIO()
    document.save(out)
    return _undated(out)


def _undated(package: io.BytesIO) -> bytes:
    """The same package without the moment at which it was packed: the same report gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _page(document: Any, report: Report) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
        style = document.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            del fonts.attrib[attribute]
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), _FONT)
    document.styles["Normal"].font.size = Pt(10.5)
    document.styles["Title"].font.size = Pt(16)
    language = document.styles["Normal"].element.get_or_add_rPr()
    language.append(_element("w:lang", {"w:val": report.language, "w:bidi": report.language}))
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for field in ("PAGE", " / ", "NUMPAGES"):
        run = foot.add_run("" if field.isupper() else field)
        run.font.size = Pt(8)
        if field.isupper():
            for part in ("begin", field, "end"):
                run._r.append(_field(part))


def _field(part: str) -> Any:
    if part in ("begin", "end"):
        return _element("w:fldChar", {"w:fldCharType": part})
    text = OxmlElement("w:instrText")
    text.text = part
    return text


def _element(name: str, attributes: dict[str, str] | None = None) -> Any:
    made = OxmlElement(name)
    for key, value in (attributes or {}).items():
        made.set(qn(key), value)
    return made


class _Writer:
    """Adds blocks to a document in the direction in which its language is written."""

    def __init__(self, document: Any, right_to_left: bool) -> None:
        self.document, self.right_to_left = document, right_to_left

    def heading(self, text: str, level: int) -> None:
        made = self._turned(self.document.add_heading(level=level))
        self.run(made, Span(text), None)

    def paragraph(self) -> Any:
        return self._turned(self.document.add_paragraph())

    def run(self, paragraph: Any, span: Span, size: Any) -> None:
        run = paragraph.add_run(_clean(span.text))
        if size is not None:
            run.font.size = size
        if self.right_to_left:
            if size is not None:
                run._r.get_or_add_rPr().append(_element("w:szCs", {"w:val": str(int(size.pt * 2))}))
            run.font.rtl = True
        if span.notes:
            paragraph.add_run(", ".join(map(str, span.notes))).font.superscript = True

    def add(self, block: Block) -> None:
        match block:
            case Heading():
                self.heading(block.text, block.level)
            case PageBreak():
                self.document.add_page_break()
            case Picture():
                shape = self.document.add_picture(io.BytesIO(png_of(block.svg)))
                if (wide := max(shape.width / Mm(160), shape.height / Mm(200))) > 1:
                    shape.width, shape.height = int(shape.width / wide), int(shape.height / wide)
                self.run(self.paragraph(), Span(block.caption), Pt(8.5))
            case Paragraph():
                made = self.paragraph()
                if block.role in _ALIGN:
                    made.alignment = _ALIGN[block.role]
                if block.role == "sign":
                    made.paragraph_format.space_before = Pt(36)
                for span in block.spans:
                    self.run(made, span, Pt(8.5) if block.role == "small" else None)
            case Table():
                self.table(block)

    def table(self, block: Table) -> None:
        headed = any(block.header)
        grid = self.document.add_table(rows=int(headed), cols=len(block.header), style="Table Grid")
        if self.right_to_left:
            grid._tbl.tblPr.insert(1, _element("w:bidiVisual"))
        if headed:
            grid.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))
            for cell, text in zip(grid.rows[0].cells, block.header, strict=True):
                self.run(self._turned(cell.paragraphs[0]), Span(text), Pt(9))
                cell.paragraphs[0].runs[0].font.bold = True
        for row in block.rows:
            line = grid.add_row()
            line._tr.get_or_add_trPr().append(_element("w:cantSplit"))
            for cell, span in zip(line.cells, row, strict=True):
                self.run(self._turned(cell.paragraphs[0]), span, Pt(9))
        _set_widths(grid, block)
        self.document.add_paragraph()

    def _turned(self, paragraph: Any) -> Any:
        if self.right_to_left:
            paragraph._p.get_or_add_pPr().append(_element("w:bidi"))
        return paragraph


def _set_widths(grid: Any, block: Table) -> None:
    """Columns as wide as their longest text asks, none wider than eight times another."""
    columns = zip(block.header, *([s.text for s in row] for row in block.rows), strict=True)
    longest = [max(map(len, column)) for column in columns]
    weights = [min(max(n, 6, max(longest) / 8), 64) for n in longest]
    grid.autofit = False
    for i, weight in enumerate(weights):
        grid.columns[i].width = Mm(170 * weight / sum(weights))
        for cell in grid.columns[i].cells:
            cell.width = Mm(170 * weight / sum(weights))


def _clean(text: str) -> str:
    """XML knows no control characters."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Cn"))
