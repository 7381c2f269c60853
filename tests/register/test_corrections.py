"""What was entered wrongly is corrected with a reason; what stood before stays, and nobody's work is lost."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from register.life import DAY, reported
from register.test_addresses import signed_in

from antigone.errors import InputError
from antigone.register.field.correcting import correct_item, correct_remains, correct_site
from antigone.register.field.models import Examination, Item, Location, Remains, Site
from antigone.register.field.recovering import add_site, enter_item, examine, plan_operation, recover
from antigone.register.laboratory.custody import take_sample
from antigone.register.ledger.correcting import correct, earlier_versions, version_of
from antigone.register.ledger.models import Entry
from antigone.register.ledger.record import Conflict
from antigone.register.ledger.verify import findings
from antigone.register.people.accounting import account_by
from antigone.register.people.families import add_relative, consent, members, start_family
from antigone.register.people.models import Event, Group, LocatedAlive, Name, Report
from antigone.register.people.reporting import enter_event, locate_alive


@pytest.fixture
def field(member):
    return member("field")


@pytest.fixture
def site(field):
    return add_site(field, "Lowr cave", 40.0, 45.0)


def whole():
    """Whether the ledger holds; signed_in says behind its back that the case is invented."""
    return all(f.where.startswith("access.investigation") for f in findings())


def sent(author, path, **values):
    answer = signed_in(author.user).post(f"/i/valley/{path}", values)
    return answer


def form_of(author, path):
    """The page's form as a browser would send it back unchanged."""
    form = signed_in(author.user).get(f"/i/valley/{path}").context["form"]
    values = {n: form[n].value() for n in form.fields}
    return {k: v for k, v in values.items() if v is not None} | {"version": getattr(form, "version", "")}


def test_a_corrected_site_keeps_what_was_said_of_it(field, site):
    body = recover(field, site, DAY, "a body")
    said = form_of(field, f"sites/{site.pk}/correct/")
    said |= {"title": "Lower cave", "latitude": "40.01", "reason": "misspelt, and read off the wrong map"}
    assert sent(field, f"sites/{site.pk}/correct/", **said).status_code == 302
    now = Site.objects.standing().get()
    assert (now.pk, now.code, now.title) == (site.pk, site.code, "Lower cave")
    assert [old.title for old in earlier_versions(now)] == ["Lowr cave"]
    assert str(Remains.objects.get(pk=body.pk).site) == f"{site.code} Lower cave"
    assert [p.latitude for p in Location.objects.order_by("made_at")] == [40.0, 40.01]
    page = signed_in(field.user).get(f"/i/valley/sites/{site.pk}/").content.decode()
    assert "Lowr cave" in page and "misspelt, and read off the wrong map" in page and "40.01" in page
    assert whole()


def test_the_record_stands_at_each_moment_as_it_stood(field, site):
    between = timezone.now()
    at = {"event": None, "latitude": 40.0, "longitude": 45.0, "radius_m": 10}
    correct_site(field, site, version_of(site), str(site.locations.get().pk), {"title": "Lower cave", **at})
    assert [s.title for s in Site.objects.standing(between)] == ["Lowr cave"]
    assert [s.title for s in Site.objects.standing()] == ["Lower cave"]
    add_site(field, "Upper meadow", 40.0, 45.0)
    assert sorted(Site.objects.standing().values_list("code", flat=True)) == ["S-00001", "S-00002"]


def test_the_second_of_two_who_correct_one_site_keeps_their_text(field, site, member):
    seen = form_of(field, f"sites/{site.pk}/correct/")
    first = seen | {"title": "Lower cave", "reason": "misspelt"}
    second = seen | {"title": "Low cave", "reason": "so it is called"}
    assert sent(field, f"sites/{site.pk}/correct/", **first).status_code == 302
    answer = sent(member("field", "later"), f"sites/{site.pk}/correct/", **second)
    assert answer.status_code == 422
    assert "Low cave" in answer.content.decode() and "field changed this" in answer.content.decode()
    moved = seen | {"latitude": "41", "reason": "measured again"}
    now, at = Site.objects.get(pk=site.pk), {"event": None, "latitude": 42, "longitude": 45, "radius_m": 5}
    correct_site(field, now, version_of(now), str(now.locations.get().pk), {"title": now.title, **at})
    assert sent(field, f"sites/{site.pk}/correct/", **moved).status_code == 422
    assert whole()


def test_a_correction_needs_a_reason_a_change_and_the_right(field, site, member):
    said = form_of(field, f"sites/{site.pk}/correct/")
    assert sent(field, f"sites/{site.pk}/correct/", **said | {"title": "Cave"}).status_code == 422
    assert sent(field, f"sites/{site.pk}/correct/", **said | {"reason": "none"}).status_code == 422
    refused = sent(member("read-only"), f"sites/{site.pk}/correct/", **said | {"title": "x", "reason": "x"})
    assert refused.status_code == 403
    assert not Entry.objects.filter(content__contains='"corrected"').exists()


def test_remains_and_items_are_corrected_but_not_against_later_rows(field, site, member):
    body = recover(field, site, DAY, "a body")
    thing = enter_item(field, site, "a rign", DAY)
    operation = plan_operation(field, site, "search", timezone.localdate())
    examine(member("laboratory"), body, {"examiner": "Dr Reed", "on": date(2026, 3, 3), "sex": "male"})
    values = {"recovered_on": date(2026, 3, 4), "operation": operation, "description": "a body"}
    with pytest.raises(InputError, match="Dr Reed examined them on 2026-03-03"):
        correct_remains(field, body, version_of(body), values)
    correct_remains(field, body, version_of(body), values | {"recovered_on": date(2026, 2, 28)})
    ring = {"description": "a ring", "found_on": DAY, "remains": body}
    correct_item(field, thing, version_of(thing), ring)
    with pytest.raises(Conflict):
        correct_item(field, thing, version_of(thing), ring | {"description": "a band"})
    now = Item.objects.standing().get()
    assert (now.pk, now.description, now.remains) == (thing.pk, "a ring", body)
    path = f"remains/{body.pk}/correct/"
    unchanged = form_of(field, path) | {"reason": "looked again"}
    assert sent(field, path, **unchanged).status_code == 422
    assert whole()


def test_an_examination_is_corrected_and_taken_back_from_its_page(field, site, member):
    body, laboratory = recover(field, site, DAY, "a body"), member("laboratory")
    examine(laboratory, body, {"examiner": "Dr Reed", "on": DAY, "sex": "male", "age_min": 30, "age_max": 40})
    row = Examination.objects.get()
    said = form_of(laboratory, f"examinations/{row.pk}/correct/")
    path = f"examinations/{row.pk}/correct/"
    backwards = said | {"age_min": 50, "reason": "typing"}
    assert sent(laboratory, path, **backwards).status_code == 422
    assert sent(laboratory, path, **said | {"age_max": 45, "reason": "typing"}).status_code == 302
    assert sent(laboratory, path, **said | {"age_max": 60, "reason": "typing"}).status_code == 422
    now = Examination.objects.standing().get()
    assert (now.age_min, now.age_max, now.supersedes) == (30, 45, row)
    assert sent(field, f"examinations/{now.pk}/retract/", reason="no").status_code == 403
    assert sent(laboratory, f"examinations/{now.pk}/retract/", reason="other bag").status_code == 302
    assert not Examination.objects.standing().exists()


def test_events_are_corrected_and_count_under_their_new_title(member):
    interviewer = member("interviewer")
    event = enter_event(interviewer, "Raid on the vally", "spring 1993", "")
    reported(interviewer, event=event)
    said = form_of(interviewer, f"events/{event.pk}/correct/")
    assert said["when"] == "spring 1993"
    path = f"events/{event.pk}/correct/"
    impossible = said | {"when": "30 February 1993", "reason": "x"}
    assert sent(interviewer, path, **impossible).status_code == 422
    mended = said | {"title": "Raid on the valley", "when": "summer 1993", "reason": "misspelt"}
    assert sent(interviewer, path, **mended).status_code == 302
    row = Event.objects.standing().get()
    assert (row.pk, row.title, row.when) == (event.pk, "Raid on the valley", "1993-22")
    lines = account_by("event", interviewer.investigation, None)
    assert [(line.title, line.counts["reported"]) for line in lines] == [("Raid on the valley", 1)]
    page = signed_in(interviewer.user).get("/i/valley/events/").content.decode()
    assert "summer 1993" in page and "1993-22" not in page


def test_a_group_of_people_is_entered_with_counts_and_corrected(member):
    interviewer = member("interviewer")
    event = enter_event(interviewer, "Flight to the cave", "1993-04", "")
    path, said = f"events/{event.pk}/count/", {"title": "fled", "fate": "to the cave", "source": "a survivor"}
    assert sent(interviewer, path, **said).status_code == 422
    assert sent(interviewer, path, **said, least="60", most="50").status_code == 422
    assert sent(interviewer, path, **said, least="60", most="65").status_code == 302
    row = Group.objects.get()
    again = {**said, "least": "62", "most": "62", "reason": "counted again"}
    assert sent(interviewer, f"counts/{row.pk}/correct/", **again).status_code == 302
    page = signed_in(interviewer.user).get("/i/valley/events/").content.decode()
    assert "fled: to the cave (62)" in page and "60–65" not in page


def test_names_reports_and_being_alive_are_mended_or_taken_back(member):
    interviewer = member("interviewer")
    person = reported(interviewer, last_seen="spring 1993", place="Lower meadow")
    name, report = Name.objects.get(), Report.objects.get()
    assert sent(interviewer, f"names/{name.pk}/retract/", reason="wrong").status_code == 422
    said = {"text": "Isméne Orchard", "reason": "as on her papers"}
    assert sent(interviewer, f"names/{name.pk}/", **said).status_code == 302
    assert [str(n) for n in person.names.standing()] == ["Isméne Orchard"]
    mended = form_of(interviewer, f"reports/{report.pk}/") | {"place": "Upper meadow"}
    assert sent(interviewer, f"reports/{report.pk}/", **mended).status_code == 422
    mended["reason"] = "asked again"
    assert sent(interviewer, f"reports/{report.pk}/", **mended).status_code == 302
    now = person.reports.standing().get()
    assert (now.place, now.last_seen) == ("Upper meadow", "1993-21")
    alive = locate_alive(interviewer, person, "", "a letter")
    assert sent(interviewer, f"alive/{alive.pk}/retract/", reason="another of that name").status_code == 302
    assert not LocatedAlive.objects.standing().exists()
    assert whole()


def test_a_correction_does_not_hide_what_was_altered_before_it(field, site):
    """The version kept beside the new one is that of the altered row: the log knows what it was."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {Site._meta.db_table} SET title = 'Another cave'")
    altered = Site.objects.get()
    correct(field.because("the name was misheard"), altered, version_of(altered), title="Low cave")
    (found,) = findings()
    assert found.where == f"field.site {site.pk}" and "altered between entries" in found.what


def test_an_answer_of_the_wrong_relative_is_retracted_unless_a_sample_was_taken_on_it(member):
    interviewer = member("interviewer")
    family = start_family(interviewer, reported(interviewer))
    her = members(family)[0].relative
    father = add_relative(interviewer, her, "father", "her father")
    with pytest.raises(InputError, match="in the future"):
        consent(interviewer, father, "sample", True, timezone.localdate() + timedelta(days=1))
    wrong = consent(interviewer, father, "sample", True, DAY)
    path = f"relatives/consents/{wrong.pk}/retract/"
    assert sent(member("field"), path, reason="x").status_code == 403
    assert sent(interviewer, path).status_code == 422
    assert sent(interviewer, path, reason="it was his brother").status_code == 302
    page = signed_in(interviewer.user).get(f"/i/valley/relatives/{father.pk}/").content.decode()
    assert "Not asked yet" in page and "it was his brother" in page
    with pytest.raises(InputError, match="has not agreed"):
        take_sample(member("laboratory"), "saliva", DAY, relative=father)
    again = consent(interviewer, father, "sample", True, DAY)
    take_sample(member("laboratory"), "saliva", DAY, relative=father)
    assert sent(interviewer, f"relatives/consents/{again.pk}/retract/", reason="x").status_code == 422
    assert whole()
