"""Claims on the map: events, sites and damage where sources place them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from antigone.register.access.mapping import Layer, Placed, features_response, listed, map_section, point
from antigone.register.access.pages import Link, Section, Visit, page
from antigone.register.access.tiles import tiles_url
from antigone.register.people.date_words import date_in_words
from antigone.register.people.models import Event
from antigone.register.sources.models import Claim
from antigone.register.sources.seeing import visible_claims
from antigone.register.sources.wording import told


def placed(visit: Visit, event: Event | None = None, kind: str = "") -> list[Claim]:
    """Claims with a position that the visitor may see: all, of an event, or of a kind."""
    found = visible_claims(visit.author).filter(latitude__isnull=False)
    if event is not None:
        found = found.filter(event=event)
    if kind:
        found = found.filter(kind=kind)
    return list(found.select_related("event"))


def layers(visit: Visit, claims: Iterable[Claim]) -> list[Layer]:
    """The claims as layers of a map; each thing is told according to whom."""
    claims = list(claims)
    events = [c for c in claims if c.kind == Claim.Kind.EVENT]
    others = [c for c in claims if c.kind != Claim.Kind.EVENT]
    return [
        Layer("event", _("Events, as claimed"), _things(visit, events)),
        Layer("claim", _("Sites, damage and other things, as claimed"), _things(visit, others)),
    ]


def _things(visit: Visit, claims: Sequence[Claim]) -> list[Placed]:
    return [
        Placed(told(c), point(c.latitude, c.longitude), url=visit.url("claim", c.pk), lines=_lines(c))
        for c in claims
        if c.latitude is not None and c.longitude is not None
    ]


def _lines(claim: Claim) -> list[str]:
    about = [
        claim.get_kind_display(),
        claim.event or "",
        claim.place,
        date_in_words(claim.when),
        claim.thing,
        claim.extent,
    ]
    return [str(x) for x in about if x]


def section(visit: Visit, claims: Iterable[Claim], data_url: str, title: str = "") -> Section | None:
    """The map as a section of a sheet; None where nothing has a position."""
    shown = layers(visit, claims)
    if not any(layer.things for layer in shown):
        return None
    return map_section(data_url, shown, tiles_url(visit), title)


@page()
def claims_map(visit: Visit) -> HttpResponse:
    """All claims that have a position."""
    claims = placed(visit)
    drawn = section(visit, claims, visit.url("claims_map_data"))
    rows = listed(layers(visit, claims))
    header = (_("Kind"), _("Claim"), _("Position"), _("More"))
    acts = [Link(_("Timeline"), visit.url("timeline")), Link(_("Property and damage"), visit.url("damage"))]
    empty = _("No claim has a position yet. Give latitude and longitude when you record one.")
    lead = _("Where sources say things happened; nothing here is established.")
    return visit.sheet(
        _("Map of claims"), [drawn, Section(_("The same as a list"), header, rows, acts, empty)], lead
    )


@page()
def claims_map_data(visit: Visit) -> HttpResponse:
    """The same as GeoJSON; `kind=damage` leaves out all else."""
    asked = visit.request.GET.get("kind", "")
    return features_response(layers(visit, placed(visit, kind=asked if asked in Claim.Kind.values else "")))


@page()
def event_map_data(visit: Visit, key) -> HttpResponse:
    """The claims of an event as GeoJSON."""
    return features_response(layers(visit, placed(visit, visit.get(Event, key))))
