"""Likelihood ratios by marker as bars on a logarithmic scale."""

from __future__ import annotations

import math
from collections.abc import Mapping
from xml.etree import ElementTree

from antigone.report.words import ratio

Element = ElementTree.Element
ROW = 19.0
LABEL = 92.0
PLOT = 330.0
VALUE = 78.0
TOP = 8.0
FOR, AGAINST, INK = "#1d6a86", "#c05a17", "#1a1a1a"
WIDEST = 12


def lr_chart(lr: Mapping[str, float], title: str, other: Mapping[str, float] | None = None) -> str:
    """SVG text; bars to the right speak for the hypothesis, to the left against it.

    `other` (the runner-up's) are drawn as diamonds. An LR of 0, an exclusion, is a hatched bar that leaves
    the scale on the left.
    """
    other = other or {}
    logs = [math.log10(v) for v in [*lr.values(), *other.values()] if v > 0]
    least = min(-1, max(-WIDEST, math.floor(min(logs, default=0) - 0.001)))
    most = max(1, min(WIDEST, math.ceil(max(logs, default=0) + 0.001)))
    width, height = LABEL + PLOT + VALUE, TOP + ROW * len(lr) + 26
    svg = Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width:.0f} {height:.0f}", "role": "img",
        "width": f"{width:.0f}", "height": f"{height:.0f}", "font-family": "sans-serif", "font-size": "11.5",
        "fill": INK, "class": "chart", "aria-label": f"{title}. {_told(lr)}",
    })  # fmt: skip

    def at(log: float) -> float:
        return LABEL + PLOT * (min(max(log, least), most) - least) / (most - least)

    _axis(svg, least, most, at(0), TOP + ROW * len(lr))
    for i, (marker, value) in enumerate(lr.items()):
        y = TOP + ROW * i
        log = math.log10(value) if value > 0 else -math.inf
        _text(svg, LABEL - 6, y + 13, marker, "end")
        left, right = sorted((at(log), at(0)))
        bar = {
            "x": f"{left:.1f}",
            "y": f"{y + 3:.1f}",
            "height": "13",
            "width": f"{max(right - left, 1):.1f}",
        }
        if value > 0:
            _add(svg, "rect", fill=FOR if log >= 0 else AGAINST, **bar)
        else:
            _add(svg, "rect", fill="#ffffff", stroke=AGAINST, stroke_dasharray="3 2", **bar)
            _text(svg, at(0) - 4, y + 13, "excludes", "end")
        if marker in other:
            _diamond(svg, at(math.log10(other[marker]) if other[marker] > 0 else -math.inf), y + 9.5)
        _text(svg, LABEL + PLOT + 8, y + 13, ratio(log), "start")
    return ElementTree.tostring(svg, encoding="unicode")


def _told(lr: Mapping[str, float]) -> str:
    return "; ".join(f"{m} {ratio(math.log10(v) if v > 0 else -math.inf)}" for m, v in lr.items())


def _axis(svg: Element, least: int, most: int, zero: float, bottom: float) -> None:
    step = max(1, math.ceil((most - least) / 8))
    for tick in range(-step * (-least // step), most + 1, step):
        x = LABEL + PLOT * (tick - least) / (most - least)
        line = {"x1": f"{x:.1f}", "x2": f"{x:.1f}", "y1": f"{TOP:.0f}", "y2": f"{bottom + 3:.0f}"}
        _add(svg, "line", stroke="#d8d8d8", **line)
        name = {-2: "0.01", -1: "0.1", 0: "1", 1: "10", 2: "100"}.get(
            tick, ratio(float(tick)) if abs(tick) < 4 else ""
        )
        _text(svg, x, bottom + 17, name or ratio(tick + 1e-9).replace("1.0 × ", ""), "middle")
    line = {"x1": f"{zero:.1f}", "x2": f"{zero:.1f}", "y1": f"{TOP:.0f}", "y2": f"{bottom + 3:.0f}"}
    _add(svg, "line", stroke=INK, **line)


def _diamond(svg: Element, x: float, y: float) -> None:
    points = f"{x:.1f},{y - 4.5:.1f} {x + 4.5:.1f},{y:.1f} {x:.1f},{y + 4.5:.1f} {x - 4.5:.1f},{y:.1f}"
    _add(svg, "polygon", points=points, fill="#ffffff", stroke=INK, stroke_width="1.3")


def _text(svg: Element, x: float, y: float, text: str, anchor: str) -> None:
    _add(svg, "text", x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor).text = text


def _add(parent: Element, tag: str, **attributes: str) -> Element:
    return ElementTree.SubElement(parent, tag, {k.replace("_", "-"): v for k, v in attributes.items()})
