"""Are posteriors right as often as they say? Cases drawn from the very prior that the joint posterior states.

The truth is drawn flat over the assignments of REMAINS remains to as many missing persons, then profiles
are simulated with few markers and distant relatives, so that the answers are uncertain.
"""

from __future__ import annotations

import csv
import math
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from antigone.formats.case_folder import read_case
from antigone.formats.invented_folder import write_invented_folder
from antigone.identify.joint import joint_posterior
from antigone.simulate.design import Design
from antigone.simulate.invented import invent_case
from antigone.simulate.shapes import parse_mixture

FAMILIES = REMAINS = 6
SHAPES = ("siblings", "half-siblings", "parents")
MARKERS = (4, 8, 14)
PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "calibration.svg"
EDGES = np.array([0.0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0])


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Posterior of each pair of remains and person ("none" too), and whether it is the truth: (n,) each."""

    posterior: np.ndarray
    true: np.ndarray


def outcomes(cases: int, seed: int = 1) -> Outcomes:
    """Of `cases` simulated cases."""
    random = np.random.default_rng(seed)
    counts = [math.comb(FAMILIES, r) * math.comb(REMAINS, r) * math.factorial(r) for r in range(FAMILIES + 1)]
    posterior: list[float] = []
    true: list[bool] = []
    for number in range(cases):
        recovered = int(random.choice(FAMILIES + 1, p=np.array(counts) / sum(counts)))
        found, truth = _solve(recovered, MARKERS[number % len(MARKERS)], int(random.integers(2**31)))
        for v, row in found.items():
            for x, p in row.items():
                posterior.append(p)
                true.append(truth[v] == x)
    return Outcomes(np.array(posterior), np.array(true))


def _solve(recovered: int, markers: int, seed: int) -> tuple[Any, dict[str, str]]:
    design = Design(
        families=FAMILIES,
        shapes=parse_mixture(SHAPES),
        recovered=recovered / FAMILIES,
        unrelated=REMAINS - recovered,
        markers=markers,
        sex_known=0.0,
        seed=seed,
    )
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "case"
        write_invented_folder(invent_case(design), folder)
        with (folder / "truth.csv").open() as file:
            truth = {r["remains"]: r["missing"] or "none" for r in csv.DictReader(file)}
        return joint_posterior(read_case(folder), 1).marginals, truth


def figures() -> dict[str, Any]:
    """Counts for docs/calibration.md, and its picture."""
    found = outcomes(1500)
    PICTURE.write_text(_picture(found), encoding="utf-8")
    named = found.posterior >= 0.99
    return {
        "calibration cases": 1500,
        "calibration pairs": len(found.posterior),
        "calibration stated at 0.99 or more": int(named.sum()),
        "calibration of these right": float(found.true[named].mean()),
        "calibration mean posterior of these": float(found.posterior[named].mean()),
    }


def bins(found: Outcomes) -> list[tuple[float, float, int]]:
    """(mean posterior, fraction true, pairs) of each bin that holds any."""
    place = np.clip(np.searchsorted(EDGES, found.posterior, side="right") - 1, 0, len(EDGES) - 2)
    rows = []
    for b in range(len(EDGES) - 1):
        own = place == b
        if own.any():
            rows.append((float(found.posterior[own].mean()), float(found.true[own].mean()), int(own.sum())))
    return rows


def _picture(found: Outcomes) -> str:
    side, edge = 320, 50
    marks = []
    for mean, fraction, count in bins(found):
        x, y = edge + mean * side, edge + (1 - fraction) * side
        spread = 1.96 * math.sqrt(max(fraction * (1 - fraction), 1 / count) / count) * side
        words = f"{count} pairs: stated {mean:.4f}, true {fraction:.4f}"
        marks.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y - spread:.1f}" y2="{y + spread:.1f}" stroke="#888"/>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1b4d7a"><title>{words}</title></circle>'
        )
    ticks = "".join(
        f'<text x="{edge + t * side}" y="{edge + side + 18}" text-anchor="middle">{t:g}</text>'
        f'<text x="{edge - 8}" y="{edge + (1 - t) * side + 4}" text-anchor="end">{t:g}</text>'
        for t in (0, 0.25, 0.5, 0.75, 1)
    )
    whole = side + 2 * edge
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>Posterior stated against fraction true</title>'
        f'<rect width="100%" height="100%" fill="#fff"/>'
        f'<rect x="{edge}" y="{edge}" width="{side}" height="{side}" fill="none" stroke="#333"/>'
        f'<line x1="{edge}" y1="{edge + side}" x2="{edge + side}" y2="{edge}" stroke="#c55" '
        f'stroke-dasharray="4 3"/>{ticks}{"".join(marks)}'
        f'<text x="{edge + side / 2}" y="{2 * edge + side - 10}" text-anchor="middle">posterior stated</text>'
        f'<text x="14" y="{edge + side / 2}" text-anchor="middle" '
        f'transform="rotate(-90 14 {edge + side / 2})">fraction true</text></svg>\n'
    )
