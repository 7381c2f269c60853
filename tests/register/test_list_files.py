"""Every list goes out as a file: to who may export, of their own investigation, nobody's name unsealed."""

import csv
import io

import pytest
from openpyxl import load_workbook
from register.life import invented_files, reported, two_profiled_sides
from register.test_addresses import signed_in

from antigone.register.access.exports import table_response
from antigone.register.access.vault import protect
from antigone.register.api.resources import resources
from antigone.register.field.inventory import add_bone
from antigone.register.field.recovering import add_site

NAMES = sorted(r.name for r in resources())


def table(client, name, slug="valley"):
    answer = client.get(f"/i/{slug}/files/{name}.csv")
    assert answer.status_code == 200, (name, answer.status_code)
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def filled(member, tmp_path):
    person, remains, _table = two_profiled_sides(member, invented_files(tmp_path))
    add_bone(member("field"), remains, "femur", side="left", count=1, completeness="complete")
    return person, remains


def test_every_list_has_its_file(filled, coordinator):
    client = signed_in(coordinator.user)
    page = client.get("/i/valley/files/").content.decode()
    for name in NAMES:
        assert f"/files/{name}.csv" in page and f"/files/{name}.xlsx" in page
        table(client, name)


def test_rows_name_others_by_their_numbers(filled, coordinator):
    person, remains = filled
    client = signed_in(coordinator.user)
    assert [(b["remains"], b["element"]) for b in table(client, "bones")] == [(remains.code, "femur")]
    relatives = {r["code"]: r for r in table(client, "relatives")}
    assert {k["relative"] for k in table(client, "kinships")} == {person.code}
    assert {k["father"] for k in table(client, "kinships")} <= set(relatives)
    assert table(client, "names")[0]["made_by"] == "interviewer"
    book = load_workbook(io.BytesIO(client.get("/i/valley/files/relatives.xlsx").content))
    assert len(list(book.active.rows)) == len(relatives) + 1


def test_only_ones_own_and_only_for_who_may(filled, member, other, coordinator):
    reported(other, "Somebody Else")
    protect(coordinator, "Witness 1", {"name": "Invented Name"})
    assert "Somebody Else" not in str(table(signed_in(coordinator.user), "names"))
    assert table(signed_in(other.user), "persons", "hills") != table(signed_in(coordinator.user), "persons")
    assert signed_in(member("field").user).get("/i/valley/files/bones.csv").status_code == 403
    assert signed_in(coordinator.user).get("/i/valley/files/staff-profiles.csv").status_code == 404
    geneticist = signed_in(member("geneticist").user)
    assert geneticist.get("/i/valley/files/openings.csv").status_code == 403
    assert "openings.csv" not in geneticist.get("/i/valley/files/").content.decode()


def test_no_cell_is_run_as_a_formula(coordinator, member):
    add_site(member("field"), '=HYPERLINK("http://example.org")', 40.0, 45.0)
    assert table(signed_in(coordinator.user), "sites")[0]["title"].startswith("'=")


def test_no_header_is_run_as_a_formula():
    """The header of a list that is sent back is that of a stranger's file."""
    header, row = ("=1+1", "+name", "@x"), ("=2+2", "-1", "plain")
    answer = table_response("csv", "list", header, [row])
    read = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert read == [["'=1+1", "'+name", "'@x"], ["'=2+2", "'-1", "plain"]]
    book = load_workbook(io.BytesIO(table_response("xlsx", "list", header, [row]).content))
    cells = [cell for line in book.active.iter_rows() for cell in line]
    assert {c.data_type for c in cells} == {"s"} and cells[0].value == "'=1+1"
