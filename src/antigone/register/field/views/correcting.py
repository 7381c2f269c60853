"""Pages on which what the field stage holds is corrected, or taken back."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from antigone.register.access.corrected import correct_seen, mend, seen_version, take_back_page
from antigone.register.access.pages import Link, Visit, page
from antigone.register.access.roles import Right
from antigone.register.field import forms
from antigone.register.field.correcting import (
    correct_examination,
    correct_item,
    correct_operation,
    correct_remains,
    correct_site,
    retract_examination,
    retract_presumption,
)
from antigone.register.field.models import Examination, Item, Operation, Presumption, Remains, Site


@page(Right.FIELD)
def site_correct(visit: Visit, key) -> HttpResponse:
    """Title, event and position of a site."""
    row = visit.standing(Site, key)
    place = row.locations.standing().first()
    now = {n: getattr(place, n) for n in ("latitude", "longitude", "radius_m")} if place else {}
    form = forms.SiteForm(
        visit.author.investigation, visit.posted, initial={"title": row.title, "event": row.event_id, **now}
    )
    seen, _sep, at = seen_version(visit, row).partition(" ")
    if visit.posted is None:
        at = str(place.pk) if place else ""
    return mend(
        visit,
        _("Correct the site %s") % row.code,
        form,
        lambda author, said: correct_site(author, row, seen, at, said),
        visit.url("site", key),
        f"{seen} {at}",
    )


@page(Right.FIELD)
def operation_correct(visit: Visit, key) -> HttpResponse:
    """What is planned, for when; of one that has ended, what came of it."""
    row = visit.standing(Operation, key)
    return correct_seen(
        visit,
        _("Correct the operation %s") % row.code,
        forms.OperationCorrectForm(visit.posted, instance=row),
        row,
        lambda author, seen, said: correct_operation(author, row, seen, said),
        visit.url("site", row.site_id),
    )


@page(Right.FIELD)
def remains_correct(visit: Visit, key) -> HttpResponse:
    """Day, operation and description of remains."""
    row = visit.standing(Remains, key)
    return correct_seen(
        visit,
        _("Correct %s") % row.code,
        forms.RemainsCorrectForm(row.site, visit.posted, instance=row),
        row,
        lambda author, seen, said: correct_remains(author, row, seen, said),
        visit.url("remains", key),
    )


@page(Right.FIELD)
def item_correct(visit: Visit, key) -> HttpResponse:
    """What was found, when, with whom."""
    row = visit.standing(Item, key)
    now = {"description": row.description, "found_on": row.found_on, "remains": row.remains_id}
    return correct_seen(
        visit,
        _("Correct %s") % row.code,
        forms.ItemCorrectForm(row.site, visit.posted, initial=now),
        row,
        lambda author, seen, said: correct_item(author, row, seen, said),
        visit.url("item", key),
    )


@page(Right.EXAMINE)
def examination_correct(visit: Visit, key) -> HttpResponse:
    """An examination, as it should have been entered."""
    old = visit.get(Examination, key)
    return mend(
        visit,
        _("Correct the examination of %s") % old.remains,
        forms.ExaminationForm(visit.posted, instance=old),
        lambda author, said: correct_examination(author, old, said),
        visit.url("remains", old.remains_id),
        others=[Link(_("Take it back: it was entered by mistake"), visit.url("examination_retract", old.pk))],
    )


@page(Right.EXAMINE)
def examination_retract(visit: Visit, key) -> HttpResponse:
    """An examination that was entered by mistake."""
    row = visit.get(Examination, key)
    title = _("Take back the examination by %s") % row.examiner
    back = visit.url("remains", row.remains_id)
    return take_back_page(visit, title, lambda author: retract_examination(author, row), back)


@page(Right.FIELD)
def presumption_retract(visit: Visit, key) -> HttpResponse:
    """No longer presumed to be this person's."""
    row = visit.get(Presumption, key)
    who = {"remains": row.remains, "person": row.person}
    title = _("%(remains)s are no longer presumed to be %(person)s") % who
    back = visit.url("remains", row.remains_id)
    return take_back_page(visit, title, lambda author: retract_presumption(author, row), back)
