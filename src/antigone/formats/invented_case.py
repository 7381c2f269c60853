"""The invented example: no person, place or event in it exists."""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from antigone.errors import InputError

MARKERS = 20
PEOPLE = (
    ("Alder", "FA1", "", "", "male", ""),
    ("Alder", "MO1", "", "", "female", "reference"),
    ("Alder", "X1", "FA1", "MO1", "male", "missing"),
    ("Alder", "X2", "FA1", "MO1", "male", "missing"),
    ("Alder", "S1", "FA1", "MO1", "female", "reference"),
    ("Birch", "X3", "", "", "male", "missing"),
    ("Birch", "W3", "", "", "female", "reference"),
    ("Birch", "C3", "X3", "W3", "female", "reference"),
    ("Birch", "D3", "X3", "W3", "male", "reference"),
    ("Cedar", "FA4", "", "", "male", "reference"),
    ("Cedar", "MO4", "", "", "female", "reference"),
    ("Cedar", "X4", "FA4", "MO4", "female", "missing"),
)
BODIES = (("V1", "X1"), ("V2", "X2"), ("V3", "X3"), ("V4", "X4"), ("V5", ""))


def write_invented_case(folder: Path, seed: int = 1) -> Path:
    """Writes the example, made by `seed`, as a new case folder; raises InputError where it exists."""
    if folder.exists():
        raise InputError(f"{folder} exists already; nothing was written. Name another folder or remove it")
    random = np.random.default_rng(seed)
    alleles = [str(a) for a in range(8, 18)]
    frequencies = {f"M{m + 1}": random.dirichlet(np.full(10, 2.0)).round(4) for m in range(MARKERS)}
    for p in frequencies.values():
        p[np.argmax(p)] += 1 - p.sum()
    genotypes: dict[str, list[tuple[str, str]]] = {}
    for _, who, father, mother, _, _ in PEOPLE:
        genotypes[who] = [
            (
                (genotypes[father][m][random.integers(2)], genotypes[mother][m][random.integers(2)])
                if father
                else _two(random.choice(alleles, 2, p=p))
            )
            for m, p in enumerate(frequencies.values())
        ]
    stranger = [_two(random.choice(alleles, 2, p=p)) for p in frequencies.values()]
    profiles: list[Sequence[object]] = []
    for who, kind, own in [
        *((p[1], "reference", genotypes[p[1]]) for p in PEOPLE if p[5] == "reference"),
        *((v, "remains", genotypes[x] if x else stranger) for v, x in BODIES),
    ]:
        profiles += [(who, kind, m, a, b) for m, (a, b) in zip(frequencies, own, strict=True)]
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".antigone-", dir=folder.parent))
    try:
        (work / "case.toml").write_text('format = 1\ntitle = "Example valley (invented)"\n', encoding="utf-8")
        listed = [(m, a, f"{v:.4f}") for m, p in frequencies.items() for a, v in zip(alleles, p, strict=True)]
        _write(work / "frequencies.csv", ("marker", "allele", "frequency"), listed)
        _write(work / "people.csv", ("family", "id", "father", "mother", "sex", "status"), PEOPLE)
        _write(work / "profiles.csv", ("subject", "kind", "marker", "allele1", "allele2"), profiles)
        _write(work / "remains.csv", ("id", "site", "sex"), [(v, "Lower cave", "unknown") for v, _ in BODIES])
        _write(work / "truth.csv", ("remains", "missing"), BODIES)
        os.chmod(work, 0o755)
        os.replace(work, folder)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return folder


def _two(pair: Any) -> tuple[str, str]:
    return str(pair[0]), str(pair[1])


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
