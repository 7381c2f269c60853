"""docs/performance.md and its chart, from results.json: so that the page says what was measured."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from measure import RUNS
from targets import targets

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"
TARGET = (1_000_000, 200_000)
PARTS_OF_PAGE = ("tables", "pairs", "peers", "joint", "match", "cluster", "growth")


def write_page() -> None:
    """Writes the page from the parts that have been measured; those that have not are not spoken of."""
    results = json.loads((HERE / "results.json").read_text(encoding="utf-8"))
    found = {part: own["figures"] for part, own in results.items()}
    if not {"tables", "pairs", "growth"} <= found.keys():
        return
    page = Environment(
        loader=FileSystemLoader(HERE), undefined=StrictUndefined, keep_trailing_newline=True
    ).get_template("performance.md.j2")
    growth = found["growth"]["growth"]
    text = page.render(
        f=found,
        growth=growth,
        tables=found["tables"],
        pairs=found["pairs"],
        targets=targets(results),
        estimate=_estimate(found["tables"], found["pairs"]["stepwise"], growth[-1]),
        machines={part: own["machine"] for part, own in results.items() if part in PARTS_OF_PAGE},
        machine=results["growth"]["machine"],
        runs=RUNS,
        n=lambda v: f"{_rounded(v):,.0f}" if v >= 100 else f"{v:.3g}",
        s=lambda v: f"{v:.3g}" if v < 100 else f"{v:.0f}",
        e=_power,
        across=_across,
    )
    (DOCS / "performance.md").write_text(text, encoding="utf-8")
    (DOCS / "pictures").mkdir(exist_ok=True)
    (DOCS / "pictures" / "search-growth.svg").write_text(_chart(growth), encoding="utf-8")


def _estimate(tables: dict[str, Any], pairs: dict[str, Any], largest: dict[str, Any]) -> dict[str, float]:
    families, remains = TARGET
    rows = (3 * families + remains) * 24
    table_work = families / tables["families_per_second_stepwise"]
    pair_work = families * remains / pairs["pairs_per_second"]
    return {
        "table_work": table_work,
        "pair_work": pair_work,
        "work": table_work + pair_work,
        "rows": rows,
        "read_seconds": largest["seconds_read"] / largest["rows_read"] * rows,
        "read_gib": largest["peak_gib"] / largest["rows_read"] * rows,
        "tiles": math.ceil(families / 1024),
        # 24 markers of 210 genotypes and untyped, float64.
        "tile_mib": 1024 * 24 * 211 * 8 / 2**20,
        "codes_mib": remains * 24 / 2**20,
    }


def _rounded(value: float) -> float:
    if value < 1000 or float(value).is_integer():
        return value
    return float(f"{value:.3g}")


def _across(title: str, rates: dict[str, float]) -> str:
    """A table of two rows: what was varied, and families a second."""
    rows = ([title, *rates], ["---", *["--:"] * len(rates)])
    rates_row = ["families a second", *(f"{_rounded(v):,.0f}" for v in rates.values())]
    return "\n".join("| " + " | ".join(row) + " |" for row in (*rows, rates_row))


def _power(value: float) -> str:
    mantissa, _, power = f"{value:.1e}".partition("e")
    digits, exponent = mantissa.removesuffix(".0"), int(power)
    raised = str(exponent).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{digits}·10{raised}"


def _chart(growth: list[dict[str, float]]) -> str:
    """Seconds against pairs, both on scales of powers of ten."""
    width, height, left, bottom = 640, 380, 60, 50
    series = (("scan", "seconds_search", "#b3541e"), ("whole process", "seconds_process", "#1f4e79"))
    xs = [math.log10(g["pairs"]) for g in growth]
    ys = [math.log10(g[key]) for _, key, _ in series for g in growth]
    x0, x1 = math.floor(min(xs)), math.ceil(max(xs))
    y0, y1 = math.floor(min(ys)), math.ceil(max(ys))

    def x(v: float) -> float:
        return left + (v - x0) / (x1 - x0) * (width - left - 20)

    def y(v: float) -> float:
        return height - bottom - (v - y0) / (y1 - y0) * (height - bottom - 20)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="12"><rect width="{width}" height="{height}" fill="white"/>'
    ]
    for v in range(x0, x1 + 1):
        parts.append(f'<line x1="{x(v)}" y1="{y(y0)}" x2="{x(v)}" y2="{y(y1)}" stroke="#ddd"/>')
        parts.append(
            f'<text x="{x(v)}" y="{y(y0) + 18}" text-anchor="middle">10<tspan dy="-4">{v}</tspan></text>'
        )
    for v in range(y0, y1 + 1):
        parts.append(f'<line x1="{x(x0)}" y1="{y(v)}" x2="{x(x1)}" y2="{y(v)}" stroke="#ddd"/>')
        parts.append(f'<text x="{x(x0) - 8}" y="{y(v) + 4}" text-anchor="end">{10.0**v:g}</text>')
    for number, (name, key, colour) in enumerate(series):
        points = [(x(math.log10(g["pairs"])), y(math.log10(g[key]))) for g in growth]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.5" fill="{colour}"/>' for a, b in points]
        parts.append(f'<text x="{left + 14}" y="{36 + 18 * number}" fill="{colour}">{name}, seconds</text>')
    parts.append(f'<text x="{(left + width) / 2}" y="{height - 10}" text-anchor="middle">pairs</text></svg>')
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    write_page()
