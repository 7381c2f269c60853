"""Drafts written as folders and workbooks come back as they were."""

import os
import tempfile
from pathlib import Path

import pytest
from formats.draft_facts import facts
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.cases.draft import CaseDraft, GenotypeRow, PersonRow, RemainsRow, genotype_columns
from antigone.cases.settings import (
    MarkerSettings,
    Model,
    Mutation,
    PriorSettings,
    ReportSettings,
    Settings,
    SexRates,
)
from antigone.errors import InputError
from antigone.formats.case_folder import read_draft
from antigone.formats.case_writer import write_case_folder
from antigone.formats.invented_case import write_invented_case
from antigone.formats.workbook_writer import write_workbook

# Cells are stripped when read; letters of several scripts, commas, quotes, line ends inside.
words = st.text(
    st.sampled_from("aB1'\",;=+-#@/ \n.žΩжש漢"), min_size=1, max_size=6
).filter(lambda t: t == t.strip() and not t.startswith("="))  # fmt: skip
chance = st.floats(0, 0.99)
mutations = st.builds(
    Mutation,
    st.sampled_from(["none", "equal", "proportional", "stepwise"]),
    st.one_of(chance, st.builds(SexRates, chance, chance)),
    chance,
    st.floats(0.01, 1),
)
models = st.builds(Model, words, chance, chance, chance, chance, chance, mutations)
own = st.builds(
    MarkerSettings, st.none() | chance, st.none() | chance, st.none(), st.none(), st.none() | mutations
)


@st.composite
def drafts(draw):
    markers = draw(st.lists(words, min_size=1, max_size=3, unique=True))
    frequencies = {m: draw(st.dictionaries(words, st.floats(0, 1), min_size=1, max_size=4)) for m in markers}
    ids = draw(st.lists(words, min_size=1, max_size=4, unique=True))
    sexes, statuses = (
        st.sampled_from(["male", "female", "unknown"]),
        st.sampled_from(["missing", "reference", ""]),
    )
    details = st.dictionaries(st.sampled_from(["name", "born"]), words, max_size=2)
    parent = st.none() | st.sampled_from(ids)
    people = tuple(
        PersonRow(
            draw(words),
            i,
            draw(parent),
            draw(parent),
            draw(sexes),
            draw(statuses),
            draw(parent),
            draw(details),
        )
        for i in ids
    )
    remains = tuple(RemainsRow(i, draw(sexes), draw(details)) for i in draw(st.sets(words, max_size=3)))
    rows = draw(
        st.lists(
            st.builds(
                GenotypeRow, words, st.sampled_from(["reference", "personal", "remains"]),
                st.sampled_from(markers),
                words, words | st.just(""), words | st.just(""), st.none() | chance,
            ),
            min_size=1, max_size=5,
        )
    )  # fmt: skip
    marker_settings = {m: s for m in markers if (s := draw(own)) != MarkerSettings()}
    prior = PriorSettings(
        draw(st.sampled_from(["flat", "odds"])), draw(st.booleans()), {"v": {"x": draw(chance)}}
    )
    stated = Settings(
        1, draw(words), draw(models), marker_settings, prior, ReportSettings(draw(st.floats(0, 9)))
    )
    return CaseDraft(stated, frequencies, people, genotype_columns(rows), remains)


@settings(max_examples=60, deadline=None)
@given(drafts())
def test_folder_holds_everything(draft):
    with tempfile.TemporaryDirectory() as scratch:
        back = read_draft(write_case_folder(draft, Path(scratch) / "case"))
    assert facts(back) == facts(draft)
    assert back.settings == draft.settings


@settings(max_examples=60, deadline=None)
@given(drafts())
def test_workbook_holds_everything(draft):
    with tempfile.TemporaryDirectory() as scratch:
        back = read_draft(write_workbook(draft, Path(scratch) / "case.xlsx"))
    assert facts(back) == facts(draft)
    assert back.settings == draft.settings


def test_notes_stand_in_a_file_that_reading_ignores(tmp_path):
    draft = read_draft(write_invented_case(tmp_path / "case"))
    from dataclasses import replace

    written = write_case_folder(replace(draft, notes=("one", "two")), tmp_path / "copy")
    assert (written / "notes.txt").read_text() == "one\ntwo\n"
    assert facts(read_draft(written)) == facts(draft)


@pytest.mark.parametrize("write", [write_case_folder, write_workbook])
@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_nothing_is_overwritten(write, kind, tmp_path):
    draft = read_draft(write_invented_case(tmp_path / "case"))
    target = tmp_path / "target.xlsx"
    if kind == "file":
        target.write_text("mine")
    elif kind == "folder":
        target.mkdir()
    else:
        os.symlink(tmp_path / "nowhere", target)
    before = sorted(p.name for p in tmp_path.iterdir())
    with pytest.raises(InputError, match="exists already; nothing was written"):
        write(draft, target)
    assert sorted(p.name for p in tmp_path.iterdir()) == before
    if kind == "file":
        assert target.read_text() == "mine"


@pytest.mark.parametrize("write", [write_case_folder, write_workbook])
def test_a_place_that_cannot_be_written(write, tmp_path):
    draft = read_draft(write_invented_case(tmp_path / "case"))
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        write(draft, tmp_path / "file" / "case")
