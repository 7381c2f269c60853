"""Papers of many forms, each beside a JSON file of what a person reads in it. All in them is invented."""

import json
from pathlib import Path

import pytest

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
