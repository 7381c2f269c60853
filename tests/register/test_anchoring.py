"""Passages found again: by brute comparison with where they were put."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.register.sources.anchoring import find_again, selector

TEXT = "On 18 April 12 residents were killed. On 19 April 12 residents were taken. Nobody else was there."


def test_unchanged_text_keeps_its_place():
    s = selector(TEXT, 12, 24)
    assert find_again(TEXT, s).how == "at its place"


def test_text_put_before_moves_the_passage():
    s = selector(TEXT, TEXT.rindex("12 residents"), TEXT.rindex("12 residents") + 12)
    moved = "A heading.\n\n" + TEXT
    found = find_again(moved, s)
    assert moved[found.start : found.end] == "12 residents"
    assert moved[: found.start].endswith("19 April ")


def test_line_breaks_and_hyphens_may_differ():
    at = TEXT.index("residents were killed")
    s = selector(TEXT, at, at + len("residents were killed"))
    other = TEXT.replace("residents were killed", "resi-\ndents  were\nkilled")
    found = find_again(other, s)
    assert other[found.start : found.end] == "resi-\ndents  were\nkilled"


def test_changed_words_no_longer_match():
    s = selector(TEXT, 12, 24)
    assert find_again(TEXT.replace("12 residents", "21 residents"), s) is None


def test_what_could_be_two_places_does_not_match():
    s = selector("x 12 y", 2, 4)
    assert find_again("a 12 b a 12 b", s) is None


@given(st.text(max_size=60), st.text(min_size=1, max_size=20), st.text(max_size=60), st.text(max_size=30))
def test_a_found_passage_has_its_letters(before, exact, after, put):
    text = before + exact + after
    found = find_again(put + text, selector(text, len(before), len(before) + len(exact)))
    if found:
        dense = "".join((put + text)[found.start : found.end].split()).replace("\u00ad", "").replace("-", "")
        assert dense == "".join(exact.split()).replace("\u00ad", "").replace("-", "")


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_is_found_in_nothing(text):
    assert find_again(text, selector(TEXT, 0, 5)) is None
