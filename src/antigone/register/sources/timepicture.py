"""A picture of dated claims: a row for each event, a bar from the first to the last day a claim allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element, SubElement, tostring

WIDTH, ROW, LEFT, TOP = 960.0, 26.0, 230.0, 28.0
_SHADES = ("#3a7fa5", "#a67a10", "#5f8a3c", "#a05a80", "#7474b0", "#b8453d")


@dataclass(frozen=True, slots=True)
class Bar:
    """A claim: its event, when, from which source, what a reader is told on pointing at it, its page."""

    row: str
    first: date
    last: date
    source: str
    told: str
    url: str


def time_picture(bars: Sequence[Bar], heading: str) -> str:
    """SVG; sources have colours of their own, named below. Empty for no bars."""
    if not bars:
        return ""
    rows = list(dict.fromkeys(b.row for b in sorted(bars, key=lambda b: (b.first, b.last))))
    sources = list(dict.fromkeys(b.source for b in bars))
    first, last = min(b.first for b in bars), max(b.last for b in bars)
    days = max((last - first).days + 1, 1)
    lanes = {row: _lanes([b for b in bars if b.row == row]) for row in rows}
    height = TOP + sum(ROW + 8 * (max(x.values()) if x else 0) for x in lanes.values()) + 24
    svg = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH:g} {height:g}",
                          "role": "group", "aria-label": heading, "font-family": "sans-serif",
                          "font-size": "12"})  # fmt: skip
    scale = (WIDTH - LEFT - 10) / days
    for year, x in _ticks(first, last, scale):
        SubElement(svg, "line", {"x1": f"{x:.1f}", "x2": f"{x:.1f}", "y1": f"{TOP - 6:g}",
                                 "y2": f"{height - 22:g}", "stroke": "#d5d5cf"})  # fmt: skip
        SubElement(
            svg, "text", {"x": f"{x + 3:.1f}", "y": f"{TOP - 10:g}", "fill": "currentColor"}
        ).text = year
    y = TOP
    for row in rows:
        label = row if len(row) <= 34 else row[:33] + "…"
        SubElement(svg, "text", {"x": "4", "y": f"{y + 14:g}", "fill": "currentColor"}).text = label
        for bar, lane in lanes[row].items():
            _draw(svg, bar, (bar.first - first).days * scale + LEFT, y + 5 + 8 * lane, scale,
                  _SHADES[sources.index(bar.source) % len(_SHADES)])  # fmt: skip
        y += ROW + 8 * max(lanes[row].values())
    x = 4.0
    for i, source in enumerate(sources[:8]):
        SubElement(svg, "rect", {"x": f"{x:g}", "y": f"{height - 16:g}", "width": "10", "height": "10",
                                 "fill": _SHADES[i % len(_SHADES)]})  # fmt: skip
        SubElement(
            svg, "text", {"x": f"{x + 14:g}", "y": f"{height - 7:g}", "fill": "currentColor"}
        ).text = source
        x += 24 + 7.5 * len(source)
    return tostring(svg, encoding="unicode")


def _lanes(bars: Sequence[Bar]) -> dict[Bar, int]:
    """Bars that overlap lie under each other, in eight lanes at most."""
    ends: list[date] = []
    lanes: dict[Bar, int] = {}
    for bar in sorted(bars, key=lambda b: (b.first, b.last)):
        free = next((i for i, end in enumerate(ends) if end < bar.first), None)
        if free is None and len(ends) < 8:
            ends.append(bar.last)
            free = len(ends) - 1
        lane = 7 if free is None else free
        ends[lane] = max(ends[lane], bar.last)
        lanes[bar] = lane
    return lanes


def _ticks(first: date, last: date, scale: float) -> list[tuple[str, float]]:
    """Years, or months where all is within two years."""
    if (last - first).days > 730:
        step = max(1, (last.year - first.year) // 12)
        days = [date(y, 1, 1) for y in range(first.year, last.year + 1, step)]
        named = [(str(d.year), d) for d in days]
    else:
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        step = max(1, len(months) // 12)
        named = [(f"{m // 12}-{m % 12 + 1:02}", date(m // 12, m % 12 + 1, 1)) for m in months[::step]]
    return [(text, LEFT + max(0, (d - first).days) * scale) for text, d in named]


def _draw(svg: Element, bar: Bar, x: float, y: float, scale: float, fill: str) -> None:
    link = SubElement(svg, "a", {"href": bar.url})
    width = max(((bar.last - bar.first).days + 1) * scale, 5)
    box = SubElement(link, "rect", {"x": f"{x:.1f}", "y": f"{y:g}", "width": f"{width:.1f}", "height": "6",
                                    "rx": "2", "fill": fill})  # fmt: skip
    span = f"{bar.first:%Y-%m-%d}" + ("" if bar.first == bar.last else f" – {bar.last:%Y-%m-%d}")
    SubElement(box, "title").text = f"{span}. {bar.told}"
