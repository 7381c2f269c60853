"""Finding a passage again after its source was extracted anew: position, quote and context.

The selectors are those of the W3C Web Annotation Data Model (2017), 4.2.4 and 4.2.5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CONTEXT = 32


@dataclass(frozen=True, slots=True)
class Selector:
    """Where a passage stood (characters, `end` excluded), its words and what stood around them."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Found:
    """Where it stands now, and how it was found."""

    start: int
    end: int
    how: str


def selector(text: str, start: int, end: int) -> Selector:
    """The selector of text[start:end]."""
    return Selector(
        start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    )


def find_again(text: str, old: Selector) -> Found | None:
    """The passage in another extraction; None where its words are gone or could be several places.

    Blanks, line breaks and hyphens at line ends may differ; letters may not.
    """
    here = text[old.start : old.end]
    if (
        here == old.exact
        and text[: old.start].endswith(old.prefix)
        and text[old.end :].startswith(old.suffix)
    ):
        return Found(old.start, old.end, "at its place")
    spans = [m.span() for m in _loose(old.exact).finditer(text)]
    if not spans:
        return None
    scored = sorted(((_agreement(text, span, old), span) for span in spans), reverse=True)
    best, (start, end) = scored[0]
    if len(scored) > 1 and scored[1][0] == best:
        return None
    return Found(
        start, end, "by its words and what stands around them" if len(scored) > 1 else "by its words"
    )


def _loose(exact: str) -> re.Pattern[str]:
    letters = [re.escape(c) for c in exact if not c.isspace() and c != "\u00ad"]
    return re.compile(r"(?:-?\s+|\u00ad)?".join(letters) if letters else r"(?!)")


def _agreement(text: str, span: tuple[int, int], old: Selector) -> int:
    before = _common(_dense(text[max(0, span[0] - 3 * CONTEXT) : span[0]])[::-1], _dense(old.prefix)[::-1])
    after = _common(_dense(text[span[1] : span[1] + 3 * CONTEXT]), _dense(old.suffix))
    return before + after


def _dense(text: str) -> str:
    return re.sub(r"\s+|\u00ad", "", text)


def _common(a: str, b: str) -> int:
    n = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        n += 1
    return n
