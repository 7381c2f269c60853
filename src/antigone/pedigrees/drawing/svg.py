"""The drawing itself: an SVG that a screen reader, a printer and a notebook can use."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from xml.etree import ElementTree

from antigone.pedigrees.drawing.layout import Layout, lay_out
from antigone.pedigrees.drawing.legend import legend_entries
from antigone.pedigrees.drawing.marks import Marks
from antigone.pedigrees.drawing.sizes import LINE, RADIUS, TEXT, Label, text_width
from antigone.pedigrees.pedigree import Pedigree
from antigone.pedigrees.relationships import relationship

Element = ElementTree.Element
MARGIN = 12.0
ENTRY = 22.0
LONGEST = 20
INK = "#1a1a1a"
CANDIDATE = "#ffd54d"


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    bold: bool = False


def draw_pedigree(
    pedigree: Pedigree, marks: Marks | None = None, title: str = "", legend: bool = False
) -> str:
    """A pedigree as SVG text.

    Squares are male, circles female, diamonds of unknown sex; hatched is typed, "?" missing; a double
    marriage line joins relatives, a pair of slanted lines with a bar identical twins; a dashed symbol is
    a parent nobody stated. Title and description are in words for those who cannot see it. `legend`
    adds a line that explains the signs that occur.
    """
    marks = marks or Marks()
    texts = {p.id: _texts(p.id, marks) for p in pedigree.people}
    labels = {p: Label(max(text_width(t.text) for t in lines), len(lines)) for p, lines in texts.items()}
    layout = lay_out(pedigree, labels)
    entries = legend_entries(layout, marks) if legend else ()
    wide = max(layout.width, max((text_width(text) + 50 for _, text in entries), default=0.0))
    width, height = wide + 2 * MARGIN, layout.height + 2 * MARGIN + len(entries) * ENTRY
    size = {"width": f"{width:.0f}", "height": f"{height:.0f}", "viewBox": f"0 0 {width:.0f} {height:.0f}"}
    title = _clean(title or f"Pedigree of family {pedigree.family}")
    told = describe(pedigree, marks)
    name = "p" + hashlib.blake2b(f"{title}\n{told}".encode(), digest_size=6).hexdigest()
    svg = Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "role": "img", **size,
        "aria-labelledby": f"{name}-title {name}-desc", "font-family": "sans-serif",
        "font-size": _px(TEXT), "fill": INK,
    })  # fmt: skip
    _add(svg, "title", id=f"{name}-title").text = title
    _add(svg, "desc", id=f"{name}-desc").text = told
    _patterns(svg, name)
    _add(svg, "rect", width="100%", height="100%", fill="#ffffff")
    drawing = _add(svg, "g", transform=f"translate({MARGIN:.0f} {MARGIN:.0f})")
    _strokes(drawing, layout)
    for person, (x, y) in layout.unstated.items():
        _shape(drawing, layout.sexes[person], x, y, fill="#ffffff", stroke="#777777", dashed=True)
    for p in pedigree.people:
        _person(drawing, layout, p.id, marks, name, texts[p.id])
    for i, (sign, text) in enumerate(entries):
        y = layout.height + ENTRY * (i + 1)
        _sign(drawing, sign, 14.0, y, name)
        _write(drawing, text, 36.0, y + 4, TEXT, False, anchor="start")
    return ElementTree.tostring(svg, encoding="unicode")


def describe(pedigree: Pedigree, marks: Marks) -> str:
    """The drawing in words: size, who is missing and what each typed person is to them."""
    typed = [p.id for p in pedigree.people if p.id in marks.typed]
    missing = [p.id for p in pedigree.people if p.id in marks.missing]
    parts = [f"{len(pedigree.people)} persons, {len(typed)} typed, {len(missing)} missing."]
    for x in missing:
        kin = [f"{t} ({relationship(pedigree, t, x)})" for t in typed if t != x]
        parts.append(f"Missing: {x}" + (f"; typed: {', '.join(kin)}." if kin else "."))
    parts += [f"{v} is drawn in the place of {x}." for x, v in marks.candidates.items()]
    return _clean(" ".join(parts))


def _texts(person: str, marks: Marks) -> tuple[_Text, ...]:
    name = marks.names.get(person, "")
    candidate = marks.candidates.get(person)
    lines = [_Text(_short(person), person in marks.missing and candidate is None)]
    if candidate is not None:
        lines = [_Text(_short(candidate), True), _Text(_short(f"in the place of {person}", LONGEST + 12))]
    if name and name != person:
        lines.append(_Text(_short(name)))
    return tuple(lines)


def _short(text: str, longest: int = LONGEST) -> str:
    text = _clean(text)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _clean(text: str) -> str:
    """Without what XML forbids and what would reverse the reading of the text around it."""
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cs", "Cf", "Cn") else c for c in text)


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _add(parent: Element, tag: str, **attributes: str) -> Element:
    return ElementTree.SubElement(parent, tag, {k.replace("_", "-"): v for k, v in attributes.items()})


def _patterns(svg: Element, name: str) -> None:
    defs = _add(svg, "defs")
    for key, paper in (("typed", "#ffffff"), ("both", CANDIDATE)):
        pattern = _add(
            defs, "pattern", id=f"{name}-{key}", width="5", height="5",
            patternUnits="userSpaceOnUse", patternTransform="rotate(45)",
        )  # fmt: skip
        _add(pattern, "rect", width="5", height="5", fill=paper)
        _add(pattern, "line", x1="0", y1="0", x2="0", y2="5", stroke="#555555", stroke_width="2.4")


def _strokes(drawing: Element, layout: Layout) -> None:
    lines = _add(drawing, "g", fill="none", stroke=INK, stroke_width="1.4", stroke_linejoin="round")
    for stroke in sorted(layout.strokes, key=lambda s: s.double):
        path = "M" + " L".join(f"{_px(x)} {_px(y)}" for x, y in stroke.points)
        if stroke.double:
            _add(lines, "path", d=path, stroke_width="5.4")
            _add(lines, "path", d=path, stroke="#ffffff", stroke_width="2.6")
        else:
            _add(lines, "path", d=path)


def _shape(
    parent: Element, sex: str, x: float, y: float, *, fill: str, stroke: str = INK, dashed: bool = False,
    wide: bool = False,
) -> None:  # fmt: skip
    style = {"fill": fill, "stroke": stroke, "stroke_width": "3" if wide else "1.6"}
    if dashed:
        style["stroke_dasharray"] = "3 2.5"
    r = RADIUS if not dashed else RADIUS - 3
    if sex == "male":
        _add(parent, "rect", x=_px(x - r), y=_px(y - r), width=_px(2 * r), height=_px(2 * r), **style)
    elif sex == "female":
        _add(parent, "circle", cx=_px(x), cy=_px(y), r=_px(r), **style)
    else:
        corners = ((x, y - r - 1), (x + r + 1, y), (x, y + r + 1), (x - r - 1, y))
        _add(parent, "polygon", points=" ".join(f"{_px(a)},{_px(b)}" for a, b in corners), **style)


def _person(
    drawing: Element, layout: Layout, person: str, marks: Marks, name: str, texts: tuple[_Text, ...]
) -> None:
    x, y = layout.people[person]
    sex = layout.sexes[person]
    candidate = marks.candidates.get(person)
    typed = person in marks.typed
    group = _add(drawing, "g")
    _add(group, "title").text = _told(person, sex, marks)
    fill = f"url(#{name}-typed)" if typed else "#ffffff"
    if candidate is not None:
        fill = f"url(#{name}-both)" if typed else CANDIDATE
    _shape(group, sex, x, y, fill=fill, wide=candidate is not None)
    if person in marks.missing and candidate is None:
        _write(group, "?", x, y + 6, 17.0, bold=True)
    for i, line in enumerate(texts):
        _write(group, line.text, x, y + RADIUS + LINE * (i + 1) - 1, TEXT, line.bold)


def _sign(drawing: Element, sign: str, x: float, y: float, name: str) -> None:
    if sign == "related":
        for dy in (-2, 2):
            _add(
                drawing, "line", x1=_px(x - 14), x2=_px(x + 14), y1=_px(y + dy), y2=_px(y + dy),
                stroke=INK, stroke_width="1.4",
            )  # fmt: skip
        return
    fill = {"typed": f"url(#{name}-typed)", "candidate": CANDIDATE}.get(sign, "#ffffff")
    style = {"stroke_dasharray": "3 2.5", "stroke": "#777777"} if sign == "unstated" else {"stroke": INK}
    _add(drawing, "rect", x=_px(x - 8), y=_px(y - 8), width="16", height="16", fill=fill, **style)
    if sign == "missing":
        _write(drawing, "?", x, y + 4.5, 13.0, bold=True)


def _write(
    parent: Element, text: str, x: float, y: float, size: float, bold: bool, anchor: str = "middle"
) -> None:
    element = _add(
        parent, "text", x=_px(x), y=_px(y), text_anchor=anchor, font_size=_px(size),
        paint_order="stroke", stroke="#ffffff", stroke_width="4", stroke_linejoin="round",
    )  # fmt: skip
    if bold:
        element.set("font-weight", "bold")
    element.text = text


def _told(person: str, sex: str, marks: Marks) -> str:
    parts = [person, marks.names.get(person, ""), sex if sex != "unknown" else "sex unknown"]
    parts += ["typed"] if person in marks.typed else []
    parts += ["missing"] if person in marks.missing else []
    if person in marks.candidates:
        parts.append(f"{marks.candidates[person]} in the place")
    return _clean(", ".join(p for p in parts if p))
