"""A report as one HTML file that needs nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
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
    return _rendered(report, _Marks(report.notes, False, right_to_left(report.language)))


def to_paged_html(report: Report) -> bytes:
    """HTML to be made into pages: notes stand at the foot of the page that first cites them, if so wanted."""
    return _rendered(report, _Marks(report.notes, report.notes_at_foot, right_to_left(report.language)))


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


def runs_right_to_left(text: str, report_does: bool) -> bool:
    """Whether a text runs from right to left: as its report, where it has a letter that does, else as itself.

    A line of an Arabic paper may begin with a Latin number or name and is an Arabic line all the same.
    """
    own = [unicodedata.bidirectional(c) in ("R", "AL") for c in text if _is_strong(c)]
    return report_does if not own or report_does in own else not report_does


def _is_strong(character: str) -> bool:
    return unicodedata.bidirectional(character) in ("L", "R", "AL")


def numbers_apart(text: str) -> str:
    """The text with a thin space after a last digit, so that 17 with the note 2 is not read as a power."""
    return f"{text}\u202f" if text.rstrip("\u200f")[-1:].isdigit() else text


@dataclass(slots=True)
class _Marks:
    """Where each note stands: at the end, or at the foot of the page on which it is cited first."""

    notes: tuple[str, ...]
    at_foot: bool
    right_to_left: bool
    placed: set[int] = field(default_factory=set)

    def of(self, span: Span) -> dict[str, Any]:
        new = [n for n in span.notes if self.at_foot and n not in self.placed]
        self.placed.update(new)
        foot = [{"number": n, "text": self.notes[n - 1]} for n in new]
        text = numbers_apart(span.text) if span.notes else span.text
        return {"text": text, "at_foot": foot, "notes": [n for n in span.notes if n not in new],
                "turned": self.direction(span.text)}  # fmt: skip

    def direction(self, *texts: str) -> str:
        """ "rtl" or "ltr" where the texts run otherwise than the report, else ""."""
        runs = runs_right_to_left("".join(texts), self.right_to_left)
        return "" if runs == self.right_to_left else _DIRECTIONS[runs]

    def stood(self) -> Iterable[dict[str, str]]:
        """The notes that stand at the end."""
        return () if self.at_foot else [{"text": n, "turned": self.direction(n)} for n in self.notes]


_DIRECTIONS = ("ltr", "rtl")


def _rendered(report: Report, marks: _Marks) -> bytes:
    blocks = [
        {"kind": _KINDS[type(block)], "block": block, **_parts(block, marks)} for block in report.blocks
    ]
    context = {
        "report": report,
        "blocks": blocks,
        "direction": _DIRECTIONS[marks.right_to_left],
        "title_turned": marks.direction(report.title),
        "notes": marks.stood(),
    }
    return render_to_string("reports/report.html", context).encode()


def _parts(block: Block, marks: _Marks) -> dict[str, Any]:
    match block:
        case Heading():
            return {"turned": marks.direction(block.text)}
        case Paragraph():
            return {
                "spans": [marks.of(s) for s in block.spans],
                "turned": marks.direction(*(s.text for s in block.spans)),
            }
        case Table():
            return {"rows": [[marks.of(s) for s in row] for row in block.rows]}
        case Picture():
            # Drawn by antigone.pedigrees and antigone.report, whose writer of XML escapes all words.
            turned = marks.direction(block.caption)
            return {"turned": turned, "svg": mark_safe(without_halos(block.svg))}  # nosec B308 B703
    return {}


_KINDS = {
    Heading: "heading", Paragraph: "paragraph", Table: "table", PageBreak: "break", Picture: "picture",
}  # fmt: skip
