"""A waterfall of match weights: from the prior, over each term, to the sum, as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

WIDTH, ROW, LABEL, MARGIN = 760.0, 30.0, 150.0, 58.0
GOOD, BAD, SUM, LINE = "#1b6e4a", "#a8402e", "#33475b", "#8a949e"


def waterfall(prior: float, terms: Sequence[tuple[str, float]], title: str) -> str:
    """SVG of the sum prior + Σ terms, in bits; each bar begins where the one above it ended."""
    steps = [("before", 0.0, prior)]
    for what, bits in terms:
        steps.append((what, steps[-1][2], steps[-1][2] + bits))
    steps.append(("sum", 0.0, steps[-1][2]))
    low, high = min(0.0, *(s[2] for s in steps)), max(0.0, *(s[2] for s in steps))
    scale = (WIDTH - LABEL - 2 * MARGIN) / max(high - low, 1.0)
    height = len(steps) * ROW + 10
    svg = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH:g} {height:g}",
                          "role": "img", "font-family": "sans-serif", "font-size": "14"})  # fmt: skip
    SubElement(svg, "title").text = title
    zero = LABEL + MARGIN - low * scale
    SubElement(svg, "line", {"x1": f"{zero:.1f}", "x2": f"{zero:.1f}", "y1": "0", "y2": f"{height:g}",
                             "stroke": LINE, "stroke-dasharray": "3 3"})  # fmt: skip
    for i, (what, start, end) in enumerate(steps):
        last = i == len(steps) - 1
        bits = end if last else end - start
        left, right = sorted((zero + start * scale, zero + end * scale))
        y = i * ROW + 6
        SubElement(
            svg, "text", {"x": "4", "y": f"{y + 15:g}", "font-weight": "bold" if last else "normal"}
        ).text = what
        SubElement(svg, "rect", {"x": f"{left:.1f}", "y": f"{y:g}", "width": f"{max(right - left, 1.5):.1f}",
                                 "height": f"{ROW - 10:g}",
                                 "fill": SUM if last else GOOD if bits >= 0 else BAD})  # fmt: skip
        SubElement(svg, "text", {"x": f"{right + 6:.1f}", "y": f"{y + 15:g}"}).text = f"{bits:+.1f}"
    return tostring(svg, encoding="unicode")
