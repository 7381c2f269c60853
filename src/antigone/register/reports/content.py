"""A report's content, from which each of its forms is made: blocks of text and tables, and notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """Words, and the numbers of the notes that say where they come from."""

    text: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `role` is "", "centre", "right", "small" or "sign" (room to sign above it)."""

    spans: tuple[Span, ...]
    role: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header."""

    header: tuple[str, ...]
    rows: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing (SVG without references to other files), and the words that say what it shows."""

    svg: str
    caption: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins a page."""


Block = Heading | Paragraph | Table | Picture | PageBreak


@dataclass(frozen=True, slots=True)
class Report:
    """`notes` are numbered from 1 and stand at the end, or in PDF at the foot of the page that cites them.

    `language` is a BCP 47 code. The title stands before the block numbered `title_after` from 0. `about`
    names the rows on which the report rests ("people.person:KEY"), so that it can be said later whether one
    was changed; `proof` is their proof in the ledger, as JSON.
    """

    kind: str
    title: str
    language: str
    made_on: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    public: bool = False
    notes_title: str = "Notes"
    notes_at_foot: bool = False
    title_after: int = 0
    about: tuple[str, ...] = ()
    proof: str = ""


@dataclass(slots=True)
class Notes:
    """Collects notes while a report is written; the same note has one number."""

    texts: list[str] = field(default_factory=list)

    def cite(self, text: str) -> int:
        """The number of a note."""
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text) + 1


def paragraph(*spans: Span | str, role: str = "") -> Paragraph:
    """A paragraph of words."""
    return Paragraph(tuple(s if isinstance(s, Span) else Span(s) for s in spans), role)


def table(header: Sequence[str], rows: Iterable[Sequence[Span | str]]) -> Table:
    """A table of words."""
    cells = tuple(tuple(c if isinstance(c, Span) else Span(str(c)) for c in row) for row in rows)
    return Table(tuple(header), cells)


def words_of(report: Report) -> str:
    """All words of a report, for searching."""
    found = [report.title, *report.notes]
    for block in report.blocks:
        match block:
            case Heading():
                found.append(block.text)
            case Paragraph():
                found.append("".join(s.text for s in block.spans))
            case Table():
                found += [*block.header, *(cell.text for row in block.rows for cell in row)]
            case Picture():
                found.append(block.caption)
    return "\n".join(found)
