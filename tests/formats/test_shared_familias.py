"""Files that Familias 3 wrote: example data of public R packages, kept beside the checkout."""

import re
from pathlib import Path

import pytest
from formats.draft_facts import facts

from antigone.cases.build import build_case
from antigone.formats.case_folder import read_draft
from antigone.formats.case_writer import write_case_folder
from antigone.formats.familias import parse_fam, write_fam
from antigone.formats.unidentified import with_missing
from antigone.formats.workbook_writer import write_workbook
from antigone.identify.pairs import pair_lrs

FOLDER = Path(__file__).parents[3] / "shared" / "familias"
NAMES = ("dvi-example", "exclusionExample", "paternity")
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="../shared/familias is absent")


def read(name):
    path = FOLDER / f"{name}.fam"
    return parse_fam(path.name, path.read_bytes())


def test_dvi_example():
    draft = read("dvi-example")
    assert draft.frequencies == {"L1": {"1": 0.05, "2": 0.05, "3": 0.9}}
    assert [(r.id, r.sex) for r in draft.remains] == [("V1", "male"), ("V2", "male"), ("V3", "male")]
    people = {p.id: p for p in draft.people}
    assert people["R"].status == "reference" and people["R"].sex == "female"
    assert people["Missing male 2"].mother == "R"
    assert people["Missing male 2"].father == "Missing person"
    assert people["Missing male 3"].father == "Missing male 2"
    assert {p for p in people if people[p].status == "missing"} == {
        "Missing person", "Missing male 2", "Missing male 3",
    }  # fmt: skip
    assert people["Missing person"].sex == "male", "the other parent, R, is female"
    assert draft.settings.model.population == "Untitled database"


def test_dvi_example_likelihood_ratio_by_hand():
    pairs = {(p.remains, p.missing): p.lr for p in pair_lrs(build_case(read("dvi-example")))}
    # R is 1/1. A child of hers is 1/1 with probability p1, against p1² for a stranger, and so on.
    assert pairs["V1", "Missing male 2"]["L1"] == pytest.approx(1 / 0.05, rel=1e-12)
    assert pairs["V3", "Missing male 2"]["L1"] == pytest.approx(0.05 / (2 * 0.05 * 0.05), rel=1e-12)
    assert pairs["V2", "Missing male 2"]["L1"] == 0
    # The other parent of R's child is a stranger to R.
    assert pairs["V1", "Missing person"]["L1"] == pytest.approx(1, rel=1e-12)
    # A grandchild has R's allele 1 with probability 1/2.
    assert pairs["V1", "Missing male 3"]["L1"] == pytest.approx((0.5 + 0.5 * 0.05) / 0.05, rel=1e-12)


def test_exclusion_example():
    draft = read("exclusionExample")
    text = (FOLDER / "exclusionExample.fam").read_text()
    assert len(draft.frequencies) == 15 and len(draft.remains) == 16
    assert len(draft.genotypes) == text.count("SystemName= ")
    assert len({p.family for p in draft.people}) == 15
    missing = {p.id: p for p in draft.people if p.status == "missing"}
    assert len(missing) == 15
    assert missing["Missing person (0108)"].sex == "male"
    assert missing["Missing person (0461)"].sex == "unknown"
    assert draft.frequencies["D8S1179"]["rest"] == 1e-5
    mutation = draft.settings.model.mutation
    assert (mutation.model, mutation.rate) == ("equal", 0.001)
    people = {p.id: p for p in draft.people}
    daughter = people["GMI-221970 [Daughter]"]
    assert (daughter.father, daughter.mother) == ("Missing person (0108)", "GMI-221933 [Wife]")
    nephew = people["ICMP-3002182 [Nephew]"]
    assert (nephew.father, nephew.mother) == (None, "ICMP-3002177 [half-sister]")
    assert build_case(draft).missing["Missing person (1120)"] == "1120"


def test_paternity():
    draft = read("paternity")
    people = {p.id: p for p in draft.people}
    assert (people["CH"].father, people["CH"].mother) == ("AF", "MO")
    assert [people[p].status for p in ("AF", "MO", "CH")] == ["reference", "", "reference"]
    mutation = draft.settings.model.mutation
    assert (mutation.model, mutation.rate2, mutation.range) == ("stepwise", 1e-6, 0.1)
    assert (mutation.rate.female, mutation.rate.male) == (0.001, 0.002)
    assert any("'H2' is not (no relations)" in n for n in draft.notes)
    child = {
        g.marker: (g.allele1, g.allele2) for g in map(draft.genotypes.at, range(20)) if g.subject == "CH"
    }
    # By number: D3S1358 (0) is "6\n7", which are 16 and 17; CSF1PO (9) is "6\n6".
    assert child["D3S1358"] == ("16", "17") and child["CSF1PO"] == ("12", "12")


def test_paternity_ratio_from_the_text_of_the_file():
    """AF the father, or an untyped man and an untyped woman the parents, by the definition of the model."""
    text = (FOLDER / "paternity.fam").read_text()
    head = r'"(\w+)"\n0\.001\n0\.002\n4\n4\n\d+\n.*\n.*\n.*\n.*\n#FALSE#\n0\n.*\n'
    loci = re.findall(head + r'((?:"[\d.]+"\n.*\n)+)', text)
    persons = dict(re.findall(r'"(AF|CH)"\n#FALSE#\n-1\n#FALSE#\n#TRUE#\n10\n((?:\d+\n){30})', text))
    ratio = {}
    for i, (name, block) in enumerate(loci):
        alleles = re.findall(r'"([\d.]+)"\n(\S+)', block)
        sizes, p = [float(a) for a, _ in alleles], [float(q) for _, q in alleles]
        group = [a.partition(".")[2] for a, _ in alleles]

        def transmitted(a, b, rate, sizes=sizes, group=group):
            same = [j for j in range(len(sizes)) if group[j] == group[a] and j != a]
            other = [j for j in range(len(sizes)) if group[j] != group[a]]
            if b in same:
                weights = {j: 0.1 ** abs(sizes[j] - sizes[a]) for j in same}
                return rate * weights[b] / sum(weights.values())
            if b in other:
                return 1e-6 / len(other)
            return 1 - (rate if same else 0) - (1e-6 if other else 0)

        numbers = {k: [int(x) for x in v.split()] for k, v in persons.items()}
        father, child = (
            next(tuple(n[j : j + 2]) for j in range(0, 30, 3) if n[j + 2] == i)
            for n in (numbers["AF"], numbers["CH"])
        )
        a, b = child
        gives = {c: (transmitted(father[0], c, 0.002) + transmitted(father[1], c, 0.002)) / 2 for c in child}
        unknown = {
            (c, rate): sum(p[k] * transmitted(k, c, rate) for k in range(len(p)))
            for c in child
            for rate in (0.001, 0.002)
        }
        related = gives[a] * unknown[b, 0.001] + gives[b] * unknown[a, 0.001]
        unrelated = unknown[a, 0.002] * unknown[b, 0.001] + unknown[b, 0.002] * unknown[a, 0.001]
        ratio[name] = related / unrelated
    assert len(ratio) == 10
    pairs = list(pair_lrs(build_case(with_missing(read("paternity"), ["AF"]))))
    assert [(p.remains, p.missing) for p in pairs] == [("AF (profile)", "AF")]
    for name, expected in ratio.items():
        assert pairs[0].lr[name] == pytest.approx(expected, rel=1e-7), name


@pytest.mark.parametrize("name", NAMES)
def test_there_and_back(name, tmp_path):
    draft = read(name)
    folder = read_draft(write_case_folder(draft, tmp_path / "folder"))
    assert facts(folder) == facts(draft)
    write_fam(folder, tmp_path / "again.fam")
    assert facts(read_draft(tmp_path / "again.fam")) == facts(draft)
    write_workbook(folder, tmp_path / "case.xlsx")
    assert facts(read_draft(tmp_path / "case.xlsx")) == facts(draft)


def test_likelihood_ratios_survive(tmp_path):
    draft = read("dvi-example")
    write_fam(draft, tmp_path / "again.fam")
    write_workbook(draft, tmp_path / "case.xlsx")
    before = {(p.remains, p.missing): p.lr for p in pair_lrs(build_case(draft))}
    for path in ("again.fam", "case.xlsx"):
        case = build_case(read_draft(tmp_path / path))
        assert {(p.remains, p.missing): p.lr for p in pair_lrs(case)} == before


@pytest.mark.parametrize("name", NAMES)
def test_no_prefix_passes_for_the_whole(name):
    data = (FOLDER / f"{name}.fam").read_bytes()
    step = max(1, len(data) // 100)
    cuts = [*range(0, len(data) - 1, step), *range(len(data) - 80, len(data) - 1)]
    for cut in cuts:
        with pytest.raises(Exception, match=r"\.fam") as error:
            parse_fam(f"{name}.fam", data[:cut])
        assert type(error.value).__name__ == "InputError", cut
