"""An invented region of any size as a case folder: no person, place or event in it exists."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

# Each family: the missing person X with mother and sibling typed, and the father's brother.
PEOPLE = (
    ("GF", "", "", "male"),
    ("GM", "", "", "female"),
    ("F", "GF", "GM", "male"),
    ("U", "GF", "GM", "male"),
    ("M", "", "", "female"),
    ("X", "F", "M", "unknown"),
    ("S", "F", "M", "unknown"),
)
TYPED = ("M", "U", "S")
STEPWISE = 'mutation = { model = "stepwise", rate = 0.002, rate2 = 0.0, range = 0.1 }\n'
People = tuple[tuple[str, str, str, str], ...]
Alleles = NDArray[np.int16]


def write_region(
    folder: Path,
    families: int,
    remains: int,
    markers: int = 24,
    alleles: int = 20,
    stepwise: bool = False,
    seed: int = 1,
    people: People = PEOPLE,
    typed: tuple[str, ...] = TYPED,
    theta: float = 0.0,
) -> Path:
    """Writes the folder: one in ten remains is a missing person of it (X), the others are strangers.

    Every family has `people` (id, father, mother, sex), of whom `typed` have profiles.
    """
    random = np.random.default_rng(seed)
    frequencies = random.dirichlet(np.full(alleles, 2.0), size=markers)
    genes = _drop(random, frequencies, families, people)
    found = min(families, remains // 10)
    bodies = np.concatenate([genes["X"][:found], _founders(random, frequencies, remains - found)])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.toml").write_text(
        'format = 1\ntitle = "Invented region"\n[model]\n'
        + f"theta = {theta}\n"
        + (STEPWISE if stepwise else ""),
        encoding="utf-8",
    )
    pl.DataFrame(
        {
            "marker": np.repeat([f"M{m + 1}" for m in range(markers)], alleles),
            "allele": np.tile([str(6 + a) for a in range(alleles)], markers),
            "frequency": frequencies.ravel(),
        }
    ).write_csv(folder / "frequencies.csv")
    _people(families, people).write_csv(folder / "people.csv")
    columns = [*((t, "reference", genes[t]) for t in typed), ("V", "remains", bodies)]
    pl.concat([_profiles(*own, markers) for own in columns]).write_csv(folder / "profiles.csv")
    return folder


def _founders(random: np.random.Generator, frequencies: NDArray[np.float64], people: int) -> Alleles:
    columns = [
        np.searchsorted(np.cumsum(p)[:-1], random.random((people, 2)), side="right") for p in frequencies
    ]
    return np.stack(columns, axis=1).astype(np.int16)


def _drop(
    random: np.random.Generator, frequencies: NDArray[np.float64], families: int, people: People
) -> dict[str, Alleles]:
    genes: dict[str, Alleles] = {}
    for name, father, mother, _ in people:
        own = _founders(random, frequencies, families)
        for copy, parent in enumerate((father, mother)):
            if parent:
                which = random.integers(0, 2, size=(families, len(frequencies), 1))
                own[:, :, copy] = np.take_along_axis(genes[parent], which, axis=2)[:, :, 0]
        genes[name] = own
    return genes


def _people(families: int, people: People) -> pl.DataFrame:
    numbers = pl.int_range(families, eager=True).cast(pl.String)
    parts = []
    for name, father, mother, sex in people:
        parts.append(
            pl.DataFrame({"family": "K" + numbers, "n": pl.int_range(families, eager=True)}).with_columns(
                id=name + numbers,
                father=(father + numbers) if father else pl.lit(""),
                mother=(mother + numbers) if mother else pl.lit(""),
                sex=pl.lit(sex),
                status=pl.lit("missing" if name == "X" else ""),
            )
        )
    return pl.concat(parts).sort("n", maintain_order=True).drop("n")


def _profiles(letter: str, kind: str, genes: Alleles, markers: int) -> pl.DataFrame:
    numbers = pl.int_range(len(genes), eager=True).cast(pl.String)
    names = pl.DataFrame({"subject": letter + numbers})
    return names.select(pl.col("subject").repeat_by(markers).explode()).with_columns(
        kind=pl.lit(kind),
        marker=pl.Series(np.tile([f"M{m + 1}" for m in range(markers)], len(genes))),
        allele1=pl.Series((genes[:, :, 0].ravel() + 6).astype(np.int64)),
        allele2=pl.Series((genes[:, :, 1].ravel() + 6).astype(np.int64)),
    )
