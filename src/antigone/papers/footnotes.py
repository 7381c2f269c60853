"""Footnotes of a paper and the links in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from antigone.papers.lines import Line, had_room, is_furniture

_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUPERSCRIPT = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\s*(?=\S)")
_MARKED = re.compile(
    r"([0-9]{1,3})(/?)\s+(?=[A-Z“\"‘'(])|\[([0-9]{1,3})\]\s*(?=\S)|(\*{1,4})\s*(?=[A-Z0-9“\"(])"
)
_LETTER = re.compile(r"([a-z])\s+(?=[A-Z“\"‘'(])")
_REFERENCE = re.compile(
    r"(?<=[^\s*])(\*{1,4})(?![*\w])|(?<=\S)( ?\[[0-9]{1,3}\])|(?<=\S)( ?[0-9]{1,2}/)(?!\w)"
    r"|(?:(?<=[^\W\d_])|(?<=[.,;:)”\"\]]))([0-9]{1,3})(?![\w/]|[.,]\w)"
    # The mark alone on a line, as some PDFs hold what stands above the line.
    r"|(?<=[.,;:)”\"\]])\n([0-9]{1,3})(?=\n)"
)
_RULE = re.compile(r"_{3,}")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]+", re.IGNORECASE)
_BROKEN_LINK = re.compile(r"(?:https?://|www\.)\S*[/_=&?#%-]$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote: its mark as plain characters, its text, the links in it."""

    mark: str
    text: str
    links: tuple[str, ...]
    start: int
    text_start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Start:
    mark: str
    length: int


def find_footnotes(view: str, lines: list[Line]) -> list[Footnote]:
    """All footnotes in order.

    A footnote begins a line with its mark: a superscript; or after a rule any mark; or a number, '*' or
    '[1]' to which the text above or below refers.
    """
    found: list[Footnote] = []
    references = _references(view)
    current: list[Line] = []
    begun: _Start | None = None
    below_rule = False
    numbered = 0
    previous = ""

    def close() -> None:
        nonlocal begun, current
        if begun is not None:
            found.append(_footnote(begun, current))
        begun, current = None, []

    for i, line in enumerate(lines):
        text = line.text
        if not text or line.new_page or is_furniture(text):
            close()
            below_rule = bool(_RULE.fullmatch(text)) or (below_rule and not text and not line.new_page)
        start = None
        if (
            text
            and not is_furniture(text)
            and (begun is not None or not previous or below_rule or line.new_page or _ended(lines, i))
        ):
            start = _start(references, line, below_rule, numbered)
        if start is not None:
            close()
            begun, current = start, [line]
            numbered = int(start.mark) if start.mark.isdigit() else numbered
        elif begun is not None and text and not _has_ended(lines, i):
            current.append(line)
        elif text and not is_furniture(text):
            close()
            below_rule = False
        previous = "" if is_furniture(text) else text
    close()
    return found


def _start(references: dict[str, int], line: Line, below_rule: bool, numbered: int) -> _Start | None:
    if match := _SUPERSCRIPT.match(line.text):
        return _Start(match[1].translate(_PLAIN), match.end())
    if below_rule and (match := _LETTER.match(line.text)):
        return _Start(match[1], match.end())
    match = _MARKED.match(line.text)
    if match is None:
        return None
    mark = match[1] or match[3] or match[4]
    if below_rule:
        return _Start(mark, match.end())
    written = f"[{mark}]" if match[3] else mark + (match[2] or "")
    if match[1] and int(mark) != numbered + 1:
        return None
    # A note to the title stands below its mark, and so does one at the end; only '*' may be set above it.
    where = references.get(written)
    referred = where is not None and (match[4] is not None or where < line.start)
    return _Start(mark, match.end()) if referred else None


def _ended(lines: list[Line], i: int) -> bool:
    """Whether the line above `i` ends its paragraph: pages of a PDF come without blank lines."""
    return re.search(r"[.!?:;][)”\"]?(?: ?[0-9]{1,3}|[*⁰¹²³⁴⁵⁶⁷⁸⁹]+)?$", lines[i - 1].text) is not None or (
        is_furniture(lines[i - 1].text) or had_room(lines, i)
    )


def _has_ended(lines: list[Line], i: int) -> bool:
    """Whether the line before `i` ended its paragraph."""
    return re.search(r"[.!?][)”\"]?$", lines[i - 1].text) is not None and had_room(lines, i)


def _references(view: str) -> dict[str, int]:
    """Where the text first refers to each mark, as the mark is written there."""
    first: dict[str, int] = {}
    for match in _REFERENCE.finditer(view):
        first.setdefault(match[match.lastindex or 0].strip(), match.start())
    return first


def _footnote(start: _Start, lines: list[Line]) -> Footnote:
    text = lines[0].text[start.length :]
    for line in lines[1:]:
        text += ("" if _BROKEN_LINK.search(text) else " ") + line.text
    text = " ".join(text.split())
    begins = lines[0].start
    return Footnote(start.mark, text, links_of(text), begins, begins + start.length, lines[-1].end)


def links_of(text: str) -> tuple[str, ...]:
    """Addresses of web pages, without the punctuation of the sentence they stand in."""
    found = []
    for match in _LINK.finditer(text):
        link = match[0].rstrip(".,;:!?'’”*")
        while link.endswith(")") and link.count(")") > link.count("("):
            link = link[:-1].rstrip(".,;:")
        found.append(link)
    return tuple(found)
