"""Footnotes of a paper and the links in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from antigone.papers.lines import Line, had_room, is_furniture

_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUPERSCRIPT = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\s*(?=\S)")
_BEGINS = r"(?=[A-Z“\"‘'(]|https?:|www\.|ibid)"
_MARKED = re.compile(
    rf"([0-9]{{1,3}})([/.]?)\s+{_BEGINS}|\[([0-9]{{1,3}})\]\s*(?=\S)"
    r"|(\*{1,4})/?\s*(?=[A-Z0-9“\"(])(?![0-9]{6,8}\*)"
)
_ALONE = re.compile(r"([0-9]{1,3})([/.]?)|\[([0-9]{1,3})\]|(\*{1,4})/?|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})")
_LETTER = re.compile(r"([a-z])\s+(?=[A-Z“\"‘'(])")
_REFERENCE = re.compile(
    r"(?<=[^\s*])(\*{1,4})(?![*\w])|(?<=\S)( ?\[[0-9]{1,3}\])|(?<=\S)( ?[0-9]{1,2}/)(?!\w)"
    r"|(?:(?<=[^\W\d_])|(?<=[.,;:)”\"\]])(?<!Corr\.)(?<!Add\.)(?<!Rev\.)(?<!Sub\.)(?<!CRP\.)(?<!/[A-Z]\.))([0-9]{1,3})(?![\w/]|[.,]\w)"
    # The mark alone on a line, as some PDFs hold what stands above the line.
    r"|(?<=[.,;:)”\"\]])\n([0-9]{1,3})(?=\n)"
    r"|(?<=\S) (\*{1,4})/(?=\s)|(?<=[.,;:)”\"\]*]) ([0-9]{1,2})(?=\n|\s+[A-Z])"
)
_RULE = re.compile(r"_{3,}|(?:foot|end)?notes", re.IGNORECASE)
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

    A footnote begins a line with its mark, or stands below a line that is its mark: a superscript; or after
    a rule any mark; or a number, '*' or '[1]' to which the text above or below refers.
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
        start = _alone(references, lines, i, below_rule, begun is not None, numbered)
        # A mark alone on a line looks as a page's number does.
        furniture = start is None and is_furniture(text)
        if not text or line.new_page or furniture or _RULE.fullmatch(text):
            close()
            below_rule = bool(_RULE.fullmatch(text)) or (below_rule and not text and not line.new_page)
        if (
            start is None
            and text
            and not furniture
            and (begun is not None or not previous or below_rule or line.new_page or _ended(lines, i))
        ):
            start = _start(references, lines, i, below_rule, numbered)
        if start is not None:
            close()
            begun, current = start, [line]
            numbered = int(start.mark) if start.mark.isdigit() else numbered
        elif begun is not None and text and (len(current) == 1 or not _has_ended(lines, i)):
            current.append(line)
        elif text and not furniture and not _RULE.fullmatch(text):
            close()
            below_rule = False
        previous = "" if furniture else text
    close()
    return found


def _alone(
    references: dict[str, int], lines: list[Line], i: int, below_rule: bool, begun: bool, numbered: int
) -> _Start | None:
    """A mark that is a line of its own, as the extraction of a PDF sets what stands above the line."""
    match = _ALONE.fullmatch(lines[i].text)
    below = lines[i + 1] if i + 1 < len(lines) else None
    if match is None or lines[i].new_page or below is None or below.new_page:
        return None
    if not below.text or is_furniture(below.text):
        return None
    mark = match[1] or match[3] or match[4] or match[5].translate(_PLAIN)
    start = _Start(mark, match.end())
    if below_rule or match[5]:
        return start
    written = f"[{mark}]" if match[3] else mark + (match[2] or "").strip(".")
    where = references.get(written)
    if where is None or (mark.isdigit() and int(mark) != numbered + 1):
        return None
    # Else it may be the very reference, which some PDFs set on a line of its own.
    stands = where < lines[i].start and re.match(r"[A-Z“\"‘'(]|https?:|www\.", below.text)
    return (
        start if stands and (begun or mark[0] == "*" or not lines[i - 1].text or _ended(lines, i)) else None
    )


def _start(
    references: dict[str, int], lines: list[Line], i: int, below_rule: bool, numbered: int
) -> _Start | None:
    line = lines[i]
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
    written = f"[{mark}]" if match[3] else mark + (match[2] or "").strip(".")
    if match[1] and int(mark) != numbered + 1:
        return None
    if match[2] == "." and not _at_foot(lines, i):
        return None
    # A note to the title stands below its mark, and so does one at the end; only '*' may be set above it.
    where = references.get(written)
    referred = where is not None and (match[4] is not None or where < line.start)
    return _Start(mark, match.end()) if referred else None


def _at_foot(lines: list[Line], i: int) -> bool:
    """Whether nothing but lines numbered as '1.' and what goes on from them follows on the page."""
    for n in range(i + 1, len(lines)):
        text = lines[n].text
        if lines[n].new_page or (text and is_furniture(text)):
            return True
        if text and not lines[n - 1].text and not re.match(r"[0-9]{1,3}\.\s", text):
            return False
    return True


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
