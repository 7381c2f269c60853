"""Invented cases against what they promise: Mendel, frequencies, rates, counts, the truth."""

import subprocess
import sys

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from antigone.cases.settings import Mutation
from antigone.commands.simulate import simulate
from antigone.errors import InputError
from antigone.formats.case_folder import read_case
from antigone.formats.invented_folder import write_invented_folder
from antigone.identify.joint import joint_posterior
from antigone.identify.pairs import pair_lrs
from antigone.pedigrees.pedigree import Person, build_pedigree
from antigone.simulate.design import Design
from antigone.simulate.gene_dropping import drop_genes, subpopulation
from antigone.simulate.invented import invent_case
from antigone.simulate.markers import build_markers, invented_frequencies
from antigone.simulate.shapes import SHAPES, parse_mixture


def test_all_shapes_are_pedigrees_with_someone_missing_and_someone_typed():
    for shape in SHAPES.values():
        names = [m.id for m in shape.members]
        people = [
            Person(m.id, *(names[i] if i >= 0 else None for i in (m.father, m.mother)), m.sex or "unknown")
            for m in shape.members
        ]
        assert len(build_pedigree(shape.name, people).people) == len(people)
        assert {"missing", "typed"} <= {m.role for m in shape.members}


def test_the_same_design_gives_the_same_bytes(tmp_path):
    design = Design(
        30, {n: 1.0 for n in SHAPES}, 0.7, unrelated=9, dropout=0.1, parts=0.4, theta=0.02,
        mutation=Mutation("stepwise", 0.01), seed=5,
    )  # fmt: skip
    one = write_invented_folder(invent_case(design), tmp_path / "one")
    two = write_invented_folder(invent_case(design), tmp_path / "two")
    files = sorted(p.name for p in one.iterdir())
    assert "truth.csv" in files
    assert all((one / f).read_bytes() == (two / f).read_bytes() for f in files)
    other = Design(30, {n: 1.0 for n in SHAPES}, seed=6)
    assert not invent_case(other).tables["profiles.csv"].equals(invent_case(design).tables["profiles.csv"])


def test_every_shape_makes_a_case_that_reads_and_agrees_with_its_truth(tmp_path):
    design = Design(40, {n: 1.0 for n in SHAPES}, recovered=0.5, unrelated=5, markers=12, seed=3)
    folder = write_invented_folder(invent_case(design), tmp_path / "case")
    case = read_case(folder)
    truth = dict(pl.read_csv(folder / "truth.csv").select("remains", "missing").iter_rows())
    recovered = [x for x in truth.values() if x]
    assert len(recovered) == round(0.5 * len(case.missing)) and len(set(recovered)) == len(recovered)
    assert len(truth) == len(recovered) + 5
    pairs = {(p.remains, p.missing): p for p in pair_lrs(case)}
    for v, x in truth.items():
        if x:
            assert pairs[v, x].log10_lr is not None


def test_identified_parents_cases_are_right(tmp_path):
    design = Design(8, {"parents": 1.0}, recovered=0.75, unrelated=2, seed=4)
    folder = write_invented_folder(invent_case(design), tmp_path / "case")
    truth = dict(pl.read_csv(folder / "truth.csv").select("remains", "missing").iter_rows())
    found = joint_posterior(read_case(folder))
    assert {v: x or "" for v, x in found.assignments[0].pairs.items()} == {
        v: x or "" for v, x in truth.items()
    }


def test_frequencies_are_a_distribution_and_founders_follow_it():
    random = np.random.default_rng(1)
    frequencies = invented_frequencies(20, random)
    assert all(sum(p.values()) == pytest.approx(1, abs=1e-12) for p in frequencies.values())
    assert any("." in a for p in frequencies.values() for a in p)
    markers = build_markers(frequencies, Mutation())
    genes = drop_genes(SHAPES["parents"], 20_000, markers, [m.frequencies for m in markers], random)
    for m, marker in enumerate(markers):
        for member in range(3):
            seen = np.bincount(genes[member, :, m].ravel(), minlength=len(marker.alleles)) / 40_000
            assert np.abs(seen - marker.frequencies).max() < 0.015


def test_children_have_one_gene_of_each_parent():
    random = np.random.default_rng(2)
    markers = build_markers(invented_frequencies(10, random), Mutation())
    for shape in SHAPES.values():
        genes = drop_genes(shape, 300, markers, [m.frequencies for m in markers], random)
        for i, member in enumerate(shape.members):
            for side, parent in enumerate((member.father, member.mother)):
                if parent >= 0:
                    assert (genes[i][..., side, None] == genes[parent]).any(axis=-1).all()


def test_mutations_occur_at_their_rate_and_by_their_model():
    random = np.random.default_rng(3)
    mutation = Mutation("stepwise", 0.05, 0.0, 0.1)
    markers = build_markers(invented_frequencies(5, random), mutation)
    homozygous = [np.eye(len(m.alleles))[2] for m in markers]
    genes = drop_genes(SHAPES["parents"], 40_000, markers, homozygous, random)
    for m, marker in enumerate(markers):
        for side, matrix in enumerate((marker.from_father, marker.from_mother)):
            seen = np.bincount(genes[2, :, m, side], minlength=len(marker.alleles)) / 40_000
            assert np.abs(seen - matrix[2]).max() < 0.006


def test_theta_spreads_the_frequencies_as_f_st_says():
    markers = build_markers({"M": {"1": 0.3, "2": 0.7}}, Mutation())
    drawn = [subpopulation(markers, 0.05, np.random.default_rng(s))[0][0] for s in range(4000)]
    assert np.mean(drawn) == pytest.approx(0.3, abs=0.01)
    assert np.var(drawn) == pytest.approx(0.05 * 0.3 * 0.7, rel=0.1)


def test_dropout_parts_typed_and_sex():
    design = Design(
        400, {"siblings": 1.0}, 1, recovered=1.0, dropout=0.3, parts=0.5, sex_known=0.5, markers=10, seed=8
    )
    tables = invent_case(design).tables
    profiles = tables["profiles.csv"]
    references = profiles.filter(pl.col("kind") == "reference")
    assert references["subject"].n_unique() == 400 and len(references) == 4000
    truth = tables["truth.csv"]
    assert truth["body"].n_unique() == 400 == truth["missing"].n_unique()
    assert len(truth) / 400 == pytest.approx(2.0, abs=0.2)
    rows = len(profiles.filter(pl.col("kind") == "remains"))
    assert rows / (10 * len(truth)) == pytest.approx(1 - 0.3**2, abs=0.02)
    known = tables["remains.csv"].filter(pl.col("sex") != "unknown")
    assert len(known) / len(truth) == pytest.approx(0.5, abs=0.06)


def test_mixture():
    assert parse_mixture(("siblings", "uncle:2.5", "siblings:2")) == {"siblings": 3.0, "uncle": 2.5}
    design = Design(3000, {"parents": 1.0, "siblings": 3.0}, seed=1)
    people = invent_case(design).tables["people.csv"]
    sizes = people.group_by("family").len()["len"]
    assert (sizes == 5).mean() == pytest.approx(0.75, abs=0.03)


def antigone(*args):
    code = "from antigone.cli import main; main()"
    return subprocess.run([sys.executable, "-c", code, *map(str, args)], capture_output=True, text=True)


def test_the_command(tmp_path):
    out = tmp_path / "case"
    done = antigone("simulate", out, "--families", 5, "--shape", "brothers", "--seed", 2)
    assert done.returncode == 0 and "invented" in done.stdout
    assert antigone("lr", out, "--json", "-").returncode == 0
    again = antigone("simulate", out)
    assert again.returncode == 2 and "exists already" in again.stderr
    for option in (
        ("--shape", "pyramid"), ("--shape", "siblings:x"), ("--typed", "some"), ("--typed", "0"),
        ("--recovered", "1.5"), ("--dropout", "1"), ("--families", "0"), ("--typed", "1.5"),
        ("--mutation", "stepwise", "--mutation-rate", "7"),
    ):  # fmt: skip
        wrong = CliRunner().invoke(simulate, [str(tmp_path / "other"), *option])
        assert isinstance(wrong.exception, InputError), option
        assert not (tmp_path / "other").exists()


def test_ranges_are_checked():
    with pytest.raises(InputError, match="--parts"):
        invent_case(Design(1, parts=1.0))
