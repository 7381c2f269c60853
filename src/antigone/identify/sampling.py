"""What a sampled posterior rests on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sampling:
    """What a sampled posterior rests on: the worst figures over all uncertain (remains, person) pairs.

    `draws` counts sweeps kept over all `chains`; `converged` is R-hat <= 1.01 and effective size >= 400.
    """

    seed: int
    chains: int
    draws: int
    r_hat: float
    effective_size: float
    converged: bool
