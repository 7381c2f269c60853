import datetime
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from antigone.cases.build import build_case
from antigone.errors import InputError
from antigone.formats.case_folder import read_case, read_draft
from antigone.formats.invented_case import write_invented_case
from antigone.formats.workbook import parse_workbook
from antigone.formats.workbook_writer import write_workbook
from antigone.identify.pairs import pair_lrs

SHEETS = {
    "frequencies.csv": [
        ["marker", "allele", "frequency"], ["M", 9, 0.5], ["M", 9.3, 0.25], ["M", 10.0, 0.25],
    ],
    "people.csv": [
        ["family", "id", "father", "mother", "sex", "status", "last_seen_on"],
        ["F", 7, None, None, "male", "missing", datetime.datetime(1992, 5, 1)],
        ["F", 8, 7, None, "female", "reference", None],
    ],
    "profiles.csv": [
        ["subject", "kind", "marker", "allele1", "allele2"], [8, "reference", "M", 9, 9.3],
        ["V1", "remains", "M", 9.3, 10],
    ],
}  # fmt: skip


def book(sheets):
    made = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def refused(data, pattern):
    with pytest.raises(InputError, match=pattern):
        parse_workbook("case.xlsx", data)


def test_numbers_and_dates_become_the_text_of_a_case():
    draft = parse_workbook("case.xlsx", book(SHEETS | {"remarks": [["anything"]]}))
    assert draft.frequencies == {"M": {"9": 0.5, "9.3": 0.25, "10": 0.25}}
    assert draft.people[0].id == "7" and draft.people[0].details == {"last_seen_on": "1992-05-01"}
    assert draft.people[1].father == "7"
    assert draft.genotypes.at(1).allele1 == "9.3"
    assert list(draft.hashes) == ["case.xlsx"]


def test_sheet_names_without_extension_and_settings():
    sheets = {n.removesuffix(".csv").title(): rows for n, rows in SHEETS.items()}
    draft = parse_workbook("case.xlsx", book(sheets | {"case": [["[model]"], ["theta = 0.02"]]}))
    assert draft.settings.model.theta == 0.02


def test_a_workbook_stands_where_a_folder_stands(tmp_path):
    folder = write_invented_case(tmp_path / "case")
    path = write_workbook(read_draft(folder), tmp_path / "case.xlsx")
    assert list(pair_lrs(read_case(path))) == list(pair_lrs(read_case(folder)))
    sheets = load_workbook(path).sheetnames
    assert sheets == ["case.toml", "frequencies.csv", "people.csv", "profiles.csv", "remains.csv"]


def test_rows_are_named():
    profiles = [*SHEETS["profiles.csv"], ["V1", "skeleton", "M", 9, 9]]
    refused(book(SHEETS | {"profiles.csv": profiles}), r"case.xlsx/profiles.csv, row 4: kind 'skeleton'")


def test_unknown_marker_and_three_alleles():
    profiles = [*SHEETS["profiles.csv"], ["V1", "remains", "D99", 9, 9]]
    with pytest.raises(InputError, match="row 4: marker 'D99' has no frequencies"):
        build_case(parse_workbook("case.xlsx", book(SHEETS | {"profiles.csv": profiles})))
    profiles = [["subject", "kind", "M 1", "M 2", "M 3"], ["V1", "remains", 9, 10, 11]]
    refused(book(SHEETS | {"profiles.csv": profiles}), "row 2: three alleles at M")


@pytest.mark.parametrize("cell", ["=1+1", "#N/A", "#DIV/0!"])
def test_formulas_and_errors_are_refused(cell):
    profiles = [*SHEETS["profiles.csv"], ["V1", "remains", "M", cell, 9]]
    refused(
        book(SHEETS | {"profiles.csv": profiles}), "row 4: '.*' is a formula or error; paste it as a value"
    )


def test_other_archives_and_damaged_ones():
    refused(b"", "empty")
    refused(b"not a workbook", "not an .xlsx workbook")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("letter.txt", "hello")
    refused(buffer.getvalue(), "an archive, but not an .xlsx")
    whole = book(SHEETS)
    refused(whole[: len(whole) // 2], "not an .xlsx workbook")
    refused(book({"Sheet1": [["a"]]}), "no sheet is called")
    refused(book(SHEETS | {"people": [["id"]]}), "two sheets are called people.csv")


def test_any_byte_changed(tmp_path):
    whole = book(SHEETS)
    for at in range(0, len(whole), 97):
        data = bytearray(whole)
        data[at] ^= 0xFF
        try:
            parse_workbook("case.xlsx", bytes(data))
        except InputError as error:
            assert "case.xlsx" in str(error)


def with_part(name, content):
    buffer = io.BytesIO(book(SHEETS))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def test_zip_bomb_is_not_opened():
    refused(with_part("xl/media/bomb.bin", bytes(2**25)), "unpacks from .* and was not opened")


@pytest.mark.parametrize("cell", ["A99999999", "XFD9000"])
def test_a_cell_far_away_is_not_walked_to(cell):
    data = book(SHEETS)
    number = int(cell.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    rows = "".join(f'<row r="{i}"><c r="{cell[: -len(str(number))]}{i}"/></row>' for i in range(5, 9000))
    far = f'<row r="{number}"><c r="{cell}"><v>1</v></c></row>'
    refused(
        changed(data, "xl/worksheets/sheet2.xml", b"</sheetData>", (rows + far + "</sheetData>").encode()),
        "people.csv, row .* rows or .* cells",
    )


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_that_is_empty_or_not_there(name):
    refused(book(SHEETS | {name: []}), f"{name}: the sheet is empty")
    refused(book({n: rows for n, rows in SHEETS.items() if n != name}), f"no sheet is called {name}")


def changed(data, part, old, new):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(buffer, "w") as made:
        for item in archive.infolist():
            content = archive.read(item)
            made.writestr(item, content.replace(old, new) if item.filename == part else content)
    return buffer.getvalue()


def test_entities_in_a_part():
    laughs = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><workbook>&b;</workbook>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(SHEETS))) as source, zipfile.ZipFile(buffer, "w") as target:
        for part in source.infolist():
            content = laughs.encode() if part.filename == "xl/workbook.xml" else source.read(part)
            target.writestr(part.filename, content)
    refused(buffer.getvalue(), "case.xlsx")


@given(st.binary(max_size=300))
def test_any_bytes(data):
    with pytest.raises(InputError):
        parse_workbook("case.xlsx", data)
