"""Mutation matrices: row = the parent's allele, column = the allele transmitted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.errors import InputError

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MutationModel:
    """A mutation model of one marker; `rate` is per meiosis, by sex of the parent."""

    model: str = "none"
    rate_female: float = 0.0
    rate_male: float = 0.0
    rate2: float = 0.0
    range: float = 0.1
    matrix: tuple[tuple[float, ...], ...] | None = None


def mutation_matrix(model: MutationModel, sex: str, alleles: Sequence[str], p: Matrix) -> Matrix:
    """The transition matrix (n, n) over the visible `alleles` for a parent of `sex`.

    `p` (n,) are the visible alleles' frequencies; they fall short of 1 by the silent one.
    Raises InputError where the model does not fit the alleles or a row leaves [0, 1].
    """
    n = len(alleles)
    rate = model.rate_female if sex == "female" else model.rate_male
    if model.model == "none" or n < 2:
        return np.eye(n)
    builders: dict[str, Callable[[], Matrix]] = {
        "equal": lambda: np.full((n, n), rate / (n - 1)),
        "proportional": lambda: _proportional(rate, p),
        "stepwise": lambda: _stepwise(rate, model.rate2, model.range, alleles),
        "onestep": lambda: _one_step(rate, alleles),
        "custom": lambda: _custom(model.matrix, n),
    }
    if model.model not in builders:
        raise InputError(f"mutation model '{model.model}' is unknown; use none, {', '.join(builders)}")
    result = np.array(builders[model.model](), dtype=np.float64)
    if model.model != "custom":
        np.fill_diagonal(result, 0.0)
        np.fill_diagonal(result, 1.0 - result.sum(axis=1))
    if not ((result >= 0) & (result <= 1)).all():
        raise InputError(f"mutation rates give the {model.model} model a probability outside 0..1")
    return result


def _proportional(rate: float, p: Matrix) -> Matrix:
    # The rate is that of the whole population, silent alleles (which never mutate) included.
    scaled = p / p.sum()
    heterozygosity = float(np.sum(p * (1 - scaled)))
    return np.tile(rate / heterozygosity * scaled, (len(p), 1))


def _sizes(alleles: Sequence[str]) -> Mapping[str, float]:
    sizes: dict[str, float] = {}
    for allele in alleles:
        if allele == "rest":
            continue
        if not is_repeat_number(allele):
            raise InputError(
                f"allele '{allele}' is not a number; a stepwise model needs repeat numbers such as 9 or 9.3"
            )
        sizes[allele] = float(allele)
    return sizes


def is_repeat_number(allele: str) -> bool:
    """True for a plain decimal number such as 9 or 9.3, which stepwise models need."""
    return re.fullmatch(r"\d+(\.\d+)?", allele, re.ASCII) is not None


def _stepwise(rate: float, rate2: float, span: float, alleles: Sequence[str]) -> Matrix:
    if span <= 0:
        raise InputError(f"the range {span:g} of the stepwise model must be above 0; 0.1 is usual")
    sizes = _sizes(alleles)
    group = [a.partition(".")[2] if a in sizes else a for a in alleles]
    several_groups = len(set(group)) > 1
    result = np.zeros((len(alleles), len(alleles)))
    for i, a in enumerate(alleles):
        own = [j for j, g in enumerate(group) if g == group[i] and j != i]
        other = [j for j, g in enumerate(group) if g != group[i]]
        steps = np.array([abs(sizes[a] - sizes[alleles[j]]) for j in own])
        if own:
            # Taken from the nearest: far alleles alone would underflow to 0 / 0.
            weights = span ** (steps - steps.min())
            result[i, own] = rate * weights / weights.sum()
        if several_groups:
            result[i, other] = rate2 / len(other)
    return result


def _one_step(rate: float, alleles: Sequence[str]) -> Matrix:
    sizes = _sizes(alleles)
    result = np.zeros((len(alleles), len(alleles)))
    for i, a in enumerate(alleles):
        near = [j for j, b in enumerate(alleles) if a in sizes and b in sizes]
        near = [j for j in near if round(abs(sizes[alleles[j]] - sizes[a]), 6) == 1.0]
        if near:
            result[i, near] = rate / len(near)
    return result


def _custom(matrix: tuple[tuple[float, ...], ...] | None, n: int) -> Matrix:
    result = np.array(matrix if matrix is not None else [], dtype=np.float64)
    if result.shape != (n, n):
        raise InputError(
            f"a custom mutation model needs a matrix of {n} rows and columns, not {result.shape}"
        )
    if not np.allclose(result.sum(axis=1), 1.0, atol=1e-9):
        raise InputError("each row of a custom mutation matrix must sum to 1")
    return result
