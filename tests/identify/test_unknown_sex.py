"""Remains of unknown sex at X-linked markers: each assignment against enumeration over genes and sexes."""

import json
from itertools import product

import numpy as np
import pytest
from click.testing import CliRunner
from engine.brute_force import Model, likelihood

from antigone.cli import antigone as program
from antigone.commands.identify import joint_notes
from antigone.formats.case_folder import read_case
from antigone.identify.joint import joint_posterior
from antigone.pedigrees.pedigree import Person

FREQUENCIES = {"9": 0.2, "10": 0.3, "11": 0.5}
RATE = 0.01
PEOPLE = [
    Person("MO", sex="female"),
    Person("X", None, "MO", "male"),
    Person("FA", sex="male"),
    Person("Y", "FA", None, "female"),
    Person("Z", "FA", None, "female"),
]
FAMILY = {"MO": "F", "X": "F", "FA": "G", "Y": "G", "Z": "G"}
SEEN = {
    "M1": {"MO": "9/10", "FA": "9", "V": "9", "W": "9/11", "U": "10"},
    "M2": {"MO": "10/11", "FA": "11", "V": "11", "W": "11/11", "U": "10"},
}
STATED = {"U": "male"}


@pytest.fixture
def case(tmp_path):
    (tmp_path / "case.toml").write_text(
        f'[model]\nmutation = {{ model = "equal", rate = {RATE} }}\n'
        '[markers.M1]\nchromosome = "X"\n[markers.M2]\nchromosome = "X"\n'
    )
    rows = [f"{m},{a},{f}" for m in SEEN for a, f in FREQUENCIES.items()]
    (tmp_path / "frequencies.csv").write_text("\n".join(["marker,allele,frequency", *rows]) + "\n")
    rows = [
        f"{FAMILY[p.id]},{p.id},{p.father or ''},{p.mother or ''},{p.sex},"
        + ("missing" if p.id in "XYZ" else "")
        for p in PEOPLE
    ]
    (tmp_path / "people.csv").write_text("\n".join(["family,id,father,mother,sex,status", *rows]) + "\n")
    rows = [
        f"{who},{'remains' if who in 'VWU' else 'reference'},{m},{','.join((g + '/').split('/')[:2])}"
        for m, seen in SEEN.items()
        for who, g in seen.items()
    ]
    (tmp_path / "profiles.csv").write_text("\n".join(["subject,kind,marker,allele1,allele2", *rows]) + "\n")
    (tmp_path / "remains.csv").write_text("id,sex\nV,\nW,\nU,male\n")
    return read_case(tmp_path)


def probability(marker, people, who):
    """P(all seen at a marker); `who` names the person whose profile each remains are."""
    change = np.full((3, 3), RATE / 2) + (1 - 1.5 * RATE) * np.eye(3)
    model = Model(tuple(FREQUENCIES.values()), change, change, x_linked=True)
    names = list(FREQUENCIES)
    sexes = {p.id: p.sex for p in people}
    observed = {}
    for subject, genotype in SEEN[marker].items():
        person = who.get(subject, subject)
        alleles = {names.index(a) for a in genotype.split("/")}
        partial = "/" not in genotype and sexes[person] != "male"
        # One allele seen of a woman: the other is any.
        observed[person] = [alleles | {a} for a in range(3)] if partial else [alleles]
    return likelihood(model, people, observed)


def test_every_assignment_is_the_sum_over_genes_and_sexes(case):
    found = joint_posterior(case, top=200)
    truth = {}
    for places in product((None, "X", "Y", "Z"), repeat=3):
        placed = [x for x in places if x is not None]
        if len(set(placed)) < len(placed) or places[2] in ("Y", "Z"):
            continue
        who = {v: x or f"{v} apart" for v, x in zip("VWU", places, strict=True)}
        apart = [v for v, x in zip("VWU", places, strict=True) if x is None]
        total = 0.0
        for sexes in product(*([STATED[v]] if v in STATED else ["male", "female"] for v in apart)):
            strangers = [Person(f"{v} apart", sex=s) for v, s in zip(apart, sexes, strict=True)]
            weight = 0.5 ** sum(v not in STATED for v in apart)
            total += weight * np.prod([probability(m, [*PEOPLE, *strangers], who) for m in SEEN])
        truth[places] = total
    everything = sum(truth.values())
    answers = {tuple(a.pairs[v] for v in "VWU"): a for a in found.assignments}
    for places, chance in truth.items():
        if chance == 0.0:
            assert places not in answers or answers[places].posterior == 0.0
            continue
        assert answers[places].posterior == pytest.approx(chance / everything, rel=1e-9)
        assert np.exp(answers[places].log_likelihood) == pytest.approx(chance, rel=1e-9)
    assert any("V, W: of unknown sex" in n for n in joint_notes(case, found))


def test_lr_and_search_say_that_they_compare_within_the_sex(case, tmp_path):
    for command in ("lr", "search"):
        answer = CliRunner().invoke(program, [command, str(tmp_path), "--json", "-"])
        assert answer.exit_code == 0, answer.output
        assert [n for n in json.loads(answer.stdout)["notes"] if n.startswith("V, W: of unknown sex")]
