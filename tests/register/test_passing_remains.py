"""Remains pass from party to party before anybody knows whose they are: no gap, no receipt twice."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from register.life import DAY, invented_files, two_profiled_sides
from register.test_addresses import signed_in

from antigone.errors import InputError
from antigone.register.decisions.deciding import propose, sign
from antigone.register.decisions.models import Identification
from antigone.register.field.recovering import add_site, recover
from antigone.register.identification.running import run_engine
from antigone.register.ledger.verify import findings
from antigone.register.returns.models import Transfer
from antigone.register.returns.passing import pass_remains
from antigone.register.returns.returning import agree, hand_over, notify
from antigone.register.sources import store

TODAY = timezone.localdate()


def passed(author, remains, giver, receiver, receipt, on=DAY):
    to = {"receiver": receiver, "place": "border post"}
    return pass_remains(author, remains, on, giver=giver, receipt=receipt, **to)


@pytest.fixture
def body(member):
    return recover(member("field"), add_site(member("field"), "Lower cave", 40.0, 45.0), DAY, "a body")


def test_from_the_page_with_a_scanned_receipt(member, body):
    client = signed_in(member("field").user)
    path = f"/i/valley/remains/{body.pk}/pass/"
    said = {"giver": "the first party", "receiver": "the second party", "on": str(DAY), "seal": "S-1"}
    said |= {"place": "border post", "receipt": "P-1"}
    scan = SimpleUploadedFile("receipt.pdf", b"%PDF signed")
    assert client.post(path, said | {"scan": scan}).status_code == 302
    assert b"the second party" in client.get(path).content
    row = Transfer.objects.get()
    assert store.whole(row.scan_sha256) == b"%PDF signed"
    page = client.get(f"/i/valley/remains/{body.pk}/").content.decode()
    assert "the second party" in page and f"/transfers/{row.pk}/receipt" in page
    assert client.get(f"/i/valley/transfers/{row.pk}/receipt").content == b"%PDF signed"
    assert signed_in(member("interviewer").user).post(path, said).status_code == 403
    assert signed_in(member("liaison").user).post(path, said).status_code == 422


def test_no_gap_no_receipt_twice_no_day_that_cannot_be(member, body):
    field = member("field")
    passed(field, body, "field team", "mortuary", "P-1")
    with pytest.raises(InputError, match="a gap: .* with mortuary"):
        passed(field, body, "field team", "laboratory", "P-2")
    with pytest.raises(InputError, match="P-1 was used"):
        passed(field, body, "mortuary", "laboratory", "P-1")
    with pytest.raises(InputError, match="recovered on"):
        passed(field, body, "mortuary", "laboratory", "P-2", DAY - timedelta(days=1))
    with pytest.raises(InputError, match="future"):
        passed(field, body, "mortuary", "laboratory", "P-2", TODAY + timedelta(days=1))
    with pytest.raises(InputError, match="place"):
        pass_remains(field, body, DAY, giver="mortuary", receiver="laboratory", receipt="P-2")
    passed(field, body, "mortuary", "laboratory", "P-2", DAY + timedelta(days=2))
    with pytest.raises(InputError, match="after that"):
        passed(field, body, "laboratory", "mortuary", "P-3")
    assert list(findings()) == []


def test_the_hand_over_to_the_family_goes_on_from_who_has_them(member, tmp_path):
    person, remains, table = two_profiled_sides(member, invented_files(tmp_path))
    field, liaison = member("field"), member("liaison")
    passed(field, remains, "field team", "the other commission", "P-1")
    run = run_engine(member("geneticist"), table, 2.0)
    proposal = propose(member("geneticist"), remains, person, "parents and child", run.candidates.get())
    for name in ("first", "second"):
        sign(member("reviewer", name).because("agrees"), proposal, "approved")
    row = Identification.objects.get()
    notify(liaison, row, "her mother", "visit", TODAY)
    agree(liaison, row, "her mother", "", TODAY)
    to = {"receiver": "her mother", "place": "home"}
    with pytest.raises(InputError, match="with the other commission"):
        hand_over(liaison, row, TODAY, True, giver="laboratory", receipt="H-1", **to)
    with pytest.raises(InputError, match="P-1 was used"):
        hand_over(liaison, row, TODAY, True, giver="the other commission", receipt="P-1", **to)
    bearer = {"receiver": "bearer", "place": "home", "receipt": "H-1"}
    hand_over(liaison, row, TODAY, False, giver="the other commission", **bearer)
    with pytest.raises(InputError, match="on their way to the family"):
        passed(field, remains, "bearer", "mortuary", "P-2", TODAY)
    hand_over(liaison, row, TODAY, True, giver="bearer", receipt="H-2", **to)
    with pytest.raises(InputError, match="handed over to her mother"):
        passed(field, remains, "her mother", "mortuary", "P-2", TODAY)
    assert Transfer.objects.count() == 1 and list(findings()) == []
