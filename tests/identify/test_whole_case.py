"""Theta over the whole case: every assignment against enumeration of all genes of all families."""

import json
import math
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from engine.brute_force import Model, likelihood

from antigone.cli import antigone as program
from antigone.formats.case_folder import read_case
from antigone.identify.joint import joint_posterior
from antigone.pedigrees.pedigree import Person

THETA = 0.07
FREQUENCIES = {"9": 0.3, "10": 0.7}
RATE = 0.02
FAMILIES = [
    Person("FA", sex="male"),
    Person("MO", sex="female"),
    Person("X", "FA", "MO", "male"),
    Person("S", "FA", "MO", "female"),
    Person("Y", sex="female"),
    Person("C", None, "Y", "male"),
]
SEEN = {"S": "9/9", "C": "9/10", "V": "9/9", "W": "10/9"}
VECTORS = Path(__file__).parents[3] / "shared" / "vectors" / "familias.json"


def write(folder, settings, frequencies, people, references, remains):
    (folder / "case.toml").write_text(settings)
    rows = [f"M,{a},{f!r}" for a, f in frequencies.items()]
    (folder / "frequencies.csv").write_text("\n".join(["marker,allele,frequency", *rows]) + "\n")
    (folder / "people.csv").write_text("family,id,father,mother,sex,status\n" + "\n".join(people) + "\n")
    lines = ["subject,kind,marker,allele1,allele2"]
    for kind, profiles in (("reference", references), ("remains", remains)):
        lines += [f"{who},{kind},M,{','.join(genotype)}" for who, genotype in profiles.items()]
    (folder / "profiles.csv").write_text("\n".join(lines) + "\n")
    return read_case(folder)


def test_every_assignment_is_the_sum_over_all_genes(tmp_path):
    people = [
        f"{'G' if p.id in 'CY' else 'F'},{p.id},{p.father or ''},{p.mother or ''},{p.sex},"
        + ("missing" if p.id in "XY" else "")
        for p in FAMILIES
    ]
    settings = f'[model]\ntheta = {THETA}\nmutation = {{ model = "equal", rate = {RATE} }}\n'
    profiles = {w: g.split("/") for w, g in SEEN.items()}
    case = write(
        tmp_path, settings, FREQUENCIES, people,
        {w: profiles[w] for w in "SC"}, {w: profiles[w] for w in "VW"},
    )  # fmt: skip
    found = joint_posterior(case, top=100)
    assert found.correlated and found.method == "exact"

    change = np.array([[1 - RATE, RATE], [RATE, 1 - RATE]])
    model = Model(tuple(FREQUENCIES.values()), change, change, THETA)
    names = list(FREQUENCIES)
    sets = {w: [{names.index(a) for a in g}] for w, g in profiles.items()}
    truth = {}
    for v, w in product((None, "X", "Y"), repeat=2):
        if v is not None and v == w:
            continue
        shown = {"S": sets["S"], "C": sets["C"]}
        everybody = list(FAMILIES)
        for remains, person in (("V", v), ("W", w)):
            if person is None:
                everybody.append(Person(f"{remains} apart"))
            shown[person or f"{remains} apart"] = sets[remains]
        truth[v, w] = likelihood(model, everybody, shown)
    total = sum(truth.values())
    assert len(found.assignments) == len(truth)
    for a in found.assignments:
        value = truth[a.pairs["V"], a.pairs["W"]]
        assert math.exp(a.log_likelihood) == pytest.approx(value, rel=1e-9)
        assert a.posterior == pytest.approx(value / total, rel=1e-9)
    for person in ("X", "Y", None):
        share = sum(p for (v, _), p in truth.items() if v == person) / total
        assert found.marginals["V"][person or "none"] == pytest.approx(share, rel=1e-9)


def test_the_command_names_an_answer_that_takes_families_as_independent(tmp_path):
    """Beyond 50 families theta ties each family's persons alone, and "method" says so."""
    people = [f"{f},X{f},P{f},,male,missing\n{f},P{f},,,male," for f in range(51)]
    settings = f"[model]\ntheta = {THETA}\n"
    write(tmp_path, settings, FREQUENCIES, people, {"P0": ["9", "10"]}, {"V": ["9", "9"]})
    answer = CliRunner().invoke(program, ["identify", str(tmp_path), "--json", "-"])
    assert answer.exit_code == 0, answer.output
    found = json.loads(answer.stdout)
    assert found["method"] == "exact, theta by family"
    assert any('the method is named "exact, theta by family"' in n for n in found["notes"])
    (tmp_path / "case.toml").write_text("[model]\ntheta = 0\n")
    again = CliRunner().invoke(program, ["identify", str(tmp_path), "--json", "-"])
    assert json.loads(again.stdout)["method"] == "exact"


def familias():
    return [c for c in json.loads(VECTORS.read_text()) if c["theta"]] if VECTORS.exists() else []


@pytest.mark.skipif(not VECTORS.exists(), reason="reference vectors are not beside the project")
@pytest.mark.parametrize("c", familias()[::4], ids=lambda c: f"{c['hyp']}-{c['theta']}-{c['mutation']}")
def test_familias_likelihoods_are_those_of_the_assignments(tmp_path, c):
    rates = f"{{ female = {c['female_rate']}, male = {c['male_rate']} }}, rate2 = 1e-6"
    mutation = "" if c["mutation"] == "none" else f", rate = {rates}"
    people = [
        f"F,{i},{f or ''},{m or ''},{s},{'missing' if i == 'X' else ''}"
        for i, f, m, s in zip(c["id"], c["dad_H1"], c["mom_H1"], c["sex"], strict=True)
    ]
    case = write(
        tmp_path,
        f"[model]\ntheta = {c['theta']}\nsilent = {c['silent']}\n"
        f'mutation = {{ model = "{c["mutation"].lower()}"{mutation} }}\n',
        dict(zip(c["alleles"], c["freq"], strict=True)),
        people,
        {w: g for w, g in c["typed"].items() if w != "X"},
        {"V": c["typed"]["X"]},
    )
    for a in joint_posterior(case).assignments:
        truth = c["likelihood_H1"] if a.pairs["V"] == "X" else c["likelihood_H2"]
        assert math.exp(a.log_likelihood) == pytest.approx(truth, rel=1e-9)
