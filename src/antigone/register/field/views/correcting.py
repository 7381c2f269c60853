"""Pages on which what the field stage holds is corrected, or taken back."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.register.access.corrected import seen_version
from antigone.register.access.pages import Link, Visit, page
from antigone.register.access.roles import Right
from antigone.register.field import forms
from antigone.register.field.correcting import (
    correct_examination,
    correct_item,
    correct_remains,
    correct_site,
    retract_examination,
    retract_presumption,
)
from antigone.register.field.models import Examination, Item, Presumption, Remains, Site

KEPT = gettext_lazy("What was entered before stays in the record, beside your version and your reason.")


def _versioned(form: Form, version: str) -> Any:
    setattr(form, "version", version)  # noqa: B010 - the form's page sends it back
    return form


@page(Right.FIELD)
def site_correct(visit: Visit, key) -> HttpResponse:
    """Title, event and position of a site."""
    row = visit.standing(Site, key)
    place = row.locations.standing().first()
    now = {n: getattr(place, n) for n in ("latitude", "longitude", "radius_m")} if place else {}
    form = forms.SiteCorrectForm(
        visit.author.investigation, visit.posted, initial={"title": row.title, "event": row.event_id, **now}
    )
    seen, _sep, at = seen_version(visit, row).partition(" ")
    if visit.posted is None:
        at = str(place.pk) if place else ""
    return visit.enter(
        _("Correct the site %s") % row.code,
        _versioned(form, f"{seen} {at}"),
        lambda author, said: correct_site(author, row, seen, at, said),
        visit.url("site", key),
        KEPT,
    )


@page(Right.FIELD)
def remains_correct(visit: Visit, key) -> HttpResponse:
    """Day, operation and description of remains."""
    row = visit.standing(Remains, key)
    seen = seen_version(visit, row)
    form = forms.RemainsCorrectForm(row.site, visit.posted, instance=row)
    return visit.enter(
        _("Correct %s") % row.code,
        _versioned(form, seen),
        lambda author, said: correct_remains(author, row, seen, said),
        visit.url("remains", key),
        KEPT,
    )


@page(Right.FIELD)
def item_correct(visit: Visit, key) -> HttpResponse:
    """What was found, when, with whom."""
    row = visit.standing(Item, key)
    seen = seen_version(visit, row)
    now = {"description": row.description, "found_on": row.found_on, "remains": row.remains_id}
    return visit.enter(
        _("Correct %s") % row.code,
        _versioned(forms.ItemCorrectForm(row.site, visit.posted, initial=now), seen),
        lambda author, said: correct_item(author, row, seen, said),
        visit.url("item", key),
        KEPT,
    )


@page(Right.EXAMINE)
def examination_correct(visit: Visit, key) -> HttpResponse:
    """An examination, as it should have been entered."""
    old = visit.get(Examination, key)
    return visit.enter(
        _("Correct the examination of %s") % old.remains,
        forms.ExaminationCorrectForm(visit.posted, instance=old),
        lambda author, said: correct_examination(author, old, said),
        visit.url("remains", old.remains_id),
        KEPT,
        others=[Link(_("Take it back: it was entered by mistake"), visit.url("examination_retract", old.pk))],
    )


@page(Right.EXAMINE)
def examination_retract(visit: Visit, key) -> HttpResponse:
    """An examination that was entered by mistake."""
    row = visit.get(Examination, key)
    return visit.enter(
        _("Take back the examination by %s") % row.examiner,
        forms.WhyForm(visit.posted),
        lambda author, said: retract_examination(author, row),
        visit.url("remains", row.remains_id),
        _("The row stays in the record as retracted."),
    )


@page(Right.FIELD)
def presumption_retract(visit: Visit, key) -> HttpResponse:
    """No longer presumed to be this person's."""
    row = visit.get(Presumption, key)
    return visit.enter(
        _("%(remains)s are no longer presumed to be %(person)s")
        % {"remains": row.remains, "person": row.person},
        forms.WhyForm(visit.posted),
        lambda author, said: retract_presumption(author, row),
        visit.url("remains", row.remains_id),
        _("The row stays in the record as retracted."),
    )
