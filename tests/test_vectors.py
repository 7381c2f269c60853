"""Agreement with established programs, from ../shared/vectors where it is present."""

import json
from pathlib import Path

import numpy as np
import pytest

from antigone.genetics.marker import build_marker
from antigone.genetics.mutation import MutationModel
from antigone.genetics.observation import observation_matrix
from antigone.likelihood.family import family_log_likelihood
from antigone.likelihood.tables import lr_table
from antigone.pedigrees.pedigree import Person, build_pedigree

VECTORS = Path(__file__).parents[2] / "shared" / "vectors"
pytestmark = pytest.mark.skipif(not VECTORS.exists(), reason="reference vectors are not beside the project")


def load(name):
    path = VECTORS / name
    return json.loads(path.read_text()) if path.exists() else []


def seen(marker, alleles):
    positions = tuple(marker.index(a) for a in alleles)
    return observation_matrix(marker, positions, True, marker.dropout, marker.dropin, False)


def rates(rate):
    if isinstance(rate, dict):
        return rate["female"], rate["male"]
    return rate, rate


def kinship_marker(m):
    mut = m["mut"] or {"model": "none", "rate": 0.0}
    female, male = rates(mut["rate"])
    model = MutationModel(mut["model"], female, male, mut.get("rate2", 0.0), mut.get("range", 0.1))
    return build_marker(m["name"], dict(zip(map(str, m["alleles"]), m["freq"], strict=True)), mutation=model)


@pytest.mark.parametrize("case", load("kinship.json"), ids=lambda c: c["case"])
def test_kinship(case):
    people = [
        Person(
            p["id"],
            p["fid"] if p["fid"] != "0" else None,
            p["mid"] if p["mid"] != "0" else None,
            {1: "male", 2: "female"}[p["sex"]],
        )
        for p in case["pedigree"]
    ]
    pedigree = build_pedigree("F", people)
    for i, m in enumerate(case["markers"]):
        marker = kinship_marker(m)
        evidence = {p: seen(marker, g[i].split("/")) for p, g in case["typed"].items()}
        table = lr_table(pedigree, case["missing"], marker, evidence)
        for candidate in case["candidates"]:
            observation = seen(marker, candidate["genotypes"][i].split("/"))
            assert table.lr(observation) == pytest.approx(candidate["LR"][i], rel=1e-9, abs=1e-300)
            joint = family_log_likelihood(pedigree, marker, evidence | {case["missing"]: observation})
            assert np.exp(joint) == pytest.approx(candidate["likelihood_joint"][i], rel=1e-9, abs=1e-300)


@pytest.mark.parametrize(
    "case", load("familias.json"), ids=lambda c: f"{c['hyp']}-{c['theta']}-{c['mutation']}-{c['silent']}"
)
def test_familias(case):
    model = MutationModel(case["mutation"].lower(), case["female_rate"], case["male_rate"], 1e-6, 0.1)
    listed = dict(zip(map(str, case["alleles"]), case["freq"], strict=True))
    marker = build_marker("M", listed, silent=case["silent"], mutation=model)
    evidence = {p: seen(marker, g) for p, g in case["typed"].items()}
    for h in ("H1", "H2"):
        people = [
            Person(i, f, m, s)
            for i, f, m, s in zip(case["id"], case[f"dad_{h}"], case[f"mom_{h}"], case["sex"], strict=True)
        ]
        value = family_log_likelihood(build_pedigree("F", people), marker, evidence, case["theta"])
        assert np.exp(value) == pytest.approx(case[f"likelihood_{h}"], rel=1e-9)
