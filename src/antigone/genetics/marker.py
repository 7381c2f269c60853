"""A marker: its alleles, their frequencies and how they are transmitted and observed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.errors import InputError
from antigone.genetics.mutation import MutationModel, mutation_matrix

SILENT = "(silent)"
ROUNDING = 1e-7
MOST_SUM = 1.01


@dataclass(frozen=True, slots=True, eq=False)
class Marker:
    """A marker with K alleles, a silent one (if any) last.

    `frequencies` (K,) sum to 1 up to rounding; `from_mother`, `from_father` (K, K) are transmission
    matrices, row = parent's allele. `x_linked` markers give males one allele.
    """

    name: str
    alleles: tuple[str, ...]
    frequencies: NDArray[np.float64]
    from_mother: NDArray[np.float64]
    from_father: NDArray[np.float64]
    x_linked: bool = False
    dropout: float = 0.0
    dropin: float = 0.0

    def index(self, allele: str) -> int:
        """Position of `allele`; ValueError where the marker lacks it."""
        return self.alleles.index(allele)

    @property
    def silent_index(self) -> int:
        """Position of the silent allele, -1 where there is none."""
        return len(self.alleles) - 1 if self.alleles[-1] == SILENT else -1


def build_marker(
    name: str,
    listed: Mapping[str, float],
    *,
    unlisted: tuple[str, ...] = (),
    minimum_frequency: float = 0.001,
    silent: float = 0.0,
    mutation: MutationModel | None = None,
    x_linked: bool = False,
    dropout: float = 0.0,
    dropin: float = 0.0,
) -> Marker:
    """A marker from listed frequencies; the remainder goes to `rest`, `unlisted` get the minimum.

    Raises InputError for frequencies outside [0, 1] or a sum above 1.01.
    """
    for allele, value in listed.items():
        if not 0 <= value <= 1:
            raise InputError(f"marker {name}, allele {allele}: frequency {value} is not between 0 and 1")
    p = {a: v for a, v in listed.items() if v > 0}
    total = sum(p.values())
    if total > MOST_SUM:
        raise InputError(f"marker {name}: the frequencies sum to {total:.6g}; they must not exceed 1")
    if total > 1 + ROUNDING:
        p = {a: v / total for a, v in p.items()}
    if silent > 0 and sum(p.values()) + silent > 1 + ROUNDING:
        p = {a: v * (1 - silent) for a, v in p.items()}
    added = {a: minimum_frequency for a in unlisted if a not in p}
    rest = 1 - silent - sum(p.values())
    if added and sum(added.values()) + silent >= 1:
        raise InputError(
            f"marker {name}: minimum_frequency {minimum_frequency:g} for {len(added)} unlisted allele(s) "
            "leaves nothing for the listed ones; lower it"
        )
    if added and rest < sum(added.values()):
        scale = (1 - silent - sum(added.values())) / sum(p.values())
        p = {a: v * scale for a, v in p.items()}
    p |= added
    rest = 1 - silent - sum(p.values())
    if rest > ROUNDING:
        p["rest"] = p.get("rest", 0.0) + rest
    alleles = tuple(p)
    visible = np.array(list(p.values()))
    mutation = mutation or MutationModel()
    try:
        female = mutation_matrix(mutation, "female", alleles, visible)
        male = mutation_matrix(mutation, "male", alleles, visible)
    except InputError as error:
        raise InputError(f"marker {name}: {error}") from error
    if silent > 0:
        alleles += (SILENT,)
        visible = np.append(visible, silent)
        female, male = _with_fixed_allele(female), _with_fixed_allele(male)
    return Marker(name, alleles, visible, female, male, x_linked, dropout, dropin)


def _with_fixed_allele(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    n = len(matrix)
    result = np.eye(n + 1)
    result[:n, :n] = matrix
    return result
