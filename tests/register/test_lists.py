"""Lists of several bodies: shown before they are entered, entered whole or not at all, and only once."""

import io
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from antigone.errors import InputError
from antigone.register.ledger.models import Entry
from antigone.register.ledger.verify import findings
from antigone.register.people import import_views
from antigone.register.people.dates import uncertain_date
from antigone.register.people.importing import ListFile, compare, guess_columns, import_list
from antigone.register.people.list_files import read_list
from antigone.register.people.models import ListImport, Listing, Person, PersonList, Report
from antigone.register.people.names import side_by_side
from antigone.register.people.reporting import correct_report
from antigone.register.work.models import Job
from antigone.register.work.worker import run_waiting

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
GOOD = "number,name,last_seen,place\n1,Ismene Orchard,spring 1993,Meadow\n2,Полиник,1993-07,Meadow\n"


def workbook(*sheets):
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"part {number}")
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def bring(author, text, title="Invented list"):
    table = read_list("a.csv", text.encode())
    return import_list(author, ListFile(title, table, "0" * 64, guess_columns(table)))


def errors(text):
    table = read_list("a.csv", text.encode())
    return compare(None, table, guess_columns(table)).errors


@pytest.fixture
def client(coordinator):
    TOTP.activate(coordinator.user, generate_totp_secret())
    client = Client()
    client.force_login(coordinator.user, backend=BACKEND)
    return client


def upload(client, data, name="a.csv", **more):
    file = SimpleUploadedFile(name, data)
    sent = {"title": "Invented list", "file": file, **more}
    return client.post(reverse("list_import", args=("valley",)), sent)


def test_a_list_through_the_pages(client):
    check = upload(client, GOOD.replace("number", "Nr").encode()).url
    # The number's column is called otherwise: it must be said before anything is compared.
    assert client.post(check, {"name": "name", "check": ""}).status_code == 422
    columns = {"number": "Nr", "name": "name", "last_seen": "last_seen", "place": "place"}
    assert client.post(check, columns | {"check": ""}).status_code == 302
    page = client.get(check).content.decode()
    assert "2 new, 0 changed" in page and "Полиник" in page and Person.objects.count() == 0
    entered = client.post(check, columns | {"enter": ""})
    assert "Полиник" in client.get(entered.url).content.decode() and Person.objects.count() == 2
    # The mapping is remembered, and the same list again changes nothing.
    before = Entry.objects.count()
    again = upload(client, GOOD.replace("number", "Nr").encode()).url
    assert client.get(again).context["form"].initial["number"] == "Nr"
    client.post(again, columns | {"enter": ""})
    assert Entry.objects.count() == before
    assert list(findings()) == []
    held = load_workbook(io.BytesIO(client.get(entered.url + "rows.xlsx").content)).active
    assert [c.value for c in held[2]] == ["P-00001", "1", "Ismene Orchard", "spring 1993", "Meadow"]


def test_what_changed_supersedes_what_the_list_said(coordinator):
    bring(coordinator, GOOD)
    second = Person.objects.get(code="P-00002")
    mended = {"last_seen": "1993-08", "place": "River", "reporter": "", "circumstances": ""}
    correct_report(coordinator, second.reports.get(), mended)
    changed = GOOD.replace("Ismene Orchard,spring 1993,Meadow", "Ismene Orchardyan,summer 1993,Meadow")
    _own, found = bring(coordinator, changed.replace("1993-07,Meadow", "1993-07,Hill"))
    assert (len(found.new), len(found.changed), len(found.gone)) == (0, 2, 0)
    first = Person.objects.get(code="P-00001")
    assert [n.text for n in first.names.standing()] == ["Ismene Orchardyan"]
    assert [r.last_seen for r in first.reports.standing()] == ["1993-22"]
    # What was corrected here stays beside what the list says now.
    assert {r.place for r in second.reports.standing()} == {"River", "Hill"}
    assert list(findings()) == []


def test_who_is_no_longer_on_the_list_stays_a_person(coordinator):
    bring(coordinator, GOOD)
    own, found = bring(coordinator, GOOD.rpartition("2,")[0])
    assert [x.number for x in found.gone] == ["2"]
    assert Person.objects.count() == 2 and Listing.objects.standing().filter(list=own).count() == 1
    bring(coordinator, GOOD)
    assert Person.objects.count() == 2
    assert {x.person.code for x in Listing.objects.standing()} == {"P-00001", "P-00002"}
    assert [(i.new, i.gone) for i in ListImport.objects.order_by("made_at")] == [(2, 0), (0, 1), (1, 0)]


@pytest.mark.parametrize(
    "row, said",
    [
        ("3,X,1993-02-30,", "row 4: '1993-02-30' is not a day"),
        ("3,X,30.02.1993,", "row 4"),
        ("3,X,2093,", "future"),
        ("3,X,1993-13,", "is not a date"),
        ("1,Again,,", "row 4: number '1' was used in row 2"),
        ("3,,,", "the name is empty"),
        (",Nobody,,", "the number is empty"),
        (f"3,{'x' * 301},,", "301 characters; 300 fit"),
        (f"3,X,,{'y' * 201}", "the place has 201"),
        ("3,\u200b\u200e,,", "the name is empty"),
    ],
)
def test_wrong_rows_are_all_named_and_nothing_is_entered(coordinator, row, said):
    found = errors(GOOD + row + "\n4,Y,1993-99,\n")
    assert said in found[0] and "row 5" in found[1] and len(found) == 2
    with pytest.raises(InputError):
        bring(coordinator, GOOD + row + "\n")
    assert (Person.objects.count(), PersonList.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "name", ["x" * 300, "عبد الرحمن", "É́ric", "‮tac‬", "=HYPERLINK(1)", "<script>", "' OR 1=1 --"]
)
def test_odd_names_come_in_and_go_out_unharmed(coordinator, client, name):
    bring(coordinator, f"number,name\n1,{name}\n")
    row = PersonList.objects.get()
    page = client.get(reverse("person_list", args=("valley", row.pk))).content.decode()
    assert "<script>" not in page and "P-00001" in page
    text = client.get(reverse("list_export", args=("valley", row.pk, "csv"))).content.decode()
    assert "\n=" not in text and ",=" not in text


def test_a_person_s_uncertain_dates():
    assert uncertain_date("15.07.1993").edtf == "1993-07-15" and uncertain_date("7.1993").edtf == "1993-07"
    for wrong in ("15/07/1993", "31.02.1993", "13.1993"):
        with pytest.raises(InputError):
            uncertain_date(wrong)


ROWS = [["number", "name"], [1, "Исмене"]]


def test_encodings_delimiters_and_sheets():
    text = "number;name\n1;Исмене\n"
    assert read_list("a.csv", text.encode("windows-1251"), "windows-1251").frame["name"][0] == "Исмене"
    assert read_list("a.csv", text.encode("utf-16")).frame["name"][0] == "Исмене"
    assert read_list("a.csv", text.replace(";", "\t").encode()).frame["name"][0] == "Исмене"
    with pytest.raises(InputError, match="not UTF-8; choose its encoding"):
        read_list("a.csv", text.encode("windows-1251"))
    assert read_list("a.xlsx", workbook(ROWS)).frame.row(0) == ("1", "Исмене")
    with pytest.raises(InputError, match="several sheets; name one of part 0, part 1"):
        read_list("a.xlsx", workbook(ROWS, ROWS))
    assert read_list("a.xlsx", workbook([["x"]], ROWS), sheet="part 1").frame.height == 1
    with pytest.raises(InputError, match="no sheet 'part 7'"):
        read_list("a.xlsx", workbook(ROWS), sheet="part 7")


def test_a_formula_that_was_never_computed_is_named():
    with pytest.raises(InputError, match="row 3: the formula =A2 has no value"):
        read_list("a.xlsx", workbook([*ROWS, [2, "=A2"]]))


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda b: b"PK\x03\x04" + b))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_table_or_an_error_that_says_so(data):
    try:
        read_list("a.csv", data)
    except InputError as error:
        assert "a.csv" in str(error)


def test_a_long_list_goes_through_the_queue(client, monkeypatch):
    monkeypatch.setattr(import_views, "AT_ONCE", 10)
    text = "number,name\n" + "".join(f"{i},Person {i}\n" for i in range(2500))
    check = upload(client, text.encode()).url
    columns = {"number": "number", "name": "name"}
    job = client.post(check, columns | {"check": ""}).url
    assert "/work/" in job
    run_waiting()
    assert "2500 new" in client.get(check).content.decode() and Person.objects.count() == 0
    client.post(check, columns | {"enter": ""})
    run_waiting()
    assert Person.objects.count() == Report.objects.count() == 2500
    assert Job.objects.filter(outcome="done").count() == 2
    # Another investigation's list is not there.
    assert client.get(urlsplit(check).path.replace("valley", "hills")).status_code == 404


def test_usual_names_of_columns_are_known_and_cells_of_two_directions_stay_in_order():
    table = read_list("a.csv", b"No.,Full name,Born,Gender,Missing since\n1,A,1970,f,1993\n")
    assert guess_columns(table) == {
        "number": "No.", "name": "Full name", "birth": "Born", "sex": "Gender", "last_seen": "Missing since",
    }  # fmt: skip
    assert side_by_side(["a", "", "b"]) == "a · b"
    assert side_by_side(["شهلا", "1993-07-14"]) == "\u2068شهلا\u2069 · \u20681993-07-14\u2069"
