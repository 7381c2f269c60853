"""The tables of a draft, named as the files of a case folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antigone.cases.draft import EMPTY, KINDS, CaseDraft, GenotypeColumns


def draft_tables(draft: CaseDraft) -> dict[str, pl.DataFrame]:
    """Tables by file name, empty cells null; those without rows that a case can do without are left out."""
    tables = {}
    if draft.frequencies:
        tables["frequencies.csv"] = _frequencies(draft.frequencies)
    tables["people.csv"] = _people(draft)
    tables["profiles.csv"] = _profiles(draft.genotypes)
    if draft.remains:
        rows = [{"id": r.id, "sex": r.sex, **r.details} for r in draft.remains]
        tables["remains.csv"] = _text_frame(rows, ("id", "sex"))
    return tables


def _frequencies(frequencies: Mapping[str, Mapping[str, float]]) -> pl.DataFrame:
    rows = [(m, a, p) for m, alleles in frequencies.items() for a, p in alleles.items()]
    return pl.DataFrame(
        rows,
        schema={"marker": pl.String, "allele": pl.String, "frequency": pl.Float64},
        orient="row",
    )


def _people(draft: CaseDraft) -> pl.DataFrame:
    columns = ["family", "id", "father", "mother", "sex", "status"]
    if any(p.twin_of for p in draft.people):
        columns.append("twin_of")
    rows = [
        {
            "family": p.family, "id": p.id, "father": p.father, "mother": p.mother, "sex": p.sex,
            "status": p.status, "twin_of": p.twin_of, **p.details,
        }
        for p in draft.people
    ]  # fmt: skip
    return _text_frame(rows, columns)


def _text_frame(rows: Sequence[Mapping[str, str | None]], first: Iterable[str]) -> pl.DataFrame:
    columns = dict.fromkeys(first)
    columns |= dict.fromkeys(k for r in rows for k, v in r.items() if v)
    return pl.DataFrame(
        {c: [r.get(c) or None for r in rows] for c in columns}, schema=dict.fromkeys(columns, pl.String)
    )


def _profiles(genotypes: GenotypeColumns) -> pl.DataFrame:
    columns = {
        "subject": _named(genotypes.subjects, genotypes.subject),
        "kind": _named(KINDS, genotypes.kind.astype(np.int32)),
        "marker": _named(genotypes.markers, genotypes.marker),
        "allele1": _named(genotypes.alleles, genotypes.allele1),
        "allele2": _named(genotypes.alleles, genotypes.allele2),
    }
    if (genotypes.sample != EMPTY).any():
        columns["sample"] = _named(genotypes.samples, genotypes.sample)
    if not np.isnan(genotypes.dropout).all():
        columns["dropout"] = pl.Series(genotypes.dropout, nan_to_null=True)
    return pl.DataFrame(columns)


def _named(names: Sequence[str], codes: NDArray[np.int32]) -> pl.Series:
    positions = pl.Series(codes, dtype=pl.Int32).replace(EMPTY, None)
    return pl.Series(list(names), dtype=pl.String).gather(positions)
