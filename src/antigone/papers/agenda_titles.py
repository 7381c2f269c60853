"""Which lines below the agenda items are one title, and which begin the next."""

from __future__ import annotations

import re

from antigone.papers.bodies import ORGAN

_CONTINUED = re.compile(
    r"(?:,|-|–|\b(?:of|and|the|in|on|for|to|from|with|by|or|a|an|against|at|without|into|between|among|under|upon|within|through"
    r"|their|its|United|Human|High|Security|General))$",
    re.IGNORECASE,
)


def told_apart(paragraphs: list[list[str]], items: int) -> list[str]:
    """The titles in these paragraphs of lines, as many as there are items where that can be told."""
    whole = [" ".join(" ".join(p).split()) for p in paragraphs]
    listed = unwrapped(paragraphs)
    # Titles set apart by blank lines are believed against the number of items.
    parted = _parted(paragraphs, items) if len(listed) < items or len(paragraphs) == 1 else []
    ways = (whole, _joined_below(whole), listed, parted)
    return next((x for x in ways if len(x) == items), listed)


def _runs_on(above: str, below: str) -> bool:
    """Whether a title's line goes on in the one below."""
    if below[0].islower() or below[0] in "(;," or _CONTINUED.search(above):
        return True
    seam = len(above)
    return any(m.start() < seam < m.end() for m in ORGAN.finditer(f"{above} {below}"))


def _joined_below(whole: list[str]) -> list[str]:
    """Titles whose lines are set apart by blank ones: a line that runs on belongs to the one above."""
    titles: list[str] = []
    for line in whole:
        if titles and _runs_on(titles[-1], line):
            titles[-1] += " " + line
        else:
            titles.append(line)
    return titles


def _parted(paragraphs: list[list[str]], items: int) -> list[str]:
    """As many titles as there are items, parted where a new one most likely begins: below a short line."""
    lines = [" ".join(line.split()) for paragraph in paragraphs for line in paragraph]
    if not 0 < items <= len(lines):
        return []
    firsts = [0]
    for paragraph in paragraphs:
        firsts.append(firsts[-1] + len(paragraph))
    width = max(map(len, lines))

    def likely(i: int) -> tuple[bool, bool, int]:
        room = width - len(lines[i - 1]) - 1 - len(lines[i].split()[0])
        return i in firsts, not _runs_on(lines[i - 1], lines[i]), room

    begins = [i for i in range(1, len(lines)) if not (lines[i][0].islower() or lines[i][0] in "(;,")]
    cuts = [0, *sorted(sorted(begins, key=likely, reverse=True)[: items - 1]), len(lines)]
    return [" ".join(lines[a:b]) for a, b in zip(cuts, cuts[1:], strict=False)]


def unwrapped(paragraphs: list[list[str]]) -> list[str]:
    """One title a line, save that a line which runs on is joined with the next."""
    titles: list[str] = []
    for lines in paragraphs:
        joined = False
        for line in lines:
            line = " ".join(re.sub(r"[\s*⁰¹²³⁴⁵⁶⁷⁸⁹]+$", "", line).split())
            if joined and _runs_on(titles[-1], line):
                titles[-1] += " " + line
            else:
                titles.append(line)
            joined = True
    return titles
