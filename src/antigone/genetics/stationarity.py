"""Whether a mutation model keeps the population as it is."""

from __future__ import annotations

import numpy as np

from antigone.genetics.marker import Marker

TOLERANCE = 1e-9


def frequency_shift(marker: Marker) -> float:
    """The largest change that one generation of mutation makes to an allele's frequency.

    0 for a stationary model, p·M = p (Egeland, Kling & Mostad 2015, ch. 5); then it does not matter at
    which founder a pedigree is cut off.
    """
    shifts = [marker.frequencies @ m - marker.frequencies for m in (marker.from_mother, marker.from_father)]
    return float(np.abs(shifts).max())


def is_stationary(marker: Marker) -> bool:
    """True where mutation changes no frequency, up to rounding."""
    return frequency_shift(marker) <= TOLERANCE
