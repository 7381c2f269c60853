"""A field that chooses among rows: a list while it is short, numbers where it would fill the page."""

import pytest
from django.utils.datastructures import MultiValueDict
from register.life import reported

from antigone.register.access import choosing
from antigone.register.field.forms import OperationAtForm
from antigone.register.field.models import Site
from antigone.register.identification.forms import RunForm
from antigone.register.ledger.record import state
from antigone.register.people.reporting import enter_event
from antigone.register.sources.forms import ClaimForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def sites(coordinator):
    return [state(coordinator, Site(code=f"S-{n}", title=f"Invented place {n}")) for n in (1, 2, 3)]


def test_a_short_list_is_listed(valley, sites):
    assert str(OperationAtForm(valley)["site"]).count("<option") == 4


def test_a_long_one_is_chosen_by_number(valley, sites, monkeypatch):
    monkeypatch.setattr(choosing, "MOST_LISTED", 2)
    shown = str(OperationAtForm(valley)["site"])
    assert "<option" not in shown and 'type="text"' in shown
    sent = {"site": " S-2 ", "kind": "search", "planned_on": "2026-05-01"}
    form = OperationAtForm(valley, sent)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["site"] == sites[1]
    assert "S-2" in str(form["site"])
    wrong = OperationAtForm(valley, {**sent, "site": "S-9"})
    assert "There is no number S-9 here" in str(wrong.errors["site"])


def test_several_by_their_numbers(valley, sites, monkeypatch):
    monkeypatch.setattr(choosing, "MOST_LISTED", 2)
    form = RunForm(valley, MultiValueDict({"sites": ["S-3, S-1\n"], "events": []}))
    form.full_clean()
    assert list(form.cleaned_data["sites"].order_by("code")) == [sites[0], sites[2]]
    assert "S-3 S-1" in str(form["sites"])
    wrong = RunForm(valley, MultiValueDict({"sites": ["S-3 S-9"]}))
    assert "There is no number S-9 here" in str(wrong.errors["sites"])
    empty = RunForm(valley, MultiValueDict({"sites": [" "]}))
    empty.full_clean()
    assert not empty.cleaned_data["sites"]


def test_a_claim_form_does_not_list_all_persons(coordinator, valley, monkeypatch):
    monkeypatch.setattr(choosing, "MOST_LISTED", 1)
    one, two = reported(coordinator, "One Invented"), reported(coordinator, "Two Invented")
    enter_event(coordinator, "A day", "1993", "a place")
    form = ClaimForm(valley, {"kind": "fate", "person": two.code})
    form.full_clean()
    assert form.cleaned_data["person"] == two and one.code in form.fields["person"].help_text
    assert str(form["event"]).count("<option") == 2
