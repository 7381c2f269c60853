import re

import pytest
from formats.invented_fam import END, FREQUENCIES, locus, person, plain, relations, small_dvi, small_plain
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.cases.build import build_case
from antigone.cases.settings import SexRates
from antigone.errors import InputError
from antigone.formats.familias import parse_fam


def read(text):
    return parse_fam("small.fam", text.encode() if isinstance(text, str) else text)


def refused(text, pattern):
    with pytest.raises(InputError, match=pattern) as error:
        read(text)
    assert "\n" not in str(error.value)


def one_locus(**kinds):
    return read(small_plain(persons=[person("A", True)], pedigrees=[], loci=[locus(**kinds)]))


def test_dvi_families_and_remains():
    draft = read(small_dvi())
    people = {p.id: p for p in draft.people}
    assert list(people) == [
        "Father", "Mother (F1)", "B", "Missing person (F1)", "Mother (F2)", "C", "Missing person (F2)",
    ]  # fmt: skip
    assert people["Missing person (F1)"].father == "Father"
    assert people["C"].father == "Missing person (F2)", "the mother is the other parent"
    assert people["Missing person (F2)"].sex == "male"
    assert people["Missing person (F1)"].sex == "unknown"
    assert [p.status for p in people.values()] == [
        "", "", "reference", "missing", "reference", "reference", "missing",
    ]  # fmt: skip
    assert [(r.id, r.sex) for r in draft.remains] == [("V1", "male"), ("V2", "unknown")]
    rows = [draft.genotypes.at(i) for i in range(len(draft.genotypes))]
    assert ("V1", "remains", "M2", "8.3", "9") in [
        (r.subject, r.kind, r.marker, r.allele1, r.allele2) for r in rows
    ]
    text = small_dvi().split("\n")
    assert all(text[r.row - 1] == f"SystemName= {r.marker}" for r in rows)
    assert any("'Template' is kept" in n for n in draft.notes)
    assert any("Missing male 1" in n and "left out" in n for n in draft.notes)
    build_case(draft)


def test_notes_of_families_are_told():
    draft = read(small_dvi(notes=["Interviewed twice", ""]))
    assert "family F1, note of the file: Interviewed twice" in draft.notes


def test_plain_persons_and_pedigrees():
    draft = read(small_plain())
    assert [(p.family, p.id, p.father, p.mother, p.sex) for p in draft.people] == [
        ("H1", "AF", None, None, "male"), ("H1", "MO", None, None, "female"),
        ("H1", "CH", "AF", "MO", "male"),
    ]  # fmt: skip
    first = draft.genotypes.at(0)
    assert (first.subject, first.marker, first.allele1, first.allele2) == ("AF", "M1", "10", "11")
    assert any("pedigree 'H1' is kept; 'H2' is not" in n for n in draft.notes)


def test_extra_persons_and_known_relations():
    known = "1\n0\n" + relations([(1, 0)])
    text = plain([person("A", True, [(0, 0, 0)])], [("P", 0, 1, [(2, 0)])], [locus()], known=known)
    people = {p.id: p for p in read(text).people}
    assert (people["A"].father, people["A"].mother) == ("Extra male 1 in P", "Extra female 1")


def test_twins_share_parents():
    text = small_plain(
        persons=[person("F", True), person("A", True, [(0, 1, 0)]), person("B", True, [(0, 1, 0)])],
        pedigrees=[("P", 0, 0, [(0, 1), ("1 (Direct)", 2)])],
    )
    twin = read(text).people[2]
    assert (twin.twin_of, twin.father) == ("A", "F")


def test_birth_years_and_dropouts():
    text = small_plain(
        persons=[person("A", True, [(0, 0, 0)], "1951 (Consider dropouts)"), person("B", True, [(0, 0, 0)])],
        pedigrees=[],
        loci=[locus(dropout=0.05)],
    )
    draft = read(text)
    assert draft.people[0].details == {"born": "1951"}
    assert [draft.genotypes.at(i).dropout for i in range(2)] == [0.05, None]


@pytest.mark.parametrize(
    ("kinds", "model", "rate"),
    [
        ({"rate": (0, 0), "model": (4, 4)}, "none", 0.0),
        ({"rate": (0.001, 0.001)}, "equal", 0.001),
        ({"rate": (0.001, 0.002), "model": (1, 1)}, "proportional", SexRates(0.001, 0.002)),
        ({"rate": (0.001, 0.002), "model": (2, 2)}, "stepwise", SexRates(0.001, 0.002)),
        ({"rate": (0, 0.002), "model": (0, 1)}, "proportional", SexRates(0, 0.002)),
    ],
)
def test_mutation_models(kinds, model, rate):
    mutation = one_locus(**kinds).settings.model.mutation
    assert (mutation.model, mutation.rate) == (model, rate)


def test_extended_stepwise_keeps_range_and_second_rate():
    mutation = one_locus(rate=(0.001, 0.002), model=(4, 4), span=(0.2, 0.2), rate2=(1e-6, 1e-6))
    mutation = mutation.settings.model.mutation
    assert (mutation.model, mutation.range, mutation.rate2) == ("stepwise", 0.2, 1e-6)


def test_stationary_model_is_named_as_an_approximation():
    assert any("stationary" in n for n in one_locus(rate=(0.001, 0.001), model=(3, 3)).notes)


@pytest.mark.parametrize(
    "kinds",
    [
        {"rate": (0.001, 0.001), "model": (0, 1)},
        {"rate": (0.001, 0.001), "model": (4, 4), "span": (0.1, 0.2)},
        {"rate": (0.001, 0.001), "model": (4, 4), "rate2": (0, 1e-6)},
    ],
)
def test_models_that_differ_by_sex_are_refused(kinds):
    with pytest.raises(InputError, match="differ by sex"):
        one_locus(**kinds)


def test_one_marker_that_differs_is_stated_at_the_marker():
    text = small_plain(loci=[locus("M1", rate=(0.001, 0.001)), locus("M2", silent=0.02, maf=0.004)])
    settings = read(text).settings
    assert settings.model.mutation.model == "none" and settings.model.silent == 0
    assert settings.markers["M1"].mutation.model == "equal"
    assert settings.markers["M2"].silent == 0.02
    assert settings.markers["M2"].minimum_frequency == 0.004


def test_theta_database_and_rest():
    draft = read(
        small_plain(theta=0.02, loci=[locus("M1"), locus("M2", FREQUENCIES | {"Rest allele": 1e-3})])
    )
    assert draft.settings.model.theta == 0.02
    assert draft.settings.model.population == "Invented"
    assert draft.frequencies["M2"]["rest"] == 1e-3


def test_chromosomes_by_name():
    draft = read(small_plain(persons=[person("A", True, [(0, 0, 1)])], pedigrees=[],
                             loci=[locus("DXS8378"), locus("DYS19"), locus("AMEL")]))  # fmt: skip
    assert list(draft.frequencies) == ["DXS8378"]
    assert draft.settings.markers["DXS8378"].chromosome == "X"
    assert len(draft.genotypes) == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding):
    text = small_plain(
        persons=[person("Žofía Nýborg" if encoding != "cp1252" else "Zoë", True)], pedigrees=[]
    )
    draft = read(text.encode(encoding))
    assert draft.people[0].id == ("Zoë" if encoding == "cp1252" else "Žofía Nýborg")
    assert any("Windows-1252" in n for n in draft.notes) == (encoding == "cp1252")


def test_line_ends_of_windows():
    assert len(read(small_dvi().replace("\n", "\r\n")).people) == 7


@pytest.mark.parametrize("text", [small_dvi(), small_plain()], ids=["dvi", "plain"])
def test_every_prefix_is_refused(text):
    for end in range(len(text) - 1):
        refused(text[:end], "small.fam")


def test_a_cut_says_where_and_what_should_follow():
    text = small_plain()
    refused(
        text[: text.index('"M2"')],
        r"line \d+: the file ends where the name of a system should follow; it was cut",
    )
    text = small_dvi()
    refused(text[: text.index("nRelations= 2")], "was cut")


@pytest.mark.parametrize(
    ("data", "pattern"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b'"Output from Excel"\n', "line 1: a .fam file begins with"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (b'"Output from Familias, version 3"\n\x81\n', "neither UTF-8 nor Windows-1252"),
    ],
)
def test_other_files(data, pattern):
    refused(data, pattern)


def change(text, old, new):
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "pattern"),
    [
        ("Allele2= 11", "Allele2= 11\nAllele3= 12", "Allele3= 12 of B: a genotype has"),
        ("SystemName= M2", "SystemName= D99", "typed at 'D99', which the database of the file lacks"),
        ("nSystems= 2", "nSystems= 1", "nSystems= 1, and 6 lines follow where 3 should"),
        ("SystemName= M2", "SystemName= M1", "two genotypes at M1"),
        ("Gender= Male", "Gender= Neither", "must be Male, Female or Unknown"),
        ("Name= V2", "Name= V1", "occurs twice"),
        ("0.5", "1.5", "at most 1"),
        ("0.5", "0,5", "a number of at least 0"),
        ('"11"', '"10"', "listed twice"),
        ('"M2"', '"M1"', "occurs twice"),
        ("#Databases: 1", "#Databases: 2", "holds 2 databases"),
        ("#FALSE# (#D", "#TRUE# (#D", "computed results"),
        ("Fst: 0 ", "Fst: 1.5 ", "theta 1.5"),
        ("Parent= Mother\nChild= B", "Parent= C\nChild= B", "small.fam"),
        ("nFamilies= 2\n[[[Family", "nFamilies= 3\n[[[Family", "cut"),
    ],
)
def test_damaged_dvi(old, new, pattern):
    text = small_dvi()
    if new.startswith("Parent= C"):
        text = change(text, "Father\nChild= B", "B\nChild= Father")
        with pytest.raises(InputError, match="own ancestor|has no row|three parents"):
            build_case(read(change(text, "Parent= Mother\nChild= B", "Parent= Father\nChild= B")))
        return
    refused(change(text, old, new), pattern)


@pytest.mark.parametrize(
    ("changes", "pattern"),
    [
        (
            {"persons": [person("A", True, [(0, 3, 0)])], "pedigrees": []},
            "allele number 3 at M1, which has 3",
        ),
        (
            {"persons": [person("A", True, [(0, 0, 2)])], "pedigrees": []},
            "system number 2; the database has 2",
        ),
        ({"persons": [person("A", True, [(0, 0, 0), (0, 1, 0)])], "pedigrees": []}, "two genotypes at M1"),
        (
            {"persons": [person("A", True), person("A", True)], "pedigrees": []},
            "'A' is empty or occurs twice",
        ),
        ({"pedigrees": [("P", 0, 0, [(0, 9)])]}, "the number of a child"),
        ({"pedigrees": [("P", 0, 2, [(0, 2), (3, 2)])]}, "are both male"),
        ({"pedigrees": [("P", 1, 1, [(0, 2), (1, 2), (3, 2)])]}, "three parents"),
        ({"persons": [], "pedigrees": []}, "no persons"),
        ({"loci": [locus(model=(7, 0))]}, "mutation model of M1"),
    ],
)
def test_damaged_plain(changes, pattern):
    refused(small_plain(**changes), pattern)


def test_a_file_without_settings_is_read_from_r_alone():
    text = small_plain(end="")
    refused(text, "was cut")
    read(text.replace('"DO NOT EDIT!"', '"(Actually produced by R/pedsuite, 24 Nov 2026)"'))


def test_direct_matching_settings_are_told():
    draft = read(small_dvi().replace("Dropin= 0\nDropout= 0", "Dropin= 0.05\nDropout= 0.1"))
    assert any("Dropin 0.05, Dropout 0.1" in n for n in draft.notes)
    assert re.search("ForceMAF", END)


@given(st.binary(max_size=400))
def test_any_bytes(data):
    for content in (data, b'"Output from Familias, version 3.3.1"\n' + data):
        with pytest.raises(InputError):
            read(content)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_changed_lines_are_read_or_refused(data):
    lines = data.draw(st.sampled_from([small_dvi(), small_plain()])).split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        new = data.draw(
            st.one_of(st.sampled_from(lines), st.text(max_size=12), st.integers(-1, 10**9).map(str))
        )
        lines[at : at + data.draw(st.integers(0, 1))] = [new]
    try:
        draft = read("\n".join(lines).encode("utf-8", "surrogatepass"))
        build_case(draft)
    except InputError as error:
        assert str(error)
