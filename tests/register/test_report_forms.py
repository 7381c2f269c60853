"""How reports are set: directions of writing, widths of columns, rims of drawings, letters without a font."""

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from antigone.errors import InputError
from antigone.register.reports import fonts
from antigone.register.reports.content import Report, Span, paragraph, table
from antigone.register.reports.docx_form import widths_of
from antigone.register.reports.drawing import RIM, png_of
from antigone.register.reports.html_form import numbers_apart, runs_right_to_left
from antigone.register.reports.making import in_form

NAME = "فاطمة بنت محمد"


def report(language, *blocks, notes=()):
    return Report("certificate", "T", language, "2031-03-02", blocks, notes)


def test_a_line_runs_as_its_paper_where_it_has_letters_that_do():
    assert runs_right_to_left(f"log10 LR 20.1، {NAME}", True)
    assert not runs_right_to_left(f"P-00004 {NAME}", False)
    assert runs_right_to_left(NAME, False) and not runs_right_to_left("Ada Brook", True)
    assert runs_right_to_left("12 – 3", True) and not runs_right_to_left("12 – 3", False)


def test_cells_of_an_arabic_paper_stand_under_their_headers():
    """A browser set each cell in a direction of its own: names stood apart from their headers."""
    page = in_form(
        report("ar", table(("الاسم",), [["Ada (invented)"], [NAME], ["R-1، " + NAME]])), "html"
    ).decode()
    assert 'dir="auto"' not in page.split("<body")[1] and "td, li, figcaption { text-align: right; }" in page
    assert re.findall(r"<td>(.*?)</td>", page) == [
        '<bdi dir="ltr">Ada (invented)</bdi>', NAME, "R-1، " + NAME
    ]  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(in_form(report("ar", paragraph("Ada"), paragraph(NAME)), "docx"))) as z:
        xml = z.read("word/document.xml").decode()
    assert xml.count("<w:rtl/>") == 1


def test_a_mark_that_is_not_seen_does_not_hide_a_last_digit():
    assert numbers_apart("1.0\u200f").endswith("\u202f") and numbers_apart("x\u200f") == "x\u200f"


@pytest.mark.parametrize("form", ["html", "docx"])
def test_a_note_is_not_a_power(form):
    data = in_form(report("en", paragraph(Span("17", (2,)), Span("x", (2,))), notes=("a", "b")), form)
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            data = z.read("word/document.xml")
    assert "17\u202f" in data.decode() and "x\u202f" not in data.decode()


words = st.text(alphabet="abcdefgh0123 ", max_size=40)


@given(
    st.integers(1, 6).flatmap(
        lambda n: st.lists(st.lists(words, min_size=n, max_size=n), min_size=1, max_size=5)
    )
)
def test_columns_of_docx_fill_the_page(rows):
    found = widths_of(table([""] * len(rows[0]), rows))
    assert sum(found) == pytest.approx(170) and min(found) > 0


def test_numbers_are_not_broken_beside_long_titles():
    lines = [["The road from a place with a long name (invented) " * 3, "4000", "2640", "identified", "*"]]
    found = widths_of(table(["", "reported", "of these returned", "identified", "still missing"], lines))
    # Ten bold letters of 9 points are about 17 mm wide, a cell's margins 3.8 mm.
    assert found[3] > 20 and found[0] > 60


def test_drawings_have_a_rim_of_white():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="50" height="20"><rect width="50" height="20"/></svg>'
    )
    made = Image.open(io.BytesIO(png_of(svg))).convert("L")
    assert (
        made.getpixel((RIM - 1, made.height // 2)) == 255 and made.getpixel((RIM + 1, made.height // 2)) < 99
    )


def test_a_name_without_a_font_is_not_made_a_row_of_boxes(tmp_path, monkeypatch):
    """A stand-in for fc-list on a machine whose only font has no Georgian."""
    lister = tmp_path / "fc-list"
    lister.write_text('#!/bin/sh\ncase "$1" in *10d0*) ;; *) echo DejaVu ;; esac\n')
    lister.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    for form in ("html", "docx"):
        in_form(report("en", paragraph("ანა")), form)
    with pytest.raises(InputError, match="“ა” .georgian.*fonts-noto"):
        in_form(report("en", paragraph("ანა")), "pdf")
    fonts.require_letters("Ada, Անի")
    monkeypatch.setenv("PATH", "")
    fonts.require_letters("ანა")
