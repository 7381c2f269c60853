"""Papers of many forms, each beside a JSON file of what a person reads in it. All in them is invented."""

import json
from pathlib import Path

import pytest
from papers.paper_builders import docx_of, pdf_of

from antigone.commands.read import reading_json
from antigone.papers.reading import read_paper

FOLDER = Path(__file__).parent / "truths"
PAPERS = sorted(p.name for p in FOLDER.iterdir() if p.suffix != ".json")


def shown(said):
    """What the truth says of each kind: a count is [value, of], a duration [quote, days]."""
    return said | {
        "counts": [[c["value"], c["of"]] for c in said["counts"]],
        "durations": [[" ".join(d["quote"].split()), d["days"]] for d in said["durations"]],
        "places": [" ".join(p["quote"].split()) for p in said["places"]],
        "footnotes": [[f["mark"], f["links"]] for f in said["footnotes"]],
    }


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_read_as_a_person_reads_it(name):
    truth = json.loads((FOLDER / name).with_suffix(".json").read_text(encoding="utf-8"))
    said = shown(reading_json(read_paper(FOLDER / name)))
    letters = truth.pop("letters")
    assert len(said["letters"]) == len(letters)
    for read, letter in zip(said["letters"], letters, strict=True):
        assert read | letter == read
    # The days of the head and of headings are among the dates too.
    dates = [d["edtf"] for d in said["dates"]]
    assert [d for d in truth.pop("dates") if d not in dates] == []
    assert {key: said.get(key) for key in truth} == truth


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize(
    "name",
    ["layout_marks_alone", "ngo_statement", "corrigendum_two_bodies", "enclosed_letter", "three_annexes",
     "two_letters_annexed", "notes_under_rules", "star_and_number", "annex_without_heading"],
)  # fmt: skip
def test_a_paper_says_the_same_as_a_pdf_without_blank_lines_and_as_docx(tmp_path, name, kind):
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    truth = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    lines = text.split("\n")
    pages = ["\n".join(lines[i : i + 62]) for i in range(0, len(lines), 62)]
    paper = tmp_path / f"paper.{kind}"
    paper.write_bytes(pdf_of(pages) if kind == "pdf" else docx_of(lines))
    said = shown(reading_json(read_paper(paper)))
    letters = truth.pop("letters")
    assert [read | letter for read, letter in zip(said["letters"], letters, strict=True)] == said["letters"]
    del truth["dates"]
    assert {key: said.get(key) for key in truth} == truth
