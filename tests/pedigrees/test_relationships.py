"""Names of relationships, against kinship coefficients computed another way and against known cases."""

from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from strategies import pedigrees

from antigone.pedigrees.connections import connections
from antigone.pedigrees.pedigree import Person, build_pedigree
from antigone.pedigrees.relationships import relationship, relationships


def family(text):
    """Rows 'id sex [father mother]', sex m, f or u; '-' for a parent not stated; '=id' for a twin."""
    people = []
    for row in text.strip().splitlines():
        who, sex, *rest = row.split()
        twin = next((r[1:] for r in rest if r.startswith("=")), None)
        parents = [None if r == "-" else r for r in rest if not r.startswith("=")] or [None, None]
        people.append(Person(who, *parents, {"m": "male", "f": "female", "u": "unknown"}[sex], twin))
    return build_pedigree("F", people)


WIDE = family("""
GF m
GM f
GF2 m
GM2 f
OTHER f
F m GF GM
U m GF GM
HU m GF OTHER
A f GF GM
M f GF2 GM2
MB m GF2 GM2
W f
ME m F M
SIS f F M
SIB u F M
HB m F W
HS f - M
CO f - A
CO2 u U -
HC m HU -
COC m - CO
ME1 f ME -
ME2 m - ME1
ME3 f ME2 -
NEPH m - SIS
HN f HB -
STRANGER m
T1 m F M =ME
""")

CASES = {
    ("F", "ME"): "father",
    ("M", "ME"): "mother",
    ("GF", "ME"): "paternal grandfather",
    ("GM2", "ME"): "maternal grandmother",
    ("GF", "ME1"): "paternal great-grandfather",
    ("GM", "ME2"): "maternal great-great-grandmother",
    ("GF", "ME3"): "paternal great-great-great-grandfather",
    ("ME", "F"): "son",
    ("SIS", "F"): "daughter",
    ("SIB", "F"): "child",
    ("ME", "GF"): "grandson",
    ("SIB", "GF"): "grandchild",
    ("ME1", "GF"): "great-granddaughter",
    ("SIS", "ME"): "full sister",
    ("ME", "SIS"): "full brother",
    ("SIB", "SIS"): "full sibling",
    ("HB", "ME"): "paternal half-brother",
    ("HS", "ME"): "maternal half-sister",
    ("U", "ME"): "paternal uncle",
    ("A", "ME"): "paternal aunt",
    ("MB", "ME"): "maternal uncle",
    ("HU", "ME"): "paternal half-uncle",
    ("SIB", "NEPH"): "maternal uncle or aunt",
    ("HB", "NEPH"): "maternal half-uncle",
    ("U", "ME1"): "paternal great-uncle",
    ("HU", "ME1"): "paternal half-great-uncle",
    ("ME", "U"): "nephew",
    ("SIS", "HU"): "half-niece",
    ("SIB", "A"): "nephew or niece",
    ("ME1", "U"): "great-niece",
    ("NEPH", "ME"): "nephew",
    ("HN", "ME"): "half-niece",
    ("CO", "ME"): "first cousin",
    ("ME", "CO2"): "first cousin",
    ("HC", "ME"): "half first cousin",
    ("COC", "ME"): "first cousin once removed",
    ("ME", "COC"): "first cousin once removed",
    ("COC", "ME1"): "second cousin",
    ("COC", "ME2"): "second cousin once removed",
    ("ME3", "CO"): "first cousin three times removed",
    ("F", "M"): "unrelated",
    ("STRANGER", "ME"): "unrelated",
    ("W", "ME"): "unrelated",
    ("T1", "ME"): "identical twin brother",
    ("T1", "SIS"): "full brother",
}


@pytest.mark.parametrize(("pair", "expected"), CASES.items(), ids=lambda x: str(x))
def test_known_names(pair, expected):
    assert relationship(WIDE, *pair) == expected


def test_double_first_cousins():
    double = family("A m\nB f\nC m\nD f\nE m A B\nF m A B\nG f C D\nH f C D\nX m E G\nY f F H")
    assert relationship(double, "Y", "X") == "double first cousin"


def test_half_siblings_whose_fathers_are_brothers():
    three_quarter = family("A m\nB f\nC m A B\nD m A B\nE f\nX m C E\nY f D E")
    assert relationship(three_quarter, "Y", "X") == "maternal half-sister and first cousin"


def test_children_of_first_cousins():
    loop = family("A m\nB f\nC m A B\nD f A B\nC2 f\nD2 m\nE m C C2\nF f D2 D\nX m E F\nY f E F")
    assert relationship(loop, "E", "F") == "first cousin"
    assert relationship(loop, "X", "Y") == "full brother (the shared ancestors are related to each other)"
    assert relationship(loop, "E", "X") == "father and first cousin once removed"
    assert relationship(loop, "A", "X") == "paternal great-grandfather and maternal great-grandfather"


def test_uncle_and_niece():
    ped = family("A m\nB f\nU m A B\nS m A B\nW f\nN f S W\nX f U N")
    assert relationship(ped, "U", "N") == "paternal uncle"
    assert relationship(ped, "U", "X") == "father and maternal great-uncle"
    assert relationship(ped, "S", "X") == "maternal grandfather and paternal uncle"


def test_many_generations_of_sib_mating_end():
    rows = ["A0 m", "B0 f"]
    for i in range(30):
        rows += [f"A{i + 1} m A{i} B{i}", f"B{i + 1} f A{i} B{i}"]
    deep = family("\n".join(rows))
    assert relationship(deep, "A30", "B30").startswith("full brother")


def test_unknown_person():
    with pytest.raises(KeyError):
        relationship(WIDE, "NOBODY", "ME")


def kinship(pedigree):
    """Malécot's recursion, independent of any path."""
    order = {p.id: i for i, p in enumerate(pedigree.people)}

    @cache
    def phi(a, b):
        if a is None or b is None:
            return Fraction(0)
        if order[a] < order[b]:
            a, b = b, a
        p = pedigree[a]
        if a == b:
            return Fraction(1, 2) * (1 + phi(p.father, p.mother))
        return Fraction(1, 2) * (phi(p.father, b) + phi(p.mother, b))

    return phi


@given(pedigrees(unknown=False))
@settings(deadline=None, max_examples=150)
def test_lines_account_for_the_whole_kinship(pedigree):
    phi = kinship(pedigree)
    names = relationships(pedigree)
    for (a, b), name in names.items():
        found = connections(pedigree, a, b)
        total = Fraction(0)
        for line in found.lines:
            c = pedigree[line.first[-1]]
            steps = len(line.first) + len(line.second) - 2
            total += Fraction(1, 2) ** (steps + 1) * (1 + phi(c.father, c.mother))
        assert total == phi(a, b)
        assert (name == "unrelated") == (total == 0)


LEAST = {
    "father": "1/4", "mother": "1/4", "son": "1/4", "daughter": "1/4", "full brother": "1/4",
    "full sister": "1/4", "paternal half-brother": "1/8", "maternal half-sister": "1/8",
    "paternal uncle": "1/8", "maternal aunt": "1/8", "nephew": "1/8", "niece": "1/8",
    "paternal half-uncle": "1/16", "first cousin": "1/16", "half first cousin": "1/32",
    "first cousin once removed": "1/32", "second cousin": "1/64", "double first cousin": "1/8",
    "paternal grandfather": "1/8", "maternal grandmother": "1/8", "grandson": "1/8",
}  # fmt: skip


@given(pedigrees(most=12, unknown=False))
@settings(deadline=None, max_examples=100)
def test_named_ties_have_their_kinship(pedigree):
    phi = kinship(pedigree)
    for (a, b), name in relationships(pedigree).items():
        if name in LEAST:
            exact = phi(a, b)
            inbred = any(phi(p.father, p.mother) > 0 for p in pedigree.people)
            expected = Fraction(LEAST[name])
            assert exact >= expected if inbred else exact == expected
