from dataclasses import replace

import pytest
from formats.draft_facts import facts
from formats.invented_fam import locus, person, small_dvi, small_plain

from antigone.cases.build import build_case
from antigone.cases.draft import CaseDraft, GenotypeRow, PersonRow, RemainsRow, genotype_columns
from antigone.cases.settings import MarkerSettings, Model, Mutation, Settings, SexRates
from antigone.errors import InputError
from antigone.formats.case_folder import read_draft
from antigone.formats.case_writer import write_case_folder
from antigone.formats.familias import parse_fam, write_fam
from antigone.formats.invented_case import write_invented_case
from antigone.identify.pairs import pair_lrs

M1 = {"10": 0.2, "11": 0.5, "12": 0.3}


def again(draft, path):
    notes = write_fam(draft, path)
    return parse_fam(path.name, path.read_bytes()), notes


def ratios(draft):
    return {(p.remains, p.missing): (p.lr, p.excluded_by) for p in pair_lrs(build_case(draft))}


def small_draft(people=None, genotypes=(), remains=(), frequencies=None, **settings):
    people = people or (
        PersonRow("F", "P", sex="male", status="missing"),
        PersonRow("F", "M", sex="female"),
        PersonRow("F", "C", "P", "M", "male", "reference"),
    )
    genotypes = genotypes or (
        GenotypeRow("C", "reference", "A", "10", "11"), GenotypeRow("V", "remains", "A", "10", "12"),
    )  # fmt: skip
    return CaseDraft(
        Settings(**settings),
        frequencies or {"A": M1},
        tuple(people),
        genotype_columns(genotypes),
        tuple(remains) or (RemainsRow("V", "male"),),
    )


@pytest.mark.parametrize("text", [small_dvi(), small_plain()], ids=["dvi", "plain"])
def test_fam_to_folder_to_fam(text, tmp_path):
    draft = parse_fam("small.fam", text.encode())
    folder = read_draft(write_case_folder(draft, tmp_path / "case"))
    assert facts(folder) == facts(draft)
    back, _ = again(folder, tmp_path / "back.fam")
    assert facts(back) == facts(draft)
    assert ratios(back) == ratios(folder) == ratios(draft)


def test_invented_case_there_and_back(tmp_path):
    draft = read_draft(write_invented_case(tmp_path / "case"))
    back, notes = again(draft, tmp_path / "case.fam")
    want = facts(draft)
    assert "columns of remains.csv not in the .fam file: site" in notes
    want["remains"] = {r: (sex, {}) for r, (sex, _) in want["remains"].items()}
    want["settings"]["population"] = "unknown"
    got = facts(back)
    assert got == want
    before, after = ratios(draft), ratios(back)
    assert before.keys() == after.keys()
    for pair, (lr, excluded) in before.items():
        assert after[pair] == (pytest.approx(lr, rel=1e-12), excluded)


def test_missing_persons_keep_their_ids_and_sexes(tmp_path):
    draft = small_draft(
        [
            PersonRow("F", "F1", sex="male"), PersonRow("F", "F2", sex="female"),
            PersonRow("F", 'X "1"'.replace('"', "'"), "F1", "F2", "female", "missing"),
            PersonRow("F", "X2", "F1", "F2", "unknown", "missing"),
            PersonRow("F", "C", "F1", "F2", "male", "reference"),
            PersonRow("G", "Alone", sex="female", status="missing"),
        ]
    )  # fmt: skip
    text_path = tmp_path / "case.fam"
    back, _ = again(draft, text_path)
    assert facts(back)["people"] == facts(draft)["people"]
    assert text_path.read_text().count("Missing person\n") == 5, (
        "twice in each of two pedigrees, once as a person"
    )


@pytest.mark.parametrize(
    "model",
    [
        Model(theta=0.03, mutation=Mutation("equal", 0.002)),
        Model(silent=0.01, mutation=Mutation("proportional", SexRates(0.001, 0.003))),
        Model(mutation=Mutation("stepwise", SexRates(0.001, 0.003), 1e-5, 0.3), population="Valley"),
        Model(minimum_frequency=0.01),
    ],
)
def test_models_survive(model, tmp_path):
    draft = small_draft(frequencies={"A": M1, "B": {"7": 0.2, "8": 0.5, "8.3": 0.3}}, model=model)
    draft = replace(draft, settings=Settings(model=replace_population(model)))
    back, _ = again(draft, tmp_path / "case.fam")
    assert facts(back)["settings"] == facts(draft)["settings"]
    assert ratios(back) == ratios(draft)


def replace_population(model):
    model.population = model.population or "unknown"
    return model


def test_rest_and_unlisted_alleles_give_the_same_ratios(tmp_path):
    draft = small_draft(
        frequencies={"A": {"10": 0.2, "11": 0.5}},
        model=Model(mutation=Mutation("equal", 0.01)),
        genotypes=(
            GenotypeRow("C", "reference", "A", "10", "99"), GenotypeRow("V", "remains", "A", "99", "11"),
        ),
    )  # fmt: skip
    back, notes = again(draft, tmp_path / "case.fam")
    assert any("99 not listed" in n for n in notes)
    assert ratios(back)["V", "P"][0]["A"] == pytest.approx(ratios(draft)["V", "P"][0]["A"], rel=1e-12)
    text = (tmp_path / "case.fam").read_text()
    assert '"Rest allele"' in text


def test_dropout_of_references_survives_in_plain_files(tmp_path):
    text = small_plain(
        persons=[person("A", True, [(0, 0, 0)], "1951 (Consider dropouts)"), person("B", True, [(0, 1, 0)])],
        pedigrees=[("P", 0, 0, [(0, 1)])], loci=[locus(dropout=0.05)],
    )  # fmt: skip
    draft = parse_fam("small.fam", text.encode())
    back, _ = again(draft, tmp_path / "case.fam")
    assert facts(back) == facts(draft)


def test_x_linked_hemizygous_males(tmp_path):
    draft = small_draft(
        [PersonRow("F", "P", sex="male"), PersonRow("F", "C", "P", None, "female", "missing")],
        [GenotypeRow("P", "reference", "DXS8378", "10"), GenotypeRow("V", "remains", "DXS8378", "10", "11")],
        frequencies={"DXS8378": M1},
        markers={"DXS8378": MarkerSettings(chromosome="X")},
        remains=(RemainsRow("V", "female"),),
    )
    back, _ = again(draft, tmp_path / "case.fam")
    assert ratios(back) == ratios(draft)


def test_losses_are_said(tmp_path):
    draft = small_draft(
        [PersonRow("F", "P", sex="male", status="missing", details={"born": "1950"})],
        [
            GenotypeRow("V", "remains", "A", "10", ""),
            GenotypeRow("P", "personal", "A", "10", "11", "brush"),
            GenotypeRow("V", "remains", "AMEL", "X", "Y"),
        ],
        [RemainsRow("V", "unknown", {"site": "cave"})],
        model=Model(dropout=0.1),
        markers={"A": MarkerSettings(position_cM=3.0)},
    )  # fmt: skip
    _, notes = again(draft, tmp_path / "case.fam")
    for said in (
        "born", "site", "sample names", "drop-out", "one allele unknown", "personal effects", "at AMEL",
        "positions", "Gender= Unknown", "title",
    ):  # fmt: skip
        assert any(said in n for n in notes), said


@pytest.mark.parametrize(
    ("changes", "pattern"),
    [
        ({"model": Model(mutation=Mutation("onestep", 0.001))}, "'onestep' of A"),
        ({"people": [PersonRow("F", "Missing person", sex="male")]}, "give the person another id"),
        ({"people": [PersonRow("F", "Missing man", sex="male")]}, "give the person another id"),
        ({"people": [PersonRow("F", 'the "elder"', sex="male")]}, "quotation mark"),
        ({"people": [PersonRow("F", "A\nB", sex="male")]}, "line end"),
        (
            {"people": [PersonRow("F", "A", sex="male"), PersonRow("F", "B", sex="male", twin_of="A")]},
            "identical twin",
        ),
    ],
)
def test_what_would_change_the_case_is_refused(changes, pattern, tmp_path):
    changes = {"genotypes": [GenotypeRow("V", "remains", "A", "10", "11")]} | changes
    with pytest.raises(InputError, match=pattern):
        write_fam(small_draft(**changes), tmp_path / "case.fam")
    assert list(tmp_path.iterdir()) == []
