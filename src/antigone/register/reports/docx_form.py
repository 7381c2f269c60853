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
from antigone.register.reports.html_form import numbers_apart, right_to_left, runs_right_to_left

_TEXT, _TITLE, _CELL, _SMALL, _HASH = Pt(10.5), Pt(16), Pt(9), Pt(8.5), Pt(7)
_LETTER = Pt(12.5)
_WIDE, _MARGINS, _LETTER_WIDTH = 170.0, 5.5, 1.75  # mm: of the text, beside a cell's text, of a bold letter
_LONG_WORD = 40  # letters; a hash is longer
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
            line.paragraph_format.space_after = Pt(3)
            line.add_run(str(number)).font.superscript = True
            writer.run(line, Span(" " + text), _SMALL)
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
    sizes = {"Normal": _LETTER if report.kind == "family-letter" else _TEXT, "Title": _TITLE, "Footer": Pt(8)}
    for name, size in sizes.items():
        document.styles[name].font.size = size
        _scale_for_all_scripts(document.styles[name].element.get_or_add_rPr(), size)
    language = document.styles["Normal"].element.get_or_add_rPr()
    language.append(_element("w:lang", {"w:val": report.language, "w:bidi": report.language}))
    section.different_first_page_header_footer = True
    for footer in (section.footer, section.first_page_footer):
        _number_pages(footer.paragraphs[0])
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _Writer(document, right_to_left(report.language)).run(head, Span(report.title), Pt(8))


def _number_pages(foot: Any) -> None:
    foot.style, foot.alignment = "Footer", WD_ALIGN_PARAGRAPH.CENTER
    for field in ("PAGE", " / ", "NUMPAGES"):
        run = foot.add_run("" if field.isupper() else field)
        if field.isupper():
            for part in ("begin", field, "end"):
                run._r.append(_field(part))


def _scale_for_all_scripts(properties: Any, size: Any) -> None:
    """Word keeps the size of Arabic and Hebrew letters apart from that of others."""
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    properties.append(_element("w:szCs", {"w:val": str(int(size.pt * 2))}))


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
        text = _clean(span.text)
        run = paragraph.add_run(numbers_apart(text) if span.notes else text)
        if size is not None:
            run.font.size = size
            _scale_for_all_scripts(run._r.get_or_add_rPr(), size)
        if runs_right_to_left(text, self.right_to_left):
            run.font.rtl = True
        if span.notes:
            marks = paragraph.add_run(", ".join(map(str, span.notes))).font
            marks.superscript, marks.rtl = True, run.font.rtl

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
                self.run(self.paragraph(), Span(block.caption), _SMALL)
            case Paragraph():
                made = self.paragraph()
                if block.role in _ALIGN:
                    made.alignment = _ALIGN[block.role]
                if block.role == "sign":
                    made.paragraph_format.space_before = Pt(36)
                for span in block.spans:
                    self.run(made, span, _SMALL if block.role == "small" else None)
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
                self.run(self._turned(cell.paragraphs[0]), Span(text), _CELL)
                font = cell.paragraphs[0].runs[0].font
                font.bold = font.cs_bold = True
        for row in block.rows:
            line = grid.add_row()
            line._tr.get_or_add_trPr().append(_element("w:cantSplit"))
            if not any(span.text for span in row):
                line.height = Mm(12)
            for cell, span in zip(line.cells, row, strict=True):
                size = _HASH if _longest_word(span.text) > _LONG_WORD else _CELL
                self.run(self._turned(cell.paragraphs[0]), span, size)
        _set_widths(grid, block)
        self.document.add_paragraph()

    def _turned(self, paragraph: Any) -> Any:
        if self.right_to_left:
            paragraph._p.get_or_add_pPr().append(_element("w:bidi"))
        return paragraph


def _set_widths(grid: Any, block: Table) -> None:
    widths = widths_of(block)
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def widths_of(block: Table) -> list[float]:
    """Columns in mm, together as wide as the page's text: room for each one's longest word, and no number
    and no word is broken while there is room; the rest as their longest texts ask."""
    columns = [
        [header, *(s.text + "-" * len("".join(map(str, s.notes))) for s in cells)]
        for header, *cells in zip(block.header, *block.rows, strict=True)
    ]
    least = [_MARGINS + _LETTER_WIDTH * min(max(map(_longest_word, c)), 20) for c in columns]
    asked = [_MARGINS + _LETTER_WIDTH * min(max(map(len, c)), 64) for c in columns]
    if (sum_least := sum(least)) >= _WIDE:
        return [_WIDE * width / sum_least for width in least]
    more = [a - b for a, b in zip(asked, least, strict=True)]
    share = (_WIDE - sum_least) / (sum(more) or 1)
    if not any(more):
        return [width + (_WIDE - sum_least) / len(least) for width in least]
    return [width + share * m for width, m in zip(least, more, strict=True)]


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _clean(text: str) -> str:
    """XML knows no control characters."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Cn"))
