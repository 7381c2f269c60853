"""Who was found, in how many parts, and what their profiles still show."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.simulate.gene_dropping import Genes

LOST = -1


@dataclass(frozen=True, slots=True)
class Found:
    """n remains in random order.

    `body` (n,) numbers the persons found, those missing first; `missing` (n,) is the position among the
    missing, -1 for others; `genes` (n, markers, 2) hold LOST where an allele failed to show; `sex` (n,)
    is 0 unknown, 1 male, 2 female.
    """

    body: NDArray[np.int64]
    missing: NDArray[np.int64]
    genes: Genes
    sex: NDArray[np.int8]


def find_bodies(
    missing_genes: Genes,
    missing_sex: NDArray[np.int8],
    other_genes: Genes,
    *,
    recovered: float,
    parts: float,
    dropout: float,
    sex_known: float,
    random: np.random.Generator,
) -> Found:
    """Draws whose bodies are found and what is left of them.

    Exactly round(recovered × missing) of the missing are found. Where one allele of two failed to show the
    profile looks homozygous, as a laboratory would see it; where both did the marker is untyped.
    """
    total = len(missing_genes)
    chosen = np.sort(random.permutation(total)[: round(recovered * total)])
    other_sex = random.integers(1, 3, len(other_genes)).astype(np.int8)
    genes = np.concatenate([missing_genes[chosen], other_genes])
    sex = np.concatenate([missing_sex[chosen], other_sex])
    person = np.concatenate([chosen, np.full(len(other_genes), -1)])
    count = random.geometric(1 - parts, len(person)) if parts else np.ones(len(person), dtype=np.int64)
    body = np.repeat(np.arange(len(person)), count)
    body = body[random.permutation(len(body))]
    shown = genes[body]
    if dropout:
        shown = _drop_out(shown, dropout, random)
    known = random.random(len(body)) < sex_known
    return Found(body, person[body], shown, np.where(known, sex[body], 0).astype(np.int8))


def _drop_out(genes: Genes, dropout: float, random: np.random.Generator) -> Genes:
    lost = random.random(genes.shape) < dropout
    shown = np.where(lost, genes[..., ::-1], genes)
    shown[lost.all(axis=-1)] = LOST
    return shown
