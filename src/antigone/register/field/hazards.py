"""Hazard areas from GeoJSON, and how near to one that is not cleared a place lies."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from shapely import Point
from shapely.affinity import affine_transform
from shapely.geometry import shape

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.field.models import HazardArea, HazardOverride, HazardStatus, Location, Site
from antigone.register.ledger.record import alone, state, supersede

METRES_A_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class Near:
    """An area not cleared, and its distance in metres from the edge of where a place may lie."""

    status: HazardStatus
    metres: float


def hazards_near(location: Location, distance_m: float) -> list[Near]:
    """Areas not cleared within a distance, the nearest first."""
    found = []
    standing = HazardStatus.objects.standing().filter(investigation=location.investigation)
    for status in standing.exclude(status=HazardStatus.Status.CLEARED).select_related("area"):
        metres = max(0.0, _metres(location, status.geometry) - location.radius_m)
        if metres <= distance_m:
            found.append(Near(status, metres))
    return sorted(found, key=lambda n: n.metres)


def _metres(location: Location, geometry: dict[str, Any]) -> float:
    # A plane that touches the Earth at the place: exact enough over the few kilometres that matter.
    east = METRES_A_DEGREE * math.cos(math.radians(location.latitude))
    matrix = (east, 0, 0, METRES_A_DEGREE, -location.longitude * east, -location.latitude * METRES_A_DEGREE)
    return float(affine_transform(shape(geometry), matrix).distance(Point(0, 0)))


@alone()
def import_hazards(author: Author, name: str, text: str) -> tuple[int, int]:
    """Reads a GeoJSON FeatureCollection (properties id, status, date); (new, changed) areas.

    Raises InputError naming the feature that cannot be used; then nothing is entered.
    """
    author.require(Right.FIELD)
    new = changed = 0
    for code, status, on, geometry in _features(name, text):
        area = HazardArea.objects.filter(investigation=author.investigation, code=code).first()
        values = {"status": status, "on": on, "geometry": geometry, "source": name}
        if area is None:
            area = state(author, HazardArea(code=code))
            state(author, HazardStatus(area=area, **values))
            new += 1
            continue
        old = area.statuses.standing().first()
        if (old.status, old.on, old.geometry) != (status, on, geometry):
            supersede(author, old, **values)
            changed += 1
    return new, changed


def clear_hazard(author: Author, status: HazardStatus, on: date, source: str) -> HazardStatus:
    """Says that an area was cleared, on what day, by whose word."""
    author.require(Right.FIELD)
    if not source.strip():
        raise InputError("say who declared the area cleared")
    return supersede(author, status, status=HazardStatus.Status.CLEARED, on=on, source=source)


def override_hazard(author: Author, site: Site, area: HazardArea, officer: str) -> HazardOverride:
    """A named officer answers for work at a site in spite of an area."""
    author.require(Right.OVERRIDE_HAZARD)
    if not officer.strip() or not author.reason:
        raise InputError("name the officer who answers for it, and the reason")
    return state(author, HazardOverride(site=site, area=area, officer=officer.strip()))


def _features(name: str, text: str) -> list[tuple[str, str, date | None, dict[str, Any]]]:
    try:
        features = json.loads(text)["features"]
    except (ValueError, KeyError, TypeError, RecursionError):
        features = None
    if not isinstance(features, list):
        raise InputError(f"{name}: not a GeoJSON FeatureCollection; export the areas as GeoJSON")
    read, seen = [], set()
    for number, feature in enumerate(features, start=1):
        where = f"{name}, feature {number}"
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            raise InputError(f"{where}: has no properties; each area needs an id and a status")
        code = str(properties.get("id") or feature.get("id") or "").strip()
        if not code or len(code) > 60 or code in seen:
            raise InputError(f"{where}: needs an id of its own of at most 60 characters, not '{code[:80]}'")
        seen.add(code)
        status = str(properties.get("status", "")).strip().lower()
        if status not in HazardStatus.Status.values:
            raise InputError(f"{where}: status '{status[:80]}' must be suspected, confirmed or cleared")
        read.append((code, status, _day(where, properties.get("date")), _geometry(where, feature)))
    return read


def _day(where: str, value: Any) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise InputError(f"{where}: date '{str(value)[:40]}' must be like 2026-11-24") from None


def _geometry(where: str, feature: dict[str, Any]) -> dict[str, Any]:
    try:
        figure = shape(feature["geometry"])
        west, south, east, north = figure.bounds
    except Exception:  # noqa: BLE001 - shapely raises many kinds
        raise InputError(f"{where}: its geometry cannot be read") from None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise InputError(f"{where}: lies outside the Earth; write longitude, latitude in degrees (WGS 84)")
    if not figure.is_valid:
        raise InputError(f"{where}: its outline crosses itself; draw it anew")
    geometry: dict[str, Any] = feature["geometry"]
    return geometry
