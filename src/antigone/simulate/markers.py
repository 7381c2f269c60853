"""Invented markers that look like forensic STRs."""

from __future__ import annotations

import numpy as np

from antigone.cases.settings import Mutation
from antigone.genetics.marker import Marker, build_marker


def invented_frequencies(markers: int, random: np.random.Generator) -> dict[str, dict[str, float]]:
    """Marker → allele → frequency (four decimals, summing to 1).

    Seven to sixteen neighbouring repeat numbers with one hump; a third of the markers have .3 variants.
    """
    result: dict[str, dict[str, float]] = {}
    for number in range(1, markers + 1):
        count = int(random.integers(7, 17))
        first = int(random.integers(5, 16))
        peak = random.uniform(0.25, 0.75) * (count - 1)
        spread = random.uniform(0.18, 0.3) * count
        hump = np.exp(-0.5 * ((np.arange(count) - peak) / spread) ** 2) * random.gamma(6.0, 1.0, count)
        alleles = {str(first + i): float(w) for i, w in enumerate(hump)}
        if random.random() < 1 / 3:
            for i in random.choice(count, size=2, replace=False):
                alleles[f"{first + int(i)}.3"] = 0.15 * float(hump.mean())
        result[f"INV{number:02d}"] = _rounded(alleles)
    return result


def _rounded(weights: dict[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    parts = {a: max(1, round(10_000 * w / total)) for a, w in weights.items()}
    parts[max(parts, key=parts.__getitem__)] += 10_000 - sum(parts.values())
    return {a: parts[a] / 10_000 for a in sorted(parts, key=float)}


def build_markers(frequencies: dict[str, dict[str, float]], mutation: Mutation) -> list[Marker]:
    """Markers with their transmission matrices; InputError where the mutation model does not fit."""
    return [build_marker(name, listed, mutation=mutation.build()) for name, listed in frequencies.items()]
