"""A typing error in custody, a plan, a notification or a hand-over is mended; the rules hold as before."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from register.life import DAY, custody, invented_files, reported, two_profiled_sides
from register.test_addresses import signed_in
from register.test_corrections import form_of, sent, whole

from antigone.errors import InputError
from antigone.register.access.models import CorrectionNotice
from antigone.register.access.telling import unread_corrections
from antigone.register.decisions.deciding import propose, sign
from antigone.register.decisions.models import Identification
from antigone.register.field.hazards import import_hazards
from antigone.register.field.models import Operation
from antigone.register.field.recovering import add_site, end_operation, plan_operation, recover
from antigone.register.laboratory.correcting import correct_custody, take_back_custody
from antigone.register.laboratory.custody import pass_on, take_sample
from antigone.register.laboratory.models import Custody
from antigone.register.laboratory.queue import enter_step
from antigone.register.ledger.record import Conflict
from antigone.register.ledger.verify import findings
from antigone.register.people.state import State, with_state
from antigone.register.returns.correcting import (
    correct_notification,
    correct_passing,
    take_back_consent,
    take_back_notification,
    take_back_passing,
)
from antigone.register.returns.models import FamilyConsent, HandOver, Notification, Transfer
from antigone.register.returns.passing import pass_remains
from antigone.register.returns.returning import agree, hand_over, last_change, notify

TODAY = timezone.localdate()
MINE = """{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "H1",
"properties": {"status": "confirmed"}, "geometry": {"type": "Point", "coordinates": [45.0, 40.0]}}]}"""


@pytest.fixture
def body(member):
    return recover(member("field"), add_site(member("field"), "Lower cave", 40.0, 45.0), DAY, "a body")


@pytest.fixture
def sample(member, body):
    """Two steps: from the field to the laboratory, and on to its store."""
    row = take_sample(member("laboratory"), "femur", DAY, remains=body)
    custody(member("field"), row, "A-10l")
    when = datetime(2026, 3, 3, tzinfo=UTC)
    pass_on(member("laboratory"), row, "laboratory", "store", when, place="cold room", seal="A-102")
    return row


def chain(sample):
    rows = sample.custody.standing().order_by("step")
    return [(c.step, c.giver, c.receiver, c.seal) for c in rows]


def test_a_seal_is_mended_from_the_page_and_those_who_worked_on_the_sample_are_told(sample, member):
    field, laboratory = member("field"), member("laboratory")
    enter_step(laboratory, sample, "extracted", DAY + timedelta(days=3))
    first = sample.custody.get(step=1)
    said = form_of(field, f"custody/{first.pk}/correct/") | {"seal": "A-101"}
    path = f"custody/{first.pk}/correct/"
    page = signed_in(field.user).get(f"/i/valley/{path}", headers={"accept-language": "ru"})
    assert 'value="2026-03-02T00:00"' in page.content.decode(), "browsers read no other form of a time"
    said["when"] = "2026-03-02T00:00"
    assert sent(field, path, **said).status_code == 422
    assert sent(field, path, **said, reason="read off wrongly").status_code == 302
    assert chain(sample) == [(1, "field", "laboratory", "A-101"), (2, "laboratory", "store", "A-102")]
    told = unread_corrections(laboratory).get()
    assert "read off wrongly" in told.text and not unread_corrections(field)
    client = signed_in(laboratory.user)
    page = client.get("/i/valley/").content.decode()
    assert "read off wrongly" in page and f"/samples/{sample.pk}/" in page
    assert client.post(f"/i/valley/corrections/{told.pk}/read/").status_code == 302
    assert not unread_corrections(laboratory)
    page = client.get(f"/i/valley/samples/{sample.pk}/").content.decode()
    assert "A-10l" in page and "A-101" in page
    assert sent(field, path, **said, reason="again").status_code == 422, "somebody else's version stands"
    assert sent(member("read-only"), path, **said, reason="x").status_code == 403
    assert whole()


def test_a_holder_s_name_is_mended_on_both_sides_so_that_no_gap_arises(sample, member):
    laboratory = member("laboratory").because("misspelt")
    first, second = sample.custody.order_by("step")
    values = {n: getattr(second, n) for n in ("giver", "receiver", "when", "place", "seal")}
    correct_custody(laboratory, second, values | {"giver": "Dr Reed"})
    assert chain(sample) == [(1, "field", "Dr Reed", "A-10l"), (2, "Dr Reed", "store", "A-102")]
    with pytest.raises(Conflict):
        correct_custody(laboratory, first, values | {"giver": "field"})
    assert whole()


def test_a_corrected_chain_obeys_what_a_new_step_obeys(sample, member, body):
    laboratory = member("laboratory").because("typing")
    first, second = sample.custody.order_by("step")
    values = {n: getattr(first, n) for n in ("giver", "receiver", "when", "place", "seal")}
    other = take_sample(laboratory, "rib", DAY, remains=body)
    custody(laboratory, other, "B-1")
    for change, why in (
        ({"when": datetime(2026, 3, 4, tzinfo=UTC)}, "after this time"),
        ({"when": datetime(2026, 2, 1, tzinfo=UTC)}, "was taken on 2026-03-01"),
        ({"seal": "B-1"}, "is on sample"),
        ({"seal": " "}, "name who hands over"),
        ({}, "nothing is changed"),
    ):
        with pytest.raises(InputError, match=why):
            correct_custody(laboratory, first, values | change)
    third = pass_on(laboratory, sample, "store", "typing", timezone.now(), place="", seal="A-103")
    with pytest.raises(InputError, match="broken earlier"):
        correct_custody(laboratory, third, values | {"giver": "store", "when": third.when, "seal": "A-10l"})
    with pytest.raises(InputError, match="say why"):
        correct_custody(laboratory.because(""), first, values | {"seal": "A-101"})
    assert len(chain(sample)) == 3 and not CorrectionNotice.objects.exists()


def test_only_the_newest_step_is_taken_back_and_its_number_is_not_used_again(sample, member):
    laboratory = member("laboratory").because("another sample")
    first, second = sample.custody.order_by("step")
    with pytest.raises(InputError, match="correct it instead"):
        take_back_custody(laboratory, first)
    path = f"custody/{second.pk}/retract/"
    assert sent(member("laboratory"), path, reason="another sample").status_code == 302
    pass_on(laboratory, sample, "laboratory", "archive", timezone.now(), place="", seal="A-102")
    assert chain(sample)[1:] == [(3, "laboratory", "archive", "A-102")]
    take_back_custody(laboratory, Custody.objects.get(step=3))
    enter_step(laboratory, sample, "extracted", DAY + timedelta(days=3))
    with pytest.raises(InputError, match="work was done"):
        take_back_custody(laboratory, first)
    assert whole()


def test_the_day_of_an_operation_is_moved_unless_a_hazard_forbids_it(member):
    field, later = member("field"), member("field", "later")
    site = add_site(field, "Lower cave", 40.0, 45.0)
    planned = plan_operation(field, site, "recovery", TODAY + timedelta(days=9))
    path = f"operations/{planned.pk}/correct/"
    said = form_of(later, path) | {"planned_on": str(TODAY + timedelta(days=12))}
    assert "result" not in said
    assert sent(later, path, **said).status_code == 422
    assert sent(later, path, **said, reason="the road is closed").status_code == 302
    now = Operation.objects.standing().get()
    assert (now.pk, now.planned_on) == (planned.pk, TODAY + timedelta(days=12))
    assert "the road is closed" in unread_corrections(field).get().text
    import_hazards(field, "h.geojson", MINE)
    said = form_of(later, path) | {"planned_on": str(TODAY + timedelta(days=20)), "reason": "rain"}
    answer = sent(later, path, **said)
    assert answer.status_code == 422 and "nobody may work" in answer.content.decode()
    called_off = {"outcome": "called off", "ended_on": TODAY, "result": "mnies"}
    ended = end_operation(field, now, called_off)
    said = form_of(field, f"operations/{ended.pk}/correct/") | {"result": "mines", "reason": "misspelt"}
    assert sent(field, f"operations/{ended.pk}/correct/", **said).status_code == 302
    assert Operation.objects.standing().get().result == "mines"
    assert whole()


@pytest.fixture
def returned(member, tmp_path):
    """An identification whose family was told, agreed, and received all remains from a bearer."""
    person, remains, _table = two_profiled_sides(member, invented_files(tmp_path))
    liaison = member("liaison")
    proposal = propose(member("geneticist"), remains, person, "papers")
    for name in ("first", "second"):
        sign(member("reviewer", name).because("agrees"), proposal, "approved")
    row = Identification.objects.get()
    pass_remains(
        member("field"), remains, DAY, giver="team", receiver="mortuary", place="here", receipt="T-1"
    )
    notify(liaison, row, "her mothr", "visit", TODAY)
    agree(member("liaison", "second-liaison"), row, "her mother", "", TODAY)
    to = {"place": "here", "receipt": "H-1", "giver": "mortuary", "receiver": "beerer"}
    hand_over(liaison, row, TODAY, False, **to)
    to |= {"receipt": "H-2", "giver": "beerer", "receiver": "her mother"}
    hand_over(member("liaison", "second-liaison"), row, TODAY, True, **to)
    return row


def hands(remains):
    rows = [*Transfer.objects.standing(), *HandOver.objects.standing()]
    assert {r.remains for r in rows} == {remains}
    return {(r.giver, r.receiver, r.receipt) for r in rows}


def test_who_was_told_is_mended_and_those_who_went_on_from_it_hear_of_it(returned, member):
    liaison, second = member("liaison"), member("liaison", "second-liaison")
    row = Notification.objects.get()
    path = f"notifications/{row.pk}/correct/"
    said = form_of(liaison, path) | {"told": "her mother", "reason": "misspelt"}
    assert sent(liaison, path, **said | {"on": TODAY - timedelta(days=1)}).status_code == 422
    assert sent(liaison, path, **said | {"on": TODAY + timedelta(days=1)}).status_code == 422
    assert sent(liaison, path, **said).status_code == 302
    assert Notification.objects.standing().get().told == "her mother"
    assert "misspelt" in unread_corrections(second).get().text and not unread_corrections(liaison)
    page = signed_in(second.user).get(f"/i/valley/identifications/{returned.pk}/").content.decode()
    assert "her mothr" in page and page.count("her mother") > 1
    (person,) = with_state(type(returned.person).objects.filter(pk=returned.person_id))
    assert person.state == State.RETURNED
    with pytest.raises(InputError, match="has not been told"):
        take_back_notification(liaison.because("nobody"), Notification.objects.standing().get())
    assert list(findings())[0].where.startswith("access.investigation")


def test_consent_is_taken_back_only_before_remains_went_on_it(returned, member):
    liaison = member("liaison").because("her brother decides")
    consent = FamilyConsent.objects.get()
    with pytest.raises(InputError, match="has not agreed"):
        take_back_consent(liaison, consent)
    for receipt in ("H-2", "H-1"):
        row = HandOver.objects.standing().get(receipt=receipt)
        assert sent(liaison, f"hand-overs/{row.pk}/retract/", reason="not yet").status_code == 302
    assert sent(liaison, f"consents/{consent.pk}/retract/", reason="her brother").status_code == 302
    assert not FamilyConsent.objects.standing().exists()
    assert last_change(returned.remains).receiver == "mortuary"
    with pytest.raises(InputError, match="told on .*; it agrees after that"):
        agree(liaison, returned, "her brother", "", TODAY - timedelta(days=1))
    assert whole()


def test_names_of_holders_are_mended_along_the_chain_and_days_keep_its_order(returned, member):
    liaison = member("liaison").because("misspelt")
    first = HandOver.objects.get(receipt="H-1")
    path = f"hand-overs/{first.pk}/correct/"
    said = form_of(liaison, path) | {"receiver": "bearer", "reason": "misspelt"}
    assert "part" not in said and "final" not in said
    for change in ({"receipt": "T-1"}, {"receipt": "H-2"}, {"on": DAY - timedelta(days=1)}, {"place": " "}):
        assert sent(liaison, path, **said | change).status_code == 422, change
    assert sent(liaison, path, **said).status_code == 302
    assert hands(returned.remains) == {
        ("team", "mortuary", "T-1"), ("mortuary", "bearer", "H-1"), ("bearer", "her mother", "H-2"),
    }  # fmt: skip
    transfer = Transfer.objects.get()
    said = form_of(liaison, f"transfers/{transfer.pk}/correct/") | {"receiver": "the mortuary"}
    assert sent(liaison, f"transfers/{transfer.pk}/correct/", **said, reason="its name").status_code == 302
    assert ("the mortuary", "bearer", "H-1") in hands(returned.remains)
    # Both hand-overs are of one day: the one entered last stays the last, though it was not corrected last.
    assert last_change(returned.remains).receiver == "her mother"
    with pytest.raises(InputError, match="correct it instead"):
        take_back_passing(liaison, HandOver.objects.standing().get(receipt="H-1"))
    with pytest.raises(Conflict):
        correct_passing(liaison, first, {"receiver": "somebody"})
    assert whole()


def test_nobody_without_the_right_corrects(returned, member):
    field, reader = member("field"), member("read-only")
    for name, row in (
        ("notifications", Notification.objects.get()),
        ("consents", FamilyConsent.objects.get()),
        ("hand-overs", HandOver.objects.get(receipt="H-2")),
    ):
        for kind in ("correct", "retract"):
            assert sent(field, f"{name}/{row.pk}/{kind}/", reason="x").status_code == 403
    transfer = Transfer.objects.get()
    said = form_of(field, f"transfers/{transfer.pk}/correct/") | {"seal": "S-1", "reason": "left out"}
    assert sent(reader, f"transfers/{transfer.pk}/correct/", **said).status_code == 403
    assert sent(field, f"transfers/{transfer.pk}/correct/", **said).status_code == 302
    with pytest.raises(InputError, match="say why"):
        correct_notification(member("liaison").because(""), Notification.objects.get(), {"told": "x"})
    assert reported(member("interviewer"), "Another").pk
