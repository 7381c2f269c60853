"""An icicle picture of a group: each part under what it is part of, as wide as its count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from antigone.accounts.counting import Bound

WIDTH, ROW, GAP = 960.0, 46.0, 2.0
_SHADES = ("#cfe0ea", "#e6dfc8", "#d9e6d2", "#e8d5d5", "#ddd6e8")


@dataclass(frozen=True, slots=True)
class Slice:
    """A part, what it is part of (None for the group), and its bounds."""

    title: str
    of: str | None
    bound: Bound


def icicle(slices: Sequence[Slice], heading: str) -> str:
    """SVG; parts must come after what they are of. An open count is drawn as its greatest, hatched."""
    depth: dict[str, int] = {}
    for s in slices:
        depth[s.title] = 0 if s.of is None else depth[s.of] + 1
    height = (max(depth.values(), default=0) + 1) * ROW
    svg = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH:g} {height:g}",
                          "role": "img", "font-family": "sans-serif", "font-size": "13"})  # fmt: skip
    SubElement(svg, "title").text = heading
    hatch = SubElement(SubElement(svg, "defs"), "pattern", {"id": "open", "width": "8", "height": "8",
                       "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"})  # fmt: skip
    SubElement(hatch, "rect", {"width": "3", "height": "8", "fill": "#b9bdc1"})
    for i, (s, x, width) in enumerate(_placed(slices)):
        _draw(svg, s, x, depth[s.title] * ROW, width, _SHADES[i % len(_SHADES)])
    return tostring(svg, encoding="unicode")


def words(bound: Bound) -> str:
    """ "36", "0 to 14", "9 or more"."""
    least, most = bound
    if least == most:
        return str(least)
    return f"{least} or more" if most is None else f"{least} to {most}"


def _placed(slices: Sequence[Slice]) -> list[tuple[Slice, float, float]]:
    below: dict[str | None, list[Slice]] = {}
    for s in slices:
        below.setdefault(s.of, []).append(s)
    at: dict[str, tuple[float, float]] = {}
    for s in below.get(None, []):
        at[s.title] = (0.0, WIDTH)
    for s in slices:
        x, width = at[s.title]
        parts = below.get(s.title, [])
        total = max(sum(map(_size, parts)), _size(s))
        for part in parts:
            share = width * _size(part) / total if total else width / len(parts)
            at[part.title] = (x, share)
            x += share
    return [(s, *at[s.title]) for s in slices]


def _size(s: Slice) -> int:
    least, most = s.bound
    return least if most is None else most


def _draw(svg: Element, s: Slice, x: float, y: float, width: float, fill: str) -> None:
    cell = SubElement(svg, "g")
    label = f"{s.title}: {words(s.bound)}"
    SubElement(cell, "title").text = label
    box = {
        "x": f"{x:.2f}",
        "y": f"{y:.2f}",
        "width": f"{max(width - GAP, 1):.2f}",
        "height": f"{ROW - GAP:.2f}",
    }
    SubElement(cell, "rect", {**box, "fill": fill})
    if s.bound[0] != s.bound[1]:
        SubElement(cell, "rect", {**box, "fill": "url(#open)", "fill-opacity": "0.5"})
    room = int((width - 8) / 7.2)
    if room >= 4:
        title = s.title if len(s.title) <= room else s.title[: room - 1] + "…"
        SubElement(cell, "text", {"x": f"{x + 5:.2f}", "y": f"{y + 18:.2f}"}).text = title
    if room >= 1:
        number = {"x": f"{x + 5:.2f}", "y": f"{y + 36:.2f}", "font-weight": "bold"}
        SubElement(cell, "text", number).text = words(s.bound)
