"""What of an investigation lies where, as layers of the map."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db.models import Count, F, Max, Min, Q
from django.db.models.functions import Floor
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from antigone.register.access.mapping import Layer, Placed, point
from antigone.register.access.models import Investigation
from antigone.register.field.models import (
    HazardArea,
    HazardStatus,
    Location,
    Operation,
    Overlay,
    Remains,
    Site,
)
from antigone.register.ledger.touched import Touch, touched
from antigone.register.people.models import Person, Report

MOST_PLACES = 4000


def layers(investigation: Investigation) -> tuple[Layer, ...]:
    """Sites, finds, planned work, hazards by status, lines added, places where persons were last seen."""
    touch = touched(Site, Location, Remains, Operation, HazardArea, HazardStatus, Overlay, Person, Report)
    return _layers(touch, get_language(), investigation)


@lru_cache(maxsize=4)
def _layers(touch: Touch, language: str, investigation: Investigation) -> tuple[Layer, ...]:
    return (
        *_sites(investigation),
        *_hazards(investigation),
        *_overlays(investigation),
        Layer("seen", _("Last seen"), _seen(investigation)),
    )


def _url(investigation: Investigation, name: str, key: Any) -> str:
    return reverse(name, args=(investigation.slug, key))


def _overlays(investigation: Investigation) -> list[Layer]:
    rows = Overlay.objects.of(investigation).standing().order_by("title")
    things = [
        Placed(row.title, feature["geometry"], lines=[_name(feature)] if _name(feature) else [])
        for row in rows
        for feature in row.geojson["features"]
    ]
    return [Layer("own", _("Added lines"), things)] if things else []


def _name(feature: dict[str, Any]) -> str:
    return str((feature.get("properties") or {}).get("name", ""))[:200]


def _hazards(investigation: Investigation) -> list[Layer]:
    rows = HazardStatus.objects.of(investigation).standing().select_related("area")
    found: dict[str, list[Placed]] = {status: [] for status in HazardStatus.Status.values}
    for row in rows.order_by("area__code"):
        lines = [row.get_status_display() + (f" {row.on}" if row.on else ""), row.kind, row.source]
        found[row.status].append(
            Placed(row.area.code, row.geometry, row.radius_m, _url(investigation, "hazard", row.area_id),
                   [x for x in lines if x])
        )  # fmt: skip
    titles = {
        "suspected": _("Hazard, suspected"), "confirmed": _("Hazard, confirmed"), "cleared": _("Cleared"),
    }  # fmt: skip
    return [Layer(status, titles[status], things) for status, things in found.items()]


def _seen(investigation: Investigation) -> list[Placed]:
    """Places of reports; near ones are drawn as one where there are too many to draw."""
    reports = Report.objects.of(investigation).standing()
    reports = reports.filter(latitude__isnull=False, longitude__isnull=False)
    for cells in (100_000, 1000, 100, 10, 1):
        rows = (
            reports.annotate(y=Floor(F("latitude") * cells + 0.5), x=Floor(F("longitude") * cells + 0.5))
            .values("y", "x")
            .annotate(n=Count("person", distinct=True), radius=Max("radius_m"), code=Min("person__code"),
                      place=Min("place"))
        )  # fmt: skip
        if cells == 1 or rows.count() <= MOST_PLACES:
            break
    widened = 0.0 if cells == 100_000 else 111_000 / cells / 2
    found = list(rows.order_by("y", "x"))
    alone = [row["code"] for row in found if row["n"] == 1]
    persons = Person.objects.of(investigation).filter(code__in=alone)
    keys = dict(persons.values_list("code", "pk"))
    return [_seen_at(investigation, row, cells, widened, keys) for row in found]


def _seen_at(
    investigation: Investigation, row: dict[str, Any], cells: int, widened: float, keys: dict[str, Any]
) -> Placed:
    where, radius = point(row["y"] / cells, row["x"] / cells), (row["radius"] or 0) + widened
    lines = [row["place"]] if row["place"] else []
    if row["n"] == 1 and row["code"] in keys:
        return Placed(row["code"], where, radius, _url(investigation, "person", keys[row["code"]]), lines)
    title = _("%(n)d persons last seen here, the first %(code)s") % row
    return Placed(title, where, radius, lines=lines)


def _sites(investigation: Investigation) -> list[Layer]:
    own = Location.objects.of(investigation).standing().select_related("site")
    standing = Q(site__remains__retracted=False, site__remains__superseded_by__isnull=True)
    own = own.annotate(found=Count("site__remains", filter=standing)).order_by("site__code")
    planned: dict[Any, list[Operation]] = {}
    operations = Operation.objects.of(investigation).standing()
    for row in operations.filter(outcome=Operation.Outcome.PLANNED).order_by("planned_on"):
        planned.setdefault(row.site_id, []).append(row)
    searched: list[Placed] = []
    finds: list[Placed] = []
    work: list[Placed] = []
    for place in own:
        site = place.site
        told = [_("%d remains recovered") % place.found] if place.found else [_("nothing recovered yet")]
        for row in planned.get(site.pk, ()):
            told.append(f"{row.code}: {row.get_kind_display()} {row.planned_on}")
        layer = work if site.pk in planned else finds if place.found else searched
        layer.append(
            Placed(
                site,
                point(place.latitude, place.longitude),
                place.radius_m,
                _url(investigation, "site", site.pk),
                told,
            )
        )
    return [
        Layer("site", _("Sites with nothing found yet"), searched),
        Layer("find", _("Sites with finds"), finds),
        Layer("planned", _("Work planned"), work),
    ]
