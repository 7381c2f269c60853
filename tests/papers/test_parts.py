"""Which count is a part of which: suggestions only. All in the texts is invented."""

import pytest

from antigone.papers.extracted import Extracted
from antigone.papers.parts import suggested
from antigone.papers.reading import read_text

CAVES = (
    "On 3 April 2029, 62 civilian residents had to flee to the caves. As a result, 12 civilians, including 1 "
    "child and 1 teenager, were killed. The graves of those 12 civilians were found. 14 other civilians, "
    "including 3 children, were taken as hostages, as a result of which 9 of them died. "
    "The remaining civilians survived."
)


def trees(text):
    reading = read_text(Extracted("", text, (0,)))
    return suggested(text, reading.counts, [x.start for x in reading.letters])


def told(tree):
    return [(p.count.value if p.count else None, p.of, p.fate) for p in tree.parts]


def test_the_caves():
    (tree,) = trees(CAVES)
    assert told(tree) == [
        (62, None, "fled"), (12, 0, "killed"), (1, 1, ""), (1, 1, ""), (14, 0, "taken"), (3, 4, ""),
        (9, 4, "died"), (None, 0, "survived"),
    ]  # fmt: skip
    assert (tree.whole, tree.dead) == ([1, 4, 7], [1, 6])
    assert len({p.title for p in tree.parts}) == 8


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Of 3,890 missing persons, among them 719 civilians, including 71 minors, 267 women and 326 men.",
         [[(3890, None), (719, 0), (71, 1), (267, 1), (326, 1)]]),
        ("50 residents fled. 20 residents were killed there and 14 were taken.",
         [[(50, None), (20, 0), (14, 0)]]),
        ("Some 1,275 people were taken hostage, and the fate of 150 of them, including 68 women, is unknown.",
         [[(1275, None), (150, 0), (68, 1)]]),
        ("5 bodies (2 soldiers and 3 civilians) were found.", [[(5, None), (2, 0), (3, 0)]]),
        ("12 men died. 40 women fled.", []),
        ("Two statements were signed. 9 of them are kept.", []),
    ],
)  # fmt: skip
def test_parts_of_parts(text, expected):
    assert [[(p.count.value, p.of) for p in t.parts] for t in trees(text)] == expected


@pytest.mark.parametrize(
    ("text", "parts", "whole"),
    [
        ("84 inhabitants were taken to the school. Of them, 31 were killed, including 12 women and 4 "
         "children. Forty were exchanged in June. The fate of the remaining 13 is unknown.",
         [(84, None, "taken"), (31, 0, "killed"), (12, 1, ""), (4, 1, ""), (40, 0, "released"),
          (13, 0, "missing")], [1, 4, 5]),
        ("Some 40 villagers fled to the mill. At least 15 died there, among whom 3 infants; the rest were "
         "led away, and of these six were later released.",
         [(40, None, "fled"), (15, 0, "died"), (3, 1, ""), (None, 0, "taken"), (6, 3, "released")], [1, 3]),
        ("Out of 62 persons 12 were killed, 14 captured and 36 reached safety.",
         [(62, None, ""), (12, 0, "killed"), (14, 0, "taken"), (36, 0, "survived")], [1, 2, 3]),
        ("The convoy carried 120 refugees, of whom 47 were men, 51 women and 22 children. Nineteen of the "
         "men were separated; two of them escaped, seventeen were shot.",
         [(120, None, ""), (47, 0, ""), (51, 0, ""), (22, 0, ""), (19, 1, ""), (2, 4, ""),
          (17, 4, "")], [1, 2, 3]),
        ("In the camp were 300 prisoners. Between 40 and 50 of them died in the first winter. Another 12 "
         "were killed. All others were freed on 3 March 1995.",
         [(300, None, ""), (40, 0, "died"), (12, 0, "killed"), (None, 0, "released")], [1, 2, 3]),
        ("24 persons, 9 of them women, were exhumed from two graves. Eleven have been identified.",
         [(24, None, ""), (9, 0, ""), (11, 0, "")], []),
    ],
)  # fmt: skip
def test_parts_that_are_all_of_a_group(text, parts, whole):
    (tree,) = trees(text)
    assert told(tree) == parts
    assert tree.whole == whole


def test_another_seven_are_not_among_those_just_named():
    assert trees("51 villagers are missing. Another 7 were found dead.") == []


def test_a_group_ends_where_the_next_letter_begins():
    text = (
        f"{CAVES}\n\nLetter dated 4 May 2029 from the Chair addressed to the President\n\n7 civilians came."
    )
    assert all(p.count is None or p.count.value != 7 for t in trees(text) for p in t.parts)


@pytest.mark.parametrize(
    "text",
    [
        "Le 18 avril 1993, 62 civils du village ont fui vers des grottes ; douze d'entre eux ont été tués, "
        "dont 3 enfants. Quatorze autres personnes ont été prises en otage pendant des semaines.",
        "El 18 de abril de 1993, 62 civiles del pueblo huyeron a unas cuevas; doce de ellos fueron "
        "asesinados, entre ellos 3 niños. Otras catorce personas fueron tomadas como rehenes.",
        "18 апреля 1993 года 62 гражданских лица бежали в пещеры; двенадцать из них были убиты, в том "
        "числе 3 ребенка. Еще четырнадцать человек были взяты в заложники и удерживались там.",
    ],
)
def test_the_caves_in_other_languages(text):
    (tree,) = trees(text)
    assert told(tree) == [(62, None, "fled"), (12, 0, "killed"), (3, 1, ""), (14, 0, "taken")]
