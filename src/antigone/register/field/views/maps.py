"""The map of an investigation, the same as a list, and as GeoJSON."""

from __future__ import annotations

import json

from django.http import HttpResponse
from django.utils.translation import gettext as _

from antigone.errors import InputError
from antigone.register.access.mapping import feature_collection, features_response, listed, map_section
from antigone.register.access.pages import Link, ReasonForm, Section, Visit, made, page, paged
from antigone.register.access.roles import Right
from antigone.register.access.tiles import tiles_url
from antigone.register.field import forms
from antigone.register.field.models import Overlay
from antigone.register.field.overlays import add_overlay
from antigone.register.field.placing import layers
from antigone.register.ledger.record import retract


@page()
def show_map(visit: Visit) -> HttpResponse:
    """Sites, hazards, last-seen places and finds; below them the same in words."""
    shown = layers(visit.author.investigation)
    rows = paged(visit.request, listed(shown))
    return visit.sheet(
        _("Map"),
        [
            map_section(visit.url("map_data"), shown, tiles_url(visit)),
            Section(
                _("The same as a list"),
                (_("What"), _("Which"), _("Where"), _("More")),
                list(rows),
                [
                    Link(_("GeoJSON"), visit.url("map_export"), Right.EXPORT),
                    Link(_("Lines added"), visit.url("overlays")),
                ],
                _("Nothing has a place yet: add a site, import hazards, or give a report its position."),
            ),
        ],
        page=rows,
    )


@page()
def map_data(visit: Visit) -> HttpResponse:
    """What the map draws."""
    return features_response(layers(visit.author.investigation))


@page(Right.EXPORT)
def map_export(visit: Visit) -> HttpResponse:
    """The same as a file for other programs."""
    text = json.dumps(feature_collection(layers(visit.author.investigation)), ensure_ascii=False)
    response = HttpResponse(text, content_type="application/geo+json")
    response["Content-Disposition"] = f'attachment; filename="{visit.author.investigation.slug}.geojson"'
    return response


@page()
def overlays(visit: Visit) -> HttpResponse:
    """Lines that the investigation added to its map."""
    rows = [
        (row.title, len(row.geojson["features"]), made(row),
         Link(_("Take off"), visit.url("overlay_retract", row.pk)))
        for row in Overlay.objects.of(visit.author.investigation).standing().order_by("title")
    ]  # fmt: skip
    add = Link(_("Add lines"), visit.url("overlay_add"), Right.FIELD)
    empty = _("None. The map shows no borders or roads of its own; a GeoJSON file of yours can be added.")
    header = (_("Title"), _("Features"), _("Added by"), "")
    return visit.sheet(_("Lines added to the map"), [Section("", header, rows, [add], empty)])


@page(Right.FIELD)
def overlay_add(visit: Visit) -> HttpResponse:
    """A GeoJSON file of lines or areas."""

    def act(author, said):
        return add_overlay(author, said["title"], said["file"].name[:200], text_of(said["file"]))

    form = forms.OverlayForm(visit.posted, visit.files)
    return visit.enter(_("Add lines to the map"), form, act, visit.url("overlays"))


@page(Right.FIELD)
def overlay_retract(visit: Visit, key) -> HttpResponse:
    """Takes lines off the map."""
    row = visit.get(Overlay, key)
    form = ReasonForm(visit.posted)
    title = _("Take %s off the map") % row
    return visit.enter(title, form, lambda author, said: retract(author, row), visit.url("overlays"))


def text_of(file) -> str:
    """The text of an uploaded file; InputError where it is none."""
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{file.name}: not UTF-8; export it as GeoJSON") from None
