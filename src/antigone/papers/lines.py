"""Lines of a paper, and which of them are page furniture (page marks, running symbols, job numbers)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from antigone.papers.symbols import SYMBOL

GAP = r"(?:[^\S\n]{0,40}\n[^\S\n]{0,40}|[^\S\n]{1,40})"
"""What may stand between two words of one sentence: blanks, at most one line break."""

JOB_NUMBER = r"(?:[A-Z]{1,3}\.)?[0-9]{2}-[0-9]{5,6}"
_JOB_LINE = re.compile(
    rf"(?:[0-9]+/[0-9]+\s+)?({JOB_NUMBER})\*?(?:\s+[0-9]{{4,5}}[a-z])?(?:\s*\([A-Z]\))?(?:\s+[0-9]{{6}})*"
    r"(?:\s+\*[0-9]+\*)?(?:\s+[0-9]+/[0-9]+|\s+/[ .]{3,})?"
)
_RAGGED = 10
_FURNITURE = re.compile(
    r"[0-9]+/[0-9]+|\*[0-9]{6,8}\*(?:\s+[Pp]lease recycle.*)?|[Pp]lease recycle\b.{0,20}"
    r"|[Pp]age [0-9]+(?: of [0-9]+)?|[-–] ?[0-9]+ ?[-–]|[0-9]{1,4}|_{3,}|/? ?\. ?\. ?\."
)

# A heading that was copied onto one line still begins its letter after the language.
_INLINE_TITLE = re.compile(
    r"\b(?:Original: [A-Z][a-z]+|[Ss]ession|[Yy]ear) (?=(?:Letter|Identical letters|Note verbale) dated )"
)

# One character for one, so that offsets found in the view hold in the text.
_VIEW = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " "}
    | {chr(0x0660 + n): str(n) for n in range(10)}
    | {chr(0x06F0 + n): str(n) for n in range(10)}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its outer blanks; `start` and `end` are offsets into the text.

    `new_page` also where a heading that was copied onto one line is cut from what stands before it.
    """

    start: int
    end: int
    text: str
    new_page: bool = False


def view_of(text: str) -> str:
    """The text with typographic hyphens and blanks and eastern digits made plain, of the same length."""
    return text.translate(_VIEW)


def lines_of(view: str) -> list[Line]:
    """All lines, blank ones included."""
    found, at = [], 0
    for raw in view.split("\n"):
        cuts = [0, *(m.end() for m in _INLINE_TITLE.finditer(raw)), len(raw)]
        for first, last in zip(cuts, cuts[1:], strict=False):
            part = raw[first:last]
            stripped = part.strip()
            start = at + first + (part.find(stripped) if stripped else 0)
            found.append(Line(start, start + len(stripped), stripped, part.startswith("\f") or first > 0))
        at += len(raw) + 1
    return found


def had_room(lines: list[Line], i: int) -> bool:
    """Whether the first word of line `i` would have fitted on the line before: a paragraph ended there."""
    width = max(len(line.text) for line in lines[max(0, i - 30) : i + 30])
    first = lines[i].text.split()[0]
    return len(lines[i - 1].text) + 1 + len(first) + _RAGGED < width


def cells_of(line: str) -> list[str]:
    """The columns of a line whose blanks set them apart."""
    return [cell.strip() for cell in re.split(r" {4,}", line) if cell.strip()]


def job_number_of(line: str) -> str | None:
    """The job number of a line that holds nothing but it and page marks; None for another line."""
    match = _JOB_LINE.fullmatch(line)
    return match[1] if match else None


def is_furniture(line: str) -> bool:
    """Whether the line belongs to the page and not to what the paper says."""
    if _FURNITURE.fullmatch(line) or _JOB_LINE.fullmatch(line):
        return True
    rest = SYMBOL.sub("", line)
    return rest != line and not rest.strip(" -–—*,")


def furniture_spans(lines: list[Line]) -> list[tuple[int, int]]:
    """Offsets of the page furniture."""
    return [(line.start, line.end) for line in lines if line.text and is_furniture(line.text)]
