"""Photographs of missing persons: taken in, looked at, taken back."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from antigone.register.access.corrected import take_back_page
from antigone.register.access.pages import Visit, page
from antigone.register.access.roles import Right
from antigone.register.people.forms import PhotographForm
from antigone.register.people.models import Person, Photograph
from antigone.register.people.reporting import take_back
from antigone.register.sources import store
from antigone.register.sources.photographs import add_photograph, shown


@page(Right.REPORT)
def photograph_add(visit: Visit, key) -> HttpResponse:
    """A photograph of a person."""
    row = visit.get(Person, key)
    form = PhotographForm(visit.posted, visit.files)
    return visit.enter(
        _("Add a photograph of %s") % row,
        form,
        lambda author, said: add_photograph(author, row, said.pop("photograph"), **said),
        visit.url("person", key),
        _("The file is kept as it came, under its SHA-256; pages show a picture without its metadata."),
    )


@page()
def photograph(visit: Visit, key) -> HttpResponse:
    """A picture made from it; kept by no browser or proxy."""
    row = visit.standing(Photograph, key)
    if len(row.sha256) != 64:
        raise Http404
    response = HttpResponse(shown(row.sha256), content_type="image/jpeg")
    response["Cache-Control"] = "no-store"
    return response


@page()
def photograph_original(visit: Visit, key) -> HttpResponse:
    """The file as it came, for those who enter reports or export; never shown inside a page."""
    row = visit.get(Photograph, key)
    visit.author.require(Right.REPORT, Right.EXPORT)
    response = HttpResponse(store.whole(row.sha256), content_type="application/octet-stream")
    ending = row.media_type.rpartition("/")[2][:10] or "bin"
    response["Content-Disposition"] = f'attachment; filename="{row.person.code}-{row.sha256[:12]}.{ending}"'
    response["Cache-Control"] = "no-store"
    return response


@page(Right.REPORT)
def photograph_retract(visit: Visit, key) -> HttpResponse:
    """Of somebody else, or not to be shown."""
    row = visit.get(Photograph, key)
    return take_back_page(
        visit,
        _("Take back a photograph of %s") % row.person,
        lambda author: take_back(author, row),
        visit.url("person", row.person_id),
        _("It is shown no more; the file stays in the record as evidence."),
    )
