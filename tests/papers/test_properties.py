"""Whatever the bytes or the text: a clear error or a reading whose offsets hold."""

import datetime
import pathlib
import tempfile

from hypothesis import given, settings
from hypothesis import strategies as st
from papers.paper_builders import docx_of, pdf_of

from antigone.commands.read import reading_json
from antigone.errors import InputError
from antigone.papers.dates import find_dates
from antigone.papers.extracted import Extracted
from antigone.papers.numbers import find_numbers
from antigone.papers.reading import read_paper, read_text

PIECES = [
    "United Nations", "A/75/875-S/2021/433", "S/2021/1", "Distr.: General", "14 May 2021",
    "Original: English",
    "General Assembly", "Security Council", "Seventy-fifth session", "Agenda items 34, 35 and 40 (b)",
    "Annex",
    "Letter dated 5 May 2021 from the Chair", "Identical letters dated", "addressed to the Secretary-General",
    "(Signed)", "Ana Lind", "Ambassador", "62 civilian residents", "one", "officer", "between 3 and",
    "5 April 1993",
    "1991–1994", "31 February 1993", "close to", "4,000", "twenty-one", "hundred", "and", "of", "them",
    "113 days",
    "year-long", "village of", "Ustra", "district", "caves", "3 km away from the", "¹", "* ", "1 ",
    "[1]", "____",
    "https://example.org/a.", "2/3", "21-06319", "(E)", "\n", "\n\n", "\f", "\t", "\u00a0", "\u2011",
    ".", ",", "–",
]  # fmt: skip
BYTES = [docx_of(["They took 3 children."]), pdf_of(["They took 3 children.\nOn 3 April 1993"])]


def check(reading):
    text = reading.paper.text
    said = reading_json(reading)
    assert said["characters"] == len(text)
    for kind in ("counts", "dates", "durations", "places"):
        found = said[kind]
        assert all(
            text[x["start"] : x["end"]] == x["quote"] and x["quote"].strip() == x["quote"] for x in found
        )
        assert [x["start"] for x in found] == sorted(x["start"] for x in found)
    dates = [(d.start, d.end) for d in reading.dates]
    assert not any(c.start < e and s < c.end for c in reading.counts for s, e in dates)


@settings(deadline=None)
@given(st.text())
def test_any_text(text):
    check(read_text(Extracted("", text, (0,))))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from([" ", "", "\n"]))
def test_texts_of_the_words_that_rules_look_for(pieces, between):
    check(read_text(Extracted("", between.join(pieces), (0,))))


def read_bytes(data):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "paper"
        path.write_bytes(data)
        try:
            check(read_paper(path))
        except InputError as error:
            assert str(path) in str(error)


@settings(deadline=None)
@given(
    st.binary() | st.binary().map(lambda b: b"%PDF-1.4" + b) | st.binary().map(lambda b: b"PK\x03\x04" + b)
)
def test_any_bytes(data):
    read_bytes(data)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(BYTES), st.data())
def test_damaged_files(data, draw):
    at = draw.draw(st.integers(0, len(data) - 1))
    read_bytes(data[:at] + draw.draw(st.binary(max_size=8)) + data[at + draw.draw(st.integers(0, 8)) :])


@given(st.dates(min_value=datetime.date(1500, 1, 1), max_value=datetime.date(2099, 12, 31)))
def test_every_day_is_read_as_itself(day):
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    name = months[day.month - 1]
    for text in (f"{day.day} {name} {day.year}", f"{name} {day.day}, {day.year}", day.isoformat()):
        assert [d.edtf for d in find_dates(f"on {text} they came")] == [day.isoformat()]


@given(st.integers(0, 10**12 - 1))
def test_every_number_in_digits(value):
    for text in (str(value), f"{value:,}"):
        assert [n.value for n in find_numbers(f"saw {text} men")] == [value]
