"""Papers in the form of United Nations documents. States, places and persons are invented."""

from pathlib import Path

import pytest
from papers.paper_builders import read

FOLDER = Path(__file__).parent / "invented"


def paper(name):
    return read((FOLDER / name).read_text(encoding="utf-8"))


def heading(symbols="S/2022/5", title=None, more=""):
    title = title or (
        "Letter dated 3 May 2022 from the Permanent Representative of Ruvania to the United Nations "
        "addressed to the President of the Security Council"
    )
    body = "Security Council\nDistr.: General\n4 May 2022\n\nOriginal: English"
    return f"United Nations {symbols}\n\n{body}\n\n{more}{title}\n\n"


def test_identical_letters_with_annex_and_note_verbale():
    said = paper("identical_letters.txt")
    assert said["symbols"] == ["S/2022/517/Add.1"]
    assert (said["language"], said["original_language"]) == ("English", "French")
    assert (said["date"], said["job_number"]) == ("2022-06-28", "22-09981")
    assert said["bodies"] == [{"organ": "Security Council"}]
    sender = "Chargé d’affaires a.i. of the Permanent Mission of Ruvania to the United Nations"
    assert said["title"] == (
        f"Identical letters dated 27 June 2022 from the {sender} addressed to the Secretary-General and the "
        "President of the Security Council"
    )
    assert said["letters"] == [
        {
            "date": "2022-06-27",
            "office": sender,
            "addressee": "Secretary-General and the President of the Security Council",
            "addressees": ["Secretary-General", "President of the Security Council"],
            "signatory": "Milena Tarkov",
            "annex": False,
        },
        {
            "date": "2022-06-01",
            "office": "Ministry of Foreign Affairs of Ruvania",
            "addressee": "Embassy of Castovia",
            "annex": True,
            "form": "note verbale",
        },
    ]
    assert [f["mark"] for f in said["footnotes"]] == ["1", "2"]
    assert said["footnotes"][0]["text"] == "See S/2022/11, paras. 12 and 13, and A/76/200."
    assert said["footnotes"][1]["links"] == [
        "https://example.org/ruvania/list?id=2022",
        "www.example.org/en/12",
    ]
    assert [(c["quote"], c["value"], c["of"]) for c in said["counts"]] == [
        ("at least 47 villagers", 47, "villagers"),
        ("12", 12, ""),
        ("More than 600 persons", 600, "persons"),
        ("twenty-three bodies", 23, "bodies"),
        ("5 of the detainees", 5, "detainees"),
        ("three hundred and twelve families", 312, "families"),
        ("15 to 20 soldiers", None, "soldiers"),
        ("some 40 men and boys", 40, "men and boys"),
        ("Five elderly women", 5, "elderly women"),
        ("a dozen children", 12, "children"),
        ("One of them", 1, "them"),
        ("1,204 inhabitants", 1204, "inhabitants"),
        ("2 000 persons", 2000, "persons"),
    ]


def test_two_bodies_two_signatories_wrapped_lines():
    said = paper("joint_letter.txt")
    assert said["symbols"] == ["A/ES-10/901", "S/2021/77"]
    assert said["distribution"] == "Limited"
    assert said["bodies"] == [
        {"organ": "General Assembly", "session": 10, "emergency_special": True, "agenda_items": [5]},
        {"organ": "Security Council", "year": 76},
    ]
    assert said["agenda_titles"] == ["The situation in the occupied valleys"]
    assert said["letters"] == [
        {
            "date": "2021-01-29",
            "office": "Permanent Representatives of Ruvania and Castovia to the United Nations",
            "addressee": "Secretary-General",
            "signatory": "Ana Petrescu Lind; Omar Vell",
            "signatories": ["Ana Petrescu Lind", "Omar Vell"],
            "annex": False,
        }
    ]
    assert [c["quote"] for c in said["counts"]] == ["one soldier", "two police officers", "13 houses"]
    assert [d["edtf"] for d in said["dates"]] == ["2021-02-01", "2021-01-29", "2019", "2020"]


def test_report_to_the_human_rights_council():
    said = paper("report.txt")
    assert said["symbols"] == ["A/HRC/49/3"]
    assert said["job_number"] == "GE.22-00411"
    assert {"organ": "Human Rights Council", "session": 49, "agenda_items": [2, 4]} in said["bodies"]
    assert said["agenda_titles"] == [
        "Annual report of the United Nations High Commissioner for Human Rights",
        "Human rights situations that require the Council’s attention",
    ]
    assert said["title"] == "Situation of human rights in Ruvania"
    assert said["letters"] == []
    assert said["footnotes"][0]["mark"] == "*"
    assert [c["quote"] for c in said["counts"]] == ["35 killings"]


def test_heading_of_the_nineties():
    said = paper("nineties.txt")
    assert said["symbols"] == ["A/48/123", "S/25600"]
    assert (said["distribution"], said["date"]) == ("General", "1993-04-14")
    assert (said["language"], said["original_language"]) == ("English", "Russian")
    assert said["job_number"] == "93-21234"
    assert said["bodies"] == [
        {"organ": "General Assembly", "session": 48, "agenda_items": [62, 71]},
        {"organ": "Security Council", "year": 48},
    ]
    assert said["letters"][0]["office"] == "Deputy Permanent Representative of Ruvania to the United Nations"
    assert said["letters"][0]["signatory"] == "K. DERVISH"


def test_committee_chair_and_prime_minister():
    said = paper("committee_chair.txt")
    assert [
        (x["date"], x["office"], x["addressee"], x["signatory"], x["annex"]) for x in said["letters"]
    ] == [
        (
            "2023-11-21",
            "Chair of the Security Council Committee established pursuant to resolution 1267 (1999) "
            "concerning Ruvania",
            "President of the Security Council",
            "Vasil Orne",
            False,
        ),
        (
            "2023-11-18",
            "Prime Minister of Ruvania",
            "President of the Security Council",
            "Dr. Ilia Markov",
            True,
        ),
    ]
    assert said["bodies"] == [{"organ": "Security Council"}]


def test_heading_copied_onto_one_line():
    said = read(
        "United Nations S/2020/720 Security Council Distr.: General 17 July 2020 Original: "
        "English Letter dated "
        "16 July 2020 from the Chargé d’affaires a.i. of the Permanent Mission of Ruvania to the "
        "United Nations "
        "addressed to the President of the Security Council I have the honour to report fourteen meetings.\n"
        "(Signed) Jonathan Vale Chargé d’affaires a.i. 20-09685 (E) 300720 *2009685*"
    )
    assert (said["symbols"], said["date"], said["job_number"]) == (["S/2020/720"], "2020-07-17", "20-09685")
    assert said["letters"][0]["date"] == "2020-07-16"
    assert said["letters"][0]["signatory"] == "Jonathan Vale"
    assert [c["quote"] for c in said["counts"]] == ["fourteen meetings"]


@pytest.mark.parametrize(
    ("printed", "symbols"),
    [
        ("A/76/12", ["A/76/12"]),
        ("E/2021/1", ["E/2021/1"]),
        ("S/2022/5/Rev.1*", ["S/2022/5/Rev.1"]),
        ("A/C.3/76/L.5/Add.2", ["A/C.3/76/L.5/Add.2"]),
        ("E/CN.4/1993/50/Add.1", ["E/CN.4/1993/50/Add.1"]),
        ("A/ES-11/7-S/2022/99", ["A/ES-11/7", "S/2022/99"]),
        ("A/75/875–S/2021/433", ["A/75/875", "S/2021/433"]),
        ("A/S-30/4\nS/2021/8", ["A/S-30/4", "S/2021/8"]),
        ("S/RES/2254 (2015)", ["S/RES/2254 (2015)"]),
        ("S/PRST/2019/13", ["S/PRST/2019/13"]),
    ],
)
def test_symbols(printed, symbols):
    assert read(heading(printed) + "See also A/70/1 and S/2001/9.")["symbols"] == symbols


@pytest.mark.parametrize(
    ("title", "office", "addressee"),
    [
        ("Note verbale dated 3 May 2022 from the Permanent Mission of Ruvania to the United "
         "Nations addressed to "
         "the Secretary-General",
         "Permanent Mission of Ruvania to the United Nations", "Secretary-General"),
        ("Letter dated 3 May 2022 from the Secretary-General addressed to the President of the "
         "Security Council",
         "Secretary-General", "President of the Security Council"),
        ("Letter dated 3 May 2022 from the Permanent Observer of Castovia to the United Nations "
         "addressed to the "
         "President of the General Assembly",
         "Permanent Observer of Castovia to the United Nations", "President of the General Assembly"),
        ("Letter dated 3 May 2022 from Lena Ostrow, Minister for Foreign Affairs of Ruvania, "
         "addressed to the "
         "Secretary-General",
         "Minister for Foreign Affairs of Ruvania", "Secretary-General"),
        ("LETTER DATED 3 MAY 2022 FROM THE PERMANENT REPRESENTATIVE OF RUVANIA TO THE UNITED "
         "NATIONS ADDRESSED TO "
         "THE SECRETARY-GENERAL",
         "PERMANENT REPRESENTATIVE OF RUVANIA TO THE UNITED NATIONS", "SECRETARY-GENERAL"),
        ("Letter dated 3 May 2022 addressed to the Secretary-General by the Prime Minister of Ruvania",
         "Prime Minister of Ruvania", "Secretary-General"),
    ],
)  # fmt: skip
def test_who_wrote_to_whom(title, office, addressee):
    letter = read(heading(title=title) + "I have the honour to write.\n")["letters"][0]
    assert (letter["date"], letter["office"], letter["addressee"]) == ("2022-05-03", office, addressee)
    assert "signatory" not in letter


def test_letters_that_are_only_cited_are_none():
    cited = (
        "I refer to the letter dated 1 May 2022 from the Permanent Representative of Castovia "
        "addressed to the "
        "Secretary-General.\n\nLetter dated 2 May 2022 from Castovia addressed to the "
        "Secretary-General (S/2022/4).\n"
    )
    assert len(read(heading() + cited)["letters"]) == 1


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("(Signed) Anna Head\nMinister", "Anna Head"),
        ("[Signed] Jon Lorne, Ambassador", "Jon Lorne"),
        ("(Signed)\n\nMarta de la Vega\nPresident", "Marta de la Vega"),
        ("(Signed) Tarkan Ambassador Permanent Representative", "Tarkan"),
        ("(Signed) H.E. Mr. Ivo Lars Minister for Foreign Affairs", "H.E. Mr. Ivo Lars"),
    ],
)
def test_signatures(printed, name):
    assert read(heading() + f"I have the honour.\n\n{printed}\n")["letters"][0]["signatory"] == name


@pytest.mark.parametrize(
    ("agenda", "items"),
    [
        ("Agenda item 31", [31]),
        ("Agenda items 20 (b), 34 and 72 (a) and (c)", [20, 34, 72]),
        ("Items 5 and 6 of the provisional agenda*", [5, 6]),
        ("Agenda items 30, 31\nand 135", [30, 31, 135]),
        ("Agenda items 7–9", [7, 8, 9]),
    ],
)
def test_agenda_items(agenda, items):
    said = read(heading(more=f"General Assembly\nSeventy-sixth session\n{agenda}\n\nOn a subject\n\n"))
    assert {"organ": "General Assembly", "session": 76, "agenda_items": items} in said["bodies"]


def test_absent_fields_are_absent():
    said = read("United Nations\nSecurity Council\nDistr.\n\nS/2022/5\n\nNothing more.")
    assert said["kind"] == "united-nations-document"
    assert not {"distribution", "date", "language", "job_number"} & set(said)
    assert said["letters"] == said["footnotes"] == said["counts"] == []


def test_other_papers_are_documents():
    taken = "On 3 April 1993 soldiers took 14 people from the village of Ustra (see A/75/1)."
    said = read(f"Statement of a villager\n\n{taken}")
    assert said["kind"] == "document"
    assert (said["symbols"], said["bodies"], said["agenda_titles"]) == ([], [], [])
    assert "title" not in said
    assert said["counts"][0]["of"] == "people"
    assert said["dates"][0]["edtf"] == "1993-04-03"
    assert said["places"][0]["quote"] == "village of Ustra"


def test_footnote_marks_of_a_pdf_are_not_counts():
    said = read(
        heading() + "The perpetrators fled. 1 Soldiers of the guard came. They took 3 children.2\n\n"
        "________________\n1 See https://example.org/a/\nb/17.\n2 Soldiers’ own account.\n\n2/3 22-01234\n"
    )
    assert [(f["mark"], f["links"]) for f in said["footnotes"]] == [
        ("1", ["https://example.org/a/b/17"]),
        ("2", []),
    ]
    assert [c["quote"] for c in said["counts"]] == ["3 children"]


def test_sentences_are_followed_over_line_breaks():
    said = read("They found 62 civilian\nresidents in the Tarn\ndistrict on 3\nApril 1993.")
    assert said["counts"][0]["of"] == "civilian residents"
    assert said["counts"][0]["quote"] == "62 civilian\nresidents"
    assert said["places"][0]["quote"] == "Tarn\ndistrict"
    assert said["dates"][0]["edtf"] == "1993-04-03"
