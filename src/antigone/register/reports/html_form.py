"""A report as one HTML file that needs nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from babel import Locale, UnknownLocaleError
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

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


def to_html(report: Report) -> bytes:
    """UTF-8 HTML with its style and pictures inside; the notes stand at its end."""
    return _rendered(report, _Marks(report.notes, at_foot=False))


def to_paged_html(report: Report) -> bytes:
    """HTML to be made into pages: notes stand at the foot of the page that first cites them, if so wanted."""
    return _rendered(report, _Marks(report.notes, at_foot=report.notes_at_foot))


def without_halos(svg: str) -> str:
    """WeasyPrint knows no paint-order: a letter's white outline would cover the letter."""
    return _HALO.sub("", svg)


_HALO = re.compile(r' paint-order="stroke" stroke="#ffffff" stroke-width="[\d.]+" stroke-linejoin="round"')


def right_to_left(language: str) -> bool:
    """Whether the language is written from right to left (CLDR's; Django's takes Azerbaijani for such)."""
    try:
        return Locale.parse(language, sep="-").text_direction == "rtl"
    except (ValueError, UnknownLocaleError):
        return False


@dataclass(slots=True)
class _Marks:
    """Where each note stands: at the end, or at the foot of the page on which it is cited first."""

    notes: tuple[str, ...]
    at_foot: bool
    placed: set[int] = field(default_factory=set)

    def of(self, span: Span) -> dict[str, Any]:
        new = [n for n in span.notes if self.at_foot and n not in self.placed]
        self.placed.update(new)
        foot = [{"number": n, "text": self.notes[n - 1]} for n in new]
        return {"text": span.text, "at_foot": foot, "notes": [n for n in span.notes if n not in new]}


def _rendered(report: Report, marks: _Marks) -> bytes:
    blocks = [
        {"kind": _KINDS[type(block)], "block": block, **_parts(block, marks)} for block in report.blocks
    ]
    context = {
        "report": report,
        "blocks": blocks,
        "direction": "rtl" if right_to_left(report.language) else "ltr",
        "notes": () if marks.at_foot else report.notes,
    }
    return render_to_string("reports/report.html", context).encode()


def _parts(block: Block, marks: _Marks) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"spans": [marks.of(s) for s in block.spans]}
        case Table():
            return {"rows": [[marks.of(s) for s in row] for row in block.rows]}
        case Picture():
            # Drawn by antigone.pedigrees and antigone.report, whose writer of XML escapes all words.
            return {"svg": mark_safe(without_halos(block.svg))}  # nosec B308 B703
    return {}


_KINDS = {
    Heading: "heading", Paragraph: "paragraph", Table: "table", PageBreak: "break", Picture: "picture",
}  # fmt: skip
