"""Footnotes of a paper and the links in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from antigone.papers.lines import Line, is_furniture

_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUPERSCRIPT = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\s*(?=\S)")
_MARKED = re.compile(
    r"([0-9]{1,3})(/?)\s+(?=[A-Z“\"‘'(])|\[([0-9]{1,3})\]\s*(?=\S)|(\*{1,4})\s*(?=[A-Z0-9“\"(])"
)
_LETTER = re.compile(r"([a-z])\s+(?=[A-Z“\"‘'(])")
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

    for line in lines:
        text = line.text
        if not text or line.new_page or is_furniture(text):
            close()
            below_rule = bool(_RULE.fullmatch(text)) or (below_rule and not text and not line.new_page)
        start = None
        if (
            text
            and not is_furniture(text)
            and (begun is not None or not previous or below_rule or line.new_page)
        ):
            start = _start(view, line, below_rule, numbered)
        if start is not None:
            close()
            begun, current = start, [line]
            numbered = int(start.mark) if start.mark.isdigit() else numbered
        elif begun is not None and text:
            current.append(line)
        elif text and not is_furniture(text):
            below_rule = False
        previous = "" if is_furniture(text) else text
    close()
    return found


def _start(view: str, line: Line, below_rule: bool, numbered: int) -> _Start | None:
    if match := _SUPERSCRIPT.match(line.text):
        return _Start(match[1].translate(_PLAIN), match.end())
    if below_rule and (match := _LETTER.match(line.text)):
        return _Start(match[1], match.end())
    match = _MARKED.match(line.text)
    if match is None:
        return None
    mark = match[1] or match[3] or match[4]
    if below_rule or _is_referred_to(view, line, mark, match[3] is not None, bool(match[2]), numbered):
        return _Start(mark, match.end())
    return None


def _is_referred_to(view: str, line: Line, mark: str, bracketed: bool, slashed: bool, numbered: int) -> bool:
    if mark.startswith("*"):
        pattern = rf"[^\s*]{re.escape(mark)}(?![*\w])"
        return re.search(pattern, view) is not None
    if not bracketed and int(mark) != numbered + 1:
        return False
    if bracketed:
        pattern = rf"\S\s?\[{mark}\]"
    elif slashed:
        pattern = rf"\S\s?{mark}/(?!\w)"
    else:
        pattern = rf"(?<=[^\W\d_]|[.,;:)”\"\]]){mark}(?![\w/]|[.,]\w)"
    return re.search(pattern, view[: line.start]) is not None


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
