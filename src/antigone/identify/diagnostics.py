"""How far Markov chains are to be trusted: split R-hat and effective sample size."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def r_hat(series: Floats) -> Floats:
    """Split R-hat of (chains, draws, quantities), shape (quantities,); 1 for what never varies.

    Gelman et al., Bayesian Data Analysis (2013), section 11.4. inf where chains are each constant
    but differ.
    """
    halves = _split(series)
    n = halves.shape[1]
    within = halves.var(axis=1, ddof=1).mean(axis=0)
    between = halves.mean(axis=1).var(axis=0, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.sqrt((n - 1) / n + between / within)
    return np.where(within > 0, ratio, np.where(between > 0, np.inf, 1.0))


def effective_size(series: Floats) -> Floats:
    """The number of independent draws worth as much as (chains, draws, quantities), shape (quantities,).

    Geyer's initial monotone sequence over split chains (Stan reference manual, 16.4); all draws for what
    never varies.
    """
    halves = _split(series)
    m, n, _ = halves.shape
    centred = halves - halves.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(centred, 2 * n, axis=1)
    covariance = np.fft.irfft(spectrum * spectrum.conj(), 2 * n, axis=1)[:, :n] / n
    within = covariance[:, 0].mean(axis=0) * n / (n - 1)
    spread = within * (n - 1) / n + halves.mean(axis=1).var(axis=0, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        rho = 1 - (within - covariance.mean(axis=0)) / spread
    pairs = rho[: n - n % 2].reshape(n // 2, 2, -1).sum(axis=1)
    positive = np.cumprod(pairs > 0, axis=0) > 0
    time = -1 + 2 * np.where(positive, np.minimum.accumulate(pairs, axis=0), 0).sum(axis=0)
    draws = m * n
    fewest = 1 / np.log10(max(draws, 10))
    return np.asarray(np.where(spread > 0, draws / np.maximum(time, fewest), draws))


def _split(series: Floats) -> Floats:
    half = series.shape[1] // 2
    return np.concatenate((series[:, :half], series[:, -half:]))
