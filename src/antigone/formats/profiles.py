"""profiles.csv, long or wide, as columns of codes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antigone.cases.draft import EMPTY, KINDS, GenotypeColumns
from antigone.errors import InputError
from antigone.formats.allele_names import allele_name
from antigone.formats.tables import Table, require_columns

LONG = ("subject", "kind", "marker", "allele1", "allele2")


def parse_profiles(table: Table) -> GenotypeColumns:
    """The genotypes of a table; InputError naming the row of a kind, a drop-out or a third allele."""
    require_columns(table, ("subject", "kind"))
    long = table if "marker" in table.header else _long_layout(table)
    require_columns(long, LONG)
    extra = [c for c in ("sample", "dropout") if c in long.header]
    frame = long.frame.select(*LONG, *extra)
    for column in [c for c in long.header if c.startswith("allele") and c not in LONG]:
        _refuse(
            long, long.frame[column] != "", lambda r: f"three alleles at {r['marker']}; a genotype has two"
        )
    _refuse(long, frame["subject"] == "", lambda r: "the subject is empty; name a person or remains")
    kinds = frame["kind"].str.to_lowercase()
    _refuse(long, ~kinds.is_in(KINDS), lambda r: f"kind '{r['kind']}' must be reference, personal or remains")
    subjects, subject = _codes(frame["subject"])
    markers, marker = _codes(frame["marker"])
    samples, sample = _codes(
        frame["sample"] if "sample" in extra else pl.Series([""]).new_from_index(0, len(frame))
    )
    both = pl.concat([frame["allele1"], frame["allele2"]], rechunk=True)
    alleles, allele = _codes(_alleles(both))
    return GenotypeColumns(
        long.file, subjects, markers, alleles, samples,
        subject=subject,
        kind=kinds.replace_strict(list(KINDS), range(3), return_dtype=pl.Int8).to_numpy(),
        marker=marker,
        allele1=allele[: len(frame)],
        allele2=allele[len(frame) :],
        sample=sample,
        dropout=_dropout(long, frame["dropout"]) if "dropout" in extra else np.full(len(frame), np.nan),
        row=long.numbers.to_numpy(),
    )  # fmt: skip


def _codes(column: pl.Series) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    names = column.unique(maintain_order=True)
    names = names.filter(names != "")
    if len(names) == 0:
        return (), np.full(len(column), EMPTY, dtype=np.int32)
    codes = column.replace_strict(
        names, pl.int_range(len(names), eager=True), default=EMPTY, return_dtype=pl.Int32
    )
    return tuple(names), codes.to_numpy()


def _alleles(column: pl.Series) -> pl.Series:
    written = column.unique()
    names = pl.Series([allele_name(text) for text in written], dtype=pl.String)
    return column if names.equals(written) else column.replace_strict(written, names)


def _dropout(table: Table, column: pl.Series) -> NDArray[np.float64]:
    values = column.cast(pl.Float64, strict=False)
    stated = column != ""
    _refuse(table, stated & values.is_null(), lambda r: f"dropout '{r['dropout']}' is not a number")
    outside = (stated & ~((values >= 0) & (values < 1))).fill_null(False)
    _refuse(table, outside, lambda r: f"dropout {r['dropout']} must be at least 0 and below 1")
    return values.to_numpy().astype(np.float64)


def _refuse(table: Table, wrong: pl.Series, what: Callable[[dict[str, str]], str]) -> None:
    at = wrong.arg_max() if wrong.any() else None
    if at is not None:
        cells = table.frame.row(at, named=True)
        raise InputError(f"{table.file}, row {table.numbers[at]}: {what(cells)}")


def _long_layout(table: Table) -> Table:
    pairs = [h[:-2] for h in table.header if h.endswith(" 1") and f"{h[:-2]} 2" in table.header]
    if not pairs:
        raise InputError(
            f"{table.file}, row 1: expected marker,allele1,allele2 or columns such as 'D3S1358 1','D3S1358 2'"
        )
    own = [c for c in ("subject", "kind", "sample", "dropout") if c in table.header]
    parts = []
    for marker in pairs:
        cells = [
            pl.col(f"{marker} {i}").alias(f"allele{i}") for i in (1, 2, 3) if f"{marker} {i}" in table.header
        ]
        parts.append(table.frame.select(*own, pl.lit(marker).alias("marker"), *cells))
    frame = pl.concat(parts, how="diagonal").fill_null("")
    numbers = pl.concat([table.numbers] * len(pairs))
    order = pl.Series(np.argsort(np.tile(np.arange(table.frame.height), len(pairs)), kind="stable"))
    return Table(table.file, frame[order], numbers[order])
