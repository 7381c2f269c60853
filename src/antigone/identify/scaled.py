"""Non-negative numbers of any size in double precision: mantissa · 2^(512 · exponent).

Sums of products of likelihood ratios pass 1e±308 within a few dozen remains, and sums of logarithms lose
digits as they grow; these lose none. Mantissas lie in [2^-256, 2^256) (Fukushima, J. Geodesy 86, 2012).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STEP = 512
UP, DOWN = 2.0**STEP, 2.0**-STEP
HIGH, LOW = 2.0 ** (STEP // 2), 2.0 ** -(STEP // 2)
LOG_STEP = STEP * float(np.log(2.0))
LOWEST = -(2**40)


@dataclass(frozen=True, slots=True, eq=False)
class Scaled:
    """Numbers of one shape; zero is mantissa 0 at any exponent."""

    mantissa: Floats
    exponent: Ints

    def __getitem__(self, index: NDArray[np.generic]) -> Scaled:
        return Scaled(self.mantissa[index], self.exponent[index])

    def __mul__(self, other: Scaled) -> Scaled:
        return _normal(self.mantissa * other.mantissa, self.exponent + other.exponent)

    def over(self, other: Scaled) -> Floats:
        """The quotient as plain numbers."""
        shift = np.clip(STEP * (self.exponent - other.exponent), -4000, 4000).astype(np.int32)
        return np.asarray(np.ldexp(self.mantissa / other.mantissa, shift))

    def log(self) -> Floats:
        """Natural logarithms; -inf for zero."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(self.mantissa) + self.exponent * LOG_STEP)


def from_log(values: Floats) -> Scaled:
    """Numbers given by their natural logarithms, -inf for zero."""
    finite = np.where(np.isneginf(values), 0.0, values)
    exponent = np.rint(finite / LOG_STEP).astype(np.int64)
    mantissa = np.where(np.isneginf(values), 0.0, np.exp(finite - exponent * LOG_STEP))
    return Scaled(mantissa, exponent)


def group_sum(values: Scaled, group: Ints, groups: int) -> Scaled:
    """The sums of `values` (n,) by `group` (n,), shape (groups,)."""
    top = np.full(groups, LOWEST, dtype=np.int64)
    np.maximum.at(top, group, np.where(values.mantissa > 0, values.exponent, LOWEST))
    lag = top[group] - values.exponent
    aligned = np.where(lag == 0, values.mantissa, np.where(lag == 1, values.mantissa * DOWN, 0.0))
    sums = np.bincount(group, weights=aligned, minlength=groups).astype(np.float64)
    return _normal(sums, np.where(top == LOWEST, 0, top))


def _normal(mantissa: Floats, exponent: Ints) -> Scaled:
    large = mantissa >= HIGH
    small = (mantissa < LOW) & (mantissa > 0)
    if not (large.any() or small.any()):
        return Scaled(mantissa, exponent)
    factor = np.where(large, DOWN, np.where(small, UP, 1.0))
    return Scaled(mantissa * factor, exponent + large - small)
