"""An invented case as tables, with its truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antigone.cases.settings import Model, Settings
from antigone.genetics.marker import Marker
from antigone.simulate.bodies import LOST, Found, find_bodies
from antigone.simulate.design import Design
from antigone.simulate.gene_dropping import Genes, draw_founders, drop_genes, subpopulation
from antigone.simulate.markers import build_markers, invented_frequencies
from antigone.simulate.shapes import SHAPES, Shape

SEXES = ("unknown", "male", "female")


@dataclass(frozen=True, slots=True)
class InventedCase:
    """Settings and the tables of a case folder by file name, truth.csv among them."""

    settings: Settings
    tables: dict[str, pl.DataFrame]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Relatives:
    """Families of one shape: their tables of people, and the genes of typed and missing members.

    `order` is the families' number × 64 + the member's position, which sorts rows over all shapes.
    """

    people: pl.DataFrame
    typed: pl.DataFrame
    typed_genes: Genes
    missing: pl.DataFrame
    missing_genes: Genes


def invent_case(design: Design) -> InventedCase:
    """The case of a design; InputError where an option is out of its range."""
    design.check()
    seeds = np.random.SeedSequence(design.seed).spawn(4 + len(SHAPES))
    random = np.random.default_rng(seeds[0])
    frequencies = invented_frequencies(design.markers, random)
    markers = build_markers(frequencies, design.mutation)
    local = subpopulation(markers, design.theta, random)
    names, weights = list(design.shapes), np.array(list(design.shapes.values()))
    kind = np.random.default_rng(seeds[1]).choice(len(names), design.families, p=weights / weights.sum())
    parts = []
    for name, seed in zip(SHAPES, seeds[4:], strict=True):
        numbers = np.flatnonzero(kind == names.index(name)) if name in design.shapes else np.empty(0, int)
        if len(numbers):
            chance = np.random.default_rng(seed)
            genes = drop_genes(SHAPES[name], len(numbers), markers, local, chance)
            parts.append(_relatives(SHAPES[name], numbers, genes, design, chance))
    people = pl.concat([p.people for p in parts]).sort("order").drop("order")
    typed, typed_genes = _sorted([p.typed for p in parts], [p.typed_genes for p in parts])
    missing, missing_genes = _sorted([p.missing for p in parts], [p.missing_genes for p in parts])
    sex = missing["sex"].to_numpy().astype(np.int8)
    strangers = draw_founders(local, design.unrelated, np.random.default_rng(seeds[2]))
    found = find_bodies(
        missing_genes, sex, strangers, recovered=design.recovered, parts=design.parts,
        dropout=design.dropout, sex_known=design.sex_known, random=np.random.default_rng(seeds[3]),
    )  # fmt: skip
    remains = pl.Series(_numbered("V", np.arange(1, len(found.body) + 1)), dtype=pl.String)
    tables = {
        "frequencies.csv": pl.DataFrame(
            [(m, a, p) for m, listed in frequencies.items() for a, p in listed.items()],
            schema={"marker": pl.String, "allele": pl.String, "frequency": pl.Float64},
            orient="row",
        ),
        "people.csv": people,
        "profiles.csv": pl.concat(
            [
                _profiles(typed["id"], "reference", typed_genes, markers),
                _profiles(remains, "remains", found.genes, markers),
            ]
        ),
        "remains.csv": pl.DataFrame({"id": remains, "sex": _gather(SEXES, found.sex)}),
        "truth.csv": _truth(remains, missing["id"], found),
    }
    return InventedCase(_settings(design), tables, _notes(design, len(missing), found))


def _sorted(frames: list[pl.DataFrame], genes: list[Genes]) -> tuple[pl.DataFrame, Genes]:
    frame = pl.concat(frames)
    order = frame["order"].arg_sort()
    return frame[order], np.concatenate(genes)[order.to_numpy()]


def _numbered(letter: str, numbers: NDArray[np.int64]) -> pl.Series:
    return pl.select(pl.lit(letter) + pl.Series(numbers).cast(pl.String).str.zfill(6)).to_series()


def _gather(names: tuple[str, ...], codes: NDArray[np.int8]) -> pl.Series:
    return pl.Series(names).gather(pl.Series(codes.astype(np.int64)))


def _relatives(
    shape: Shape, numbers: NDArray[np.int64], genes: Genes, design: Design, random: np.random.Generator
) -> _Relatives:
    count = len(numbers)
    family = _numbered("F", numbers + 1)
    sexes = np.stack([_sexes(m.sex, count, random) for m in shape.members])
    reference = _typed(shape, count, design, random)
    frames = []
    for i, member in enumerate(shape.members):
        status = np.where(reference[i], 1, 2 if member.role == "missing" else 0)

        def named(position: int) -> pl.Series:
            if position < 0:
                return pl.repeat(None, count, dtype=pl.String, eager=True)
            return family + f"-{shape.members[position].id}"

        frames.append(
            pl.DataFrame(
                {
                    "order": numbers * 64 + i,
                    "family": family,
                    "id": family + f"-{member.id}",
                    "father": named(member.father),
                    "mother": named(member.mother),
                    "sex": _gather(SEXES, sexes[i]),
                    "status": pl.Series([None, "reference", "missing"]).gather(pl.Series(status)),
                }
            )
        )
    people = pl.concat(frames)
    order = numbers * 64 + np.arange(len(shape.members))[:, None]
    missing = np.array([m.role == "missing" for m in shape.members])[:, None] & np.ones(count, dtype=bool)
    ids = people["id"]

    def chosen(mask: NDArray[np.bool_]) -> pl.DataFrame:
        rows = pl.Series(np.flatnonzero(mask.ravel()))
        return pl.DataFrame({"order": order[mask], "id": ids.gather(rows), "sex": sexes[mask]})

    return _Relatives(people, chosen(reference), genes[reference], chosen(missing), genes[missing])


def _sexes(sex: str, count: int, random: np.random.Generator) -> NDArray[np.int8]:
    if sex:
        return np.full(count, SEXES.index(sex), dtype=np.int8)
    return random.integers(1, 3, count).astype(np.int8)


def _typed(shape: Shape, count: int, design: Design, random: np.random.Generator) -> NDArray[np.bool_]:
    """Who of (members, count) has a reference profile."""
    able = np.array([m.role == "typed" for m in shape.members])
    typed = np.repeat(able[:, None], count, axis=1)
    if design.typed == "all":
        return typed
    rank = np.argsort(np.argsort(np.where(typed, random.random(typed.shape), 2.0), axis=0), axis=0)
    if isinstance(design.typed, int):
        kept: NDArray[np.bool_] = rank < design.typed
    else:
        kept = (random.random(typed.shape) < float(design.typed)) | (rank == 0)
    result: NDArray[np.bool_] = typed & kept
    return result


def _profiles(subjects: pl.Series, kind: str, genes: Genes, markers: list[Marker]) -> pl.DataFrame:
    count = len(markers)
    width = max(len(m.alleles) for m in markers)
    texts = pl.Series([a for m in markers for a in [*m.alleles, *[""] * (width - len(m.alleles))]])
    kept = np.flatnonzero(genes[..., 0].ravel() != LOST)
    marker = kept % count
    # The father's gene stands first: an observer must not learn it.
    pair = np.sort(genes.reshape(-1, 2)[kept], axis=1).astype(np.int64) + (marker * width)[:, None]
    return pl.DataFrame(
        {
            "subject": subjects.gather(pl.Series(kept // count)),
            "kind": pl.repeat(kind, len(kept), eager=True),
            "marker": pl.Series([m.name for m in markers]).gather(pl.Series(marker)),
            "allele1": texts.gather(pl.Series(pair[:, 0])),
            "allele2": texts.gather(pl.Series(pair[:, 1])),
        }
    )


def _truth(remains: pl.Series, missing: pl.Series, found: Found) -> pl.DataFrame:
    whose = pl.Series(np.where(found.missing < 0, 0, found.missing + 1))
    names = pl.concat([pl.Series([None], dtype=pl.String), missing])
    return pl.DataFrame(
        {"remains": remains, "missing": names.gather(whose), "body": _numbered("B", found.body + 1)}
    )


def _settings(design: Design) -> Settings:
    return Settings(
        title=f"Simulated case (everything in it is invented), seed {design.seed}",
        model=Model(
            population="invented", theta=design.theta, dropout=design.dropout, mutation=design.mutation
        ),
    )


def _notes(design: Design, missing: int, found: Found) -> tuple[str, ...]:
    mixture = ", ".join(f"{name}:{weight:g}" for name, weight in design.shapes.items())
    return (
        "Every person, marker and place in this folder is invented by antigone simulate.",
        f"seed {design.seed}; {design.families} families ({mixture}); relatives typed: {design.typed}",
        f"{missing} missing, {design.recovered:g} of them recovered; {design.unrelated} others found; "
        f"{len(found.body)} remains; parts {design.parts:g}",
        f"{design.markers} markers; dropout {design.dropout:g}; theta {design.theta:g}; "
        f"mutation {design.mutation.model}",
        "truth.csv says whose the remains are (empty: nobody of people.csv) and which belong to one body.",
    )
