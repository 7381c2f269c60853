"""From where on a check speaks up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`relationship_log10`, `match_log10`: log10 of likelihood ratios.

    Profiles of fewer than `few_markers` markers or less than `typed_fraction` of the case's are weak;
    `tail` is the probability below which a count of homozygotes is called unusual.
    """

    relationship_log10: float = 3.0
    match_log10: float = 6.0
    few_markers: int = 8
    typed_fraction: float = 0.5
    tail: float = 1e-4
