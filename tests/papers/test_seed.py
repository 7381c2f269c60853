"""Every field of the contract on the one real paper, which the project does not contain.

Nothing here names whom or what place the paper names: names are taken from its lines as a person would.
"""

import re
import textwrap
from pathlib import Path

import pytest
from papers.paper_builders import docx_of, pdf_of

from antigone.commands.read import reading_json
from antigone.papers.reading import read_paper

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "A-75-875_S-2021-433.txt"
pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the shared folder is absent")


@pytest.fixture(scope="module")
def said():
    return reading_json(read_paper(SEED))


@pytest.fixture(scope="module")
def lines():
    return [line for line in SEED.read_text(encoding="utf-8").split("\n") if line]


def word_before(lines, words):
    """The capitalized word before these, in the paper."""
    return re.search(rf"([A-Z]\w+) {words}", " ".join(lines))[1]


def test_heading(said):
    assert said["kind"] == "united-nations-document"
    assert said["symbols"] == ["A/75/875", "S/2021/433"]
    assert (said["distribution"], said["date"], said["language"]) == ("General", "2021-05-14", "English")
    assert said["job_number"] == "21-06319"
    assert said["bodies"] == [
        {"organ": "General Assembly", "session": 75, "agenda_items": [34, 35, 40, 64, 70, 72, 86, 135]},
        {"organ": "Security Council", "year": 76},
    ]


def test_titles(said, lines):
    first = lines.index("Prevention of armed conflict")
    assert said["agenda_titles"] == lines[first : first + 8]
    assert said["title"] == lines[first + 9]


def test_letters(said, lines):
    first, second = (line for line in lines if line.startswith("Letter dated"))
    signed = [line.split()[1:3] for line in lines if line.startswith("(Signed)")]
    parts = [re.fullmatch(r"Letter dated .* from the (.*) addressed to the (.*)", x) for x in (first, second)]
    assert said["letters"] == [
        {
            "date": date,
            "office": of[1],
            "addressee": "Secretary-General",
            "signatory": " ".join(name),
            "annex": annex,
        }
        for date, of, name, annex in zip(
            ["2021-05-05", "2021-05-04"], parts, signed, [False, True], strict=True
        )
    ]


def test_footnotes(said, lines):
    (text,) = (line[2:] for line in lines if line.startswith("¹"))
    link = text.split()[-1].rstrip(".")
    assert link.startswith("https://")
    assert said["footnotes"] == [{"mark": "1", "text": text, "links": [link]}]


def test_counts(said, lines):
    missing = re.search(r"4,000 (\w+) who", " ".join(lines))[1]
    found = [(c["quote"], c["value"], c["of"], c.get("approximate", False)) for c in said["counts"]]
    assert found == [
        ("62 civilian residents", 62, "civilian residents", False),
        ("12 civilians", 12, "civilians", False),
        ("1 child", 1, "child", False),
        ("1 teenager", 1, "teenager", False),
        ("12 civilians", 12, "civilians", False),
        ("14 other civilians", 14, "other civilians", False),
        ("3 children", 3, "children", False),
        ("9 of them", 9, "them", False),
        (f"close to 4,000 {missing}", 4000, missing, True),
        ("around 1,500 corpses", 1500, "corpses", True),
        ("one officer", 1, "officer", False),
        ("two trilateral statements", 2, "trilateral statements", False),
    ]


def test_dates_durations_places(said, lines):
    assert {d["quote"]: d["edtf"] for d in said["dates"]} == {
        "14 May 2021": "2021-05-14",
        "5 May 2021": "2021-05-05",
        "4 May 2021": "2021-05-04",
        "April 1993": "1993-04",
        "3 April 1993": "1993-04-03",
        "18 April 1993": "1993-04-18",
        "12 May 1993": "1993-05-12",
        "1991–1994": "1991/1994",
        "10 November 2020": "2020-11-10",
        "11 January 2021": "2021-01-11",
    }
    assert [(d["quote"], d["days"], d.get("approximate", False)) for d in said["durations"]] == [
        ("almost 30-year-long", 10957, True),
        ("after 113 days", 113, False),
    ]
    massacred = word_before(lines, "massacre is")
    assert {p["quote"] for p in said["places"]} == {
        f"village of {massacred}",
        f"{massacred} village",
        f"{word_before(lines, 'district')} district",
        f"{word_before(lines[-8:], 'village while')} village",
        "caves located 3 km away from the village",
    }


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_as_pdf_and_docx(said, tmp_path, form):
    paragraphs = SEED.read_text(encoding="utf-8").split("\n")
    wrapped = "\n".join("\n".join(textwrap.wrap(p, 80)) for p in paragraphs).split("\n")
    pages = ["\n".join(wrapped[at : at + 60]) for at in range(0, len(wrapped), 60)]
    path = tmp_path / f"paper.{form}"
    path.write_bytes(pdf_of(pages) if form == "pdf" else docx_of(paragraphs))
    again = reading_json(read_paper(path))
    passages = ("counts", "dates", "durations", "places")
    plain = {k: v for k, v in said.items() if k not in ("sha256", "characters", *passages)}
    assert {k: again[k] for k in plain} == plain
    for key in passages:
        assert [" ".join(x["quote"].split()) for x in again[key]] == [x["quote"] for x in said[key]]


def test_offsets(said):
    text = SEED.read_text(encoding="utf-8")
    assert said["characters"] == len(text)
    for kind in ("counts", "dates", "durations", "places"):
        assert all(text[x["start"] : x["end"]] == x["quote"] for x in said[kind])
