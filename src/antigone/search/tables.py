"""log10 LR tables of a block of families: float64, one row a missing person, one column a remains code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.cases.scoring import genotype_evidence
from antigone.genetics.marker import Marker
from antigone.likelihood.tables import lr_table
from antigone.pedigrees.pedigree import Pedigree
from antigone.search.alphabet import Alphabet
from antigone.search.families import FamilyBlock
from antigone.search.gene_tables import fill_gene_tables
from antigone.search.peeling import FamilyArrays, fill_tables
from antigone.search.running import Stop, Stopped

Floats = NDArray[np.float64]
Watch = Callable[[int, int], None]


def unwatched(done: int, everything: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class BlockTables:
    """What the families of a block say.

    `log10_lr` (rows, alphabet.codes) of every genotype code; -inf where it excludes, 0 where untyped.
    `log_evidence` (rows, markers) is ln P(profiles of the family), where `planned` (rows, markers).
    `contradicted` (rows, markers): the relatives' own profiles are impossible together, and say nothing.
    """

    log10_lr: Floats
    log_evidence: Floats
    planned: NDArray[np.bool_]
    contradicted: NDArray[np.bool_]


def block_tables(
    alphabet: Alphabet, block: FamilyBlock, stop: Stop | None = None, watch: Watch = unwatched
) -> BlockTables:
    """The tables of a block of families; Stopped where `stop` is set meanwhile.

    What no plan answers (X-linked markers, identical twins, very large families) is left to the general
    engine, exact too, up to some thousand times slower; `watch(done, all)` counts its markers.
    """
    found = planned_tables(alphabet, block, stop)
    start = alphabet.remains_arrays.start
    left_over = np.argwhere(~found.planned).tolist()
    for done, (row, m) in enumerate(left_over, start=1):
        if stop is not None and stop.is_set():
            raise Stopped
        pedigree, missing, typed = block.general[row]
        values, possible = _general(
            alphabet, m, pedigree, missing, {p: int(block.arrays.codes[i, m]) for p, i in typed.items()}
        )
        found.log10_lr[row, start[m] + 1 : start[m + 1]] = values
        found.contradicted[row, m] = not possible
        watch(done, len(left_over))
    return found


def peeled_tables(alphabet: Alphabet, arrays: FamilyArrays) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """(log10 LR (rows, codes), ln P(profiles of the family) (rows, markers), where no plan answers)."""
    rows, markers = len(arrays.plan), len(alphabet.markers)
    tables = np.zeros((rows, alphabet.codes))
    log_evidence = np.zeros((rows, markers))
    left_over = np.zeros((rows, markers), dtype=np.bool_)
    fill_tables(
        arrays,
        alphabet.marker_arrays,
        alphabet.reference_arrays,
        alphabet.remains_arrays,
        tables,
        log_evidence,
        left_over,
    )
    return tables, log_evidence, left_over


def planned_tables(alphabet: Alphabet, block: FamilyBlock, stop: Stop | None = None) -> BlockTables:
    """The tables without those of the general engine: where not `planned`, they are left 0."""
    tables, log_evidence, left_over = peeled_tables(alphabet, block.arrays)
    if left_over.any():
        fill_gene_tables(alphabet, block, tables, log_evidence, left_over, stop)
    return BlockTables(tables, log_evidence, ~left_over, np.isneginf(log_evidence) & ~left_over)


def _general(
    alphabet: Alphabet, number: int, pedigree: Pedigree, missing: str, codes: dict[str, int]
) -> tuple[Floats, bool]:
    """(log10 LR of each genotype of the remains, whether the relatives' own profiles are possible)."""
    marker = alphabet.markers[number]
    evidence = {
        person: genotype_evidence(
            alphabet.reference_genotypes[number][code - 1], False, marker, _haploid(marker, pedigree, person)
        )
        for person, code in codes.items()
        if code
    }
    table = lr_table(
        pedigree, missing, marker, evidence, alphabet.theta, len(alphabet.remains_genotypes[number])
    )
    haploid = _haploid(marker, pedigree, missing)
    values = np.zeros(len(alphabet.remains_genotypes[number]))
    for i, genotype in enumerate(alphabet.remains_genotypes[number]):
        value = table.lr(genotype_evidence(genotype, True, marker, haploid))
        if np.isnan(value):
            value = 0.0 if table.possible else 1.0
        values[i] = np.log10(value) if value > 0 else -np.inf
    return values, table.possible


def _haploid(marker: Marker, pedigree: Pedigree, person: str) -> bool:
    return marker.x_linked and pedigree[person].sex == "male"
