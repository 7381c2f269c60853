"""More papers, each with what a person reads in it. States, places and persons are invented."""

from pathlib import Path

import pytest
from papers.paper_builders import read

from antigone.commands.read import reading_json
from antigone.papers.dates import find_dates
from antigone.papers.hyphens import unbroken
from antigone.papers.language import language_of
from antigone.papers.reading import read_paper

FOLDER = Path(__file__).parent / "invented"
SECRETARY = "Secretary-General"
ASSEMBLY = "President of the General Assembly"
COUNCIL = "President of the Security Council"


def paper(name):
    return reading_json(read_paper(FOLDER / name))


def values(found):
    return [(c["value"], c["of"]) for c in found]


def test_identical_letters_to_three_with_two_annexes():
    said = paper("identical_letters_two_annexes.txt")
    assert (said["symbols"], said["date"]) == (["A/76/512", "S/2021/901"], "2021-10-27")
    items = [35, 68, 75, 76, 77, 84]
    assert said["bodies"] == [
        {"organ": "General Assembly", "session": 76, "agenda_items": items},
        {"organ": "Security Council", "year": 76},
    ]
    assert len(said["agenda_titles"]) == 7
    first, second = said["letters"]
    assert first["addressees"] == [SECRETARY, ASSEMBLY, COUNCIL]
    assert first["addressee"] == f"{SECRETARY}, the {ASSEMBLY} and the {COUNCIL}"
    assert (first["signatory"], second["signatory"]) == ("Theodor Lask", "Lena Marou")
    assert (second["date"], second["annex"]) == ("2021-10-20", True)
    assert second["office"] == "Commissioner for Human Rights (Ombudsman) of the Republic of Castovia"
    links = ["https://example.org/en/list", "https://example.org/ru/list"]
    assert [f["links"] for f in said["footnotes"]] == [links, []]
    assert values(said["counts"]) == [
        (3890, "missing persons"), (719, "civilians"), (71, "minors"), (267, "women"),
        (326, "elderly persons"), (613, "people"), (106, "women"), (63, "children"), (70, "elderly persons"),
        (8, "families"), (25, "children"), (130, ""), (1, "them"), (1275, "people"), (150, "them"),
        (68, "women"), (26, "children"), (7000, "population"), (24, "houses"), (20_000, "inhabitants"),
        (1_500_000, "inhabitants"), (35, "persons"), (2, "mass graves"), (None, "skulls"),
    ]  # fmt: skip
    assert [d["edtf"] for d in said["dates"] if d["edtf"] != "2021-10-25"] == [
        "2021-10-27", "2021-10-20", "2021-10-20", "1992-02-25/1992-02-26", "1992", "1993-21",
        "1992-05-08/1992-05-12", "1993-08", "1993", "2008/2010", "1992-05-11",
    ]  # fmt: skip
    assert [d["quote"] for d in said["durations"]] == [
        "for more than four hours", "Almost 30 years", "after three weeks",
    ]  # fmt: skip


def test_note_verbale_for_a_human_rights_body():
    said = paper("note_verbale_geneva.txt")
    assert (said["symbols"], said["language"]) == (["A/HRC/49/G/12"], "English")
    assert said["bodies"][1] == {"organ": "Human Rights Council", "session": 49, "agenda_items": [4]}
    assert said["agenda_titles"] == ["Human rights situations that require the Council's attention"]
    (note,) = said["letters"]
    assert note["office"] == "Permanent Mission of Castovia to the United Nations Office at Geneva"
    assert note["addressee"] == "Office of the United Nations High Commissioner for Human Rights"
    assert (note["form"], said["job_number"]) == ("note verbale", "GE.22-03719")
    assert values(said["counts"]) == [(12, "prisoners"), (20, "prisoners")]


def test_pdf_with_a_head_in_two_columns_and_hyphens():
    said = paper("two_columns.pdf")
    assert said["symbols"] == ["A/77/318", "S/2022/640"]
    assert said["bodies"] == [
        {"organ": "General Assembly", "session": 77, "agenda_items": [31, 69, 131]},
        {"organ": "Security Council", "year": 77},
    ]
    assert len(said["agenda_titles"]) == 3
    assert said["letters"][0]["addressee"] == SECRETARY
    assert said["title"].endswith("addressed to the Secretary-General")
    assert said["footnotes"][1]["links"][0].endswith("annex-one-part-two/statement.html")
    assert values(said["counts"]) == [
        (3750, "files"), (3890, "people"), (872, "soldiers"), (719, "civilians"), (38, "bodies"),
        (12, "mass graves"),
    ]  # fmt: skip
    assert [d["edtf"] for d in said["dates"][-2:]] == ["1992/2020-09-27", "2022-04-02/2022-04-05"]


def test_testimony():
    said = paper("testimony.txt")
    assert (said["kind"], said["language"]) == ("document", "English")
    assert values(said["counts"]) == [
        (11, ""), (2, "brothers"), (8, "neighbours"), (None, "them"), (5, "men"), (60, "us"), (1, "room"),
    ]  # fmt: skip
    assert [d["edtf"] for d in said["dates"]] == [
        "1993-04-04", "XXXX-04-17/XXXX-04-18", "1993-04", "1993-05/1993-06", "1993-04/1994-07", "1994-07-25",
        "199X", "1995", "1994~", "XXXX-05-12", "1992-03", "1993-03", "1991", "1992",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("numbering 23, they left", [(23, "")]),
        ("the second group of 15 followed", [(15, "")]),
        ("a town with a population of 3,000.", [(3000, "population")]),
        ("4 to 5 thousand people came", [(None, "people")]),
        ("Of the 19 judges, 11 voted in favour.", [(19, "judges"), (11, "")]),
        ("214 complainants, 112 (52.3 per cent) were women", [(214, "complainants"), (112, "")]),
        ("14 families’ associations", [(14, "families’ associations")]),
        ("12 settlements begins", [(12, "settlements")]),
        ("shelling of 62 civil-\nians in caves", [(62, "civilians")]),
        ("seventy-\ntwo civilians", [(72, "civilians")]),
        ("The 1992 massacres, the 1993 hostages, 1992 refugees.", []),
        ("They walked two nights. Table 1\nYear Killed", []),
        ("In May 12 people died", [(12, "people")]),
    ],
)
def test_counts(sentence, expected):
    assert values(read(sentence)["counts"]) == expected


def test_limits_of_a_range_with_its_scale_at_the_end():
    (count,) = read("between 4 and 5 thousand people")["counts"]
    assert (count["quote"], count["at_least"], count["at_most"]) == (
        "between 4 and 5 thousand people", 4000, 5000,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("on the 4th of April 1993", "1993-04-04"),
        ("in mid-August 1993", "1993-08"),
        ("circa 1994", "1994~"),
        ("the 1992 massacres", "1992"),
        ("28/09/2020", "2020-09-28"),
        ("9/10 November 2020", "2020-11-09/2020-11-10"),
        ("28 February and 3 March 2020", "{2020-02-28,2020-03-03}"),
        ("from early 1992 to 27 September 2020", "1992/2020-09-27"),
        ("between December 1991 and 3 May 1992", "1991-12/1992-05-03"),
        ("in 1992/1993", "1992/1993"),
        ("in 1991, 1992 and 1993", "{1991,1992,1993}"),
        ("on May 5", "XXXX-05-05"),
        ("1 to 3 May", "XXXX-05-01/XXXX-05-03"),
    ],
)
def test_dates(text, edtf):
    assert [d.edtf for d in find_dates(text)] == [edtf]


@pytest.mark.parametrize(
    ("text", "quote", "days"),
    [
        ("held for more than a month", "for more than a month", 30),
        ("came back after a week", "after a week", 7),
        ("two and a half years later", "two and a half years", 913),
    ],
)
def test_durations(text, quote, days):
    assert [(d["quote"], d["days"]) for d in read(text)["durations"]] == [(quote, days)]


@pytest.mark.parametrize(
    ("title", "office", "addressees"),
    [
        ("Letter dated 3 May 2022 from the Permanent Representative of Ruvania to the United Nations "
         "addressed respectively to the Secretary-General and the President of the Security Council",
         "Permanent Representative of Ruvania to the United Nations", [SECRETARY, COUNCIL]),
        ("Letter dated 3 May 2022 from the Human Rights Defender of Ruvania, Arman Vell, addressed to the "
         "Secretary-General", "Human Rights Defender of Ruvania", None),
        ("Letter from the Ambassador of Ruvania to Castovia dated 3 May 2022 addressed to the "
         "Secretary-General", "Ambassador of Ruvania to Castovia", None),
    ],
)  # fmt: skip
def test_who_wrote_to_whom(title, office, addressees):
    head = "United Nations S/2022/5\n\nSecurity Council\nDistr.: General\n4 May 2022\n\nOriginal: English\n\n"
    (letter,) = read(f"{head}{title}\n\nI have the honour to write.\n")["letters"]
    assert (letter["date"], letter["office"]) == ("2022-05-03", office)
    assert letter.get("addressees") == addressees


FRENCH = (
    "Le 18 avril 1993, d'après les témoins, 62 civils du village d'Ustra ont fui vers les grottes. "
    "Après 113 jours, 36 personnes sont arrivées ; 12 ont été tuées. Pendant 30 ans, 20 heures par jour, "
    "personne n'est revenu. Vu le 25.07.1993."
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (FRENCH, "French"),
        ("El 18 de abril de 1993, según los testigos, 62 vecinos del pueblo huyeron a las cuevas; después de "
         "113 días, 36 personas llegaron a la zona segura y murieron 12, entre ellas 3 niños.", "Spanish"),
        ("Имею честь препроводить вам письмо о 62 гражданских лицах, которые 18 апреля 1993 года бежали. "
         "Через 113 дней 36 человек вышли к своим.", "Russian"),
        ("They fled to the caves on 3 April, and after 113 days those who were still alive reached the other "
         "side of the mountains.", "English"),
        ("Ana Lind, Omar Vell", None),
    ],
)  # fmt: skip
def test_languages(text, language):
    assert language_of(text) == language
    said = read(text)
    assert said.get("language") == language
    if language in ("French", "Spanish", "Russian"):
        assert {(62, 113), (36, 113)} == {
            (c["value"], said["durations"][0]["days"]) for c in said["counts"][:2]
        }
        assert said["dates"][0]["edtf"] == "1993-04-18"


GERMAN = (
    "Am 18. April 1993 flohen nach Angaben der Zeugen 62 Zivilisten aus dem Dorf in die Höhlen; "
    "nach 113 Tagen erreichten 36 Personen die andere Seite der Berge. Gesehen am 25.07.1993."
)


def test_in_a_language_without_rules_only_days_in_digits_are_read():
    said = read(GERMAN)
    assert [d["edtf"] for d in said["dates"]] == ["1993-07-25"]
    assert (said["counts"], said["durations"], said["places"]) == ([], [], [])


def test_each_annex_is_read_by_the_rules_of_its_language():
    english = "They took 14 people from the village of Ustra on 3 April 1993, and 9 of them died there later."
    said = read(f"{english}\n\nAnnex\n\n{FRENCH}\n\nAnnex\n\n{GERMAN}\n")
    assert [c["quote"] for c in said["counts"]] == [
        "14 people",
        "9 of them",
        "62 civils",
        "36 personnes",
        "12",
    ]
    assert [d["edtf"] for d in said["dates"]] == ["1993-04-03", "1993-04-18", "1993-07-25", "1993-07-25"]


def test_words_broken_at_a_line_end_lead_back_to_the_text():
    text = "The Secretary-\nGeneral saw compli-\n  ments and twenty-\nthree men; http://a.b/c-\nd"
    joined = unbroken(text)
    assert joined.view == "The Secretary-General saw compliments and twenty-three men; http://a.b/c-\nd"
    for word, written in (("compliments", "compli-\n  ments"), ("men", "men"), ("General", "General")):
        at = joined.view.index(word) if word != "men" else joined.view.index("men;")
        assert text[joined.start(at) : joined.end(at + len(word))] == written


def test_lines_set_apart_by_blank_ones():
    said = paper("lines_set_apart.txt")
    assert said["bodies"][0]["agenda_items"] == [31, 35, 69, 72, 83]
    assert said["agenda_titles"] == [
        "Prevention of armed conflict",
        "The situation in the lower valleys",
        "Right of peoples to self-determination",
        "Promotion and protection of human rights",
        "The rule of law at the national and international levels",
    ]
    (letter,) = said["letters"]
    assert letter["office"] == "Permanent Representative of Castovia to the United Nations"
    assert (letter["addressee"], letter["signatory"]) == (SECRETARY, "Yana Alieva")
    assert values(said["counts"])[0] == (25, "human remains") and (25, "") in values(said["counts"])
    assert (326, "elderly") in values(said["counts"])


def test_a_head_with_its_agenda_copied_onto_one_line():
    said = read(
        "United Nations A/77/300–S/2022/600 General Assembly Security Council Distr.: General 8 August 2022 "
        "Original: English General Assembly Seventy-sixth session Agenda items 34 and 37 Prevention of armed "
        "conflict The situation Security Council Seventy-seventh year Letter dated 5 August 2022 from the "
        "Permanent Representative of Castovia to the United Nations addressed to the Secretary-General I "
        "have the honour to transmit the fate of 777 missing persons. (Signed) Omar Vell Ambassador"
    )
    (letter,) = said["letters"]
    assert (letter["date"], letter["signatory"]) == ("2022-08-05", "Omar Vell")
    assert said["bodies"][0] == {"organ": "General Assembly", "session": 76, "agenda_items": [34, 37]}
    assert values(said["counts"]) == [(777, "missing persons")]


def test_the_session_of_a_working_group_is_its_own():
    said = read(
        "United Nations A/HRC/WG.10/2019/3\n\nDistr.: Restricted 12 September 2019\n\nHuman Rights Council\n"
        "Working Group on Enforced or Involuntary Disappearances\nOne hundred and nineteenth session\n\n"
        "Cases examined\n\n1. It clarified 9 cases of 13 States.\n"
    )
    assert said["bodies"] == [
        {"organ": "Human Rights Council"},
        {"organ": "Working Group on Enforced or Involuntary Disappearances", "session": 119},
    ]
    assert said["title"] == "Cases examined"
