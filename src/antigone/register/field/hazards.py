"""Hazard areas: what is known of them, how near work may come, and who answers for an exception."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.field.geodesy import may_be_within, metres_to, plane_at
from antigone.register.field.hazard_files import read_hazards
from antigone.register.field.models import (
    HazardArea,
    HazardOverride,
    HazardStatus,
    Location,
    Operation,
    SecondLook,
    Site,
)
from antigone.register.ledger.record import alone, state, state_all, supersede


@dataclass(frozen=True, slots=True)
class Near:
    """An area not cleared, and its distance in metres from the edge of where a place may lie."""

    status: HazardStatus
    metres: float


def hazards_near(location: Location, distance_m: float) -> list[Near]:
    """Areas not cleared within a distance, the nearest first.

    A place certain to within a radius counts at its nearest point; so does an area given as a point.
    """
    found = []
    plane = plane_at(location.latitude, location.longitude)
    standing = HazardStatus.objects.standing().filter(investigation=location.investigation)
    for status in standing.exclude(status=HazardStatus.Status.CLEARED).select_related("area"):
        reach = distance_m + location.radius_m + status.radius_m
        if may_be_within(location.latitude, location.longitude, status.geometry, reach):
            metres = max(0.0, metres_to(plane, status.geometry, status.radius_m) - location.radius_m)
            if metres <= distance_m:
                found.append(Near(status, metres))
    return sorted(found, key=lambda n: n.metres)


def hazards_in_the_way(site: Site) -> list[Near]:
    """Areas not cleared that forbid work at a site: near it, and no override of them counts."""
    location = site.locations.standing().first()
    if location is None:
        return []
    distance = site.investigation.hazard_distance_m
    excepted = {o.area_id: o.made_at for o in site.overrides.standing().order_by("made_at") if counts(o)}
    return [
        n
        for n in hazards_near(location, distance)
        # An override was given for the area as it was then.
        if n.status.area_id not in excepted or excepted[n.status.area_id] < n.status.made_at
    ]


def counts(override: HazardOverride) -> bool:
    """Whether somebody other than who stated it agreed, and nobody disagreed."""
    looks = list(override.looks.standing())
    return bool(looks) and all(x.agrees and x.made_by_id != override.made_by_id for x in looks)


def stopped_operations(investigation: object) -> list[tuple[Operation, list[Near]]]:
    """Planned operations at whose site a hazard now forbids work: those planned before the area was known."""
    planned = Operation.objects.standing().filter(
        investigation=investigation, outcome=Operation.Outcome.PLANNED
    )
    by_site: dict[object, list[Near]] = {}
    stopped = []
    for operation in planned.select_related("site__investigation").order_by("planned_on", "code"):
        if operation.site_id not in by_site:
            by_site[operation.site_id] = hazards_in_the_way(operation.site)
        if by_site[operation.site_id]:
            stopped.append((operation, by_site[operation.site_id]))
    return stopped


def in_words(near: list[Near]) -> str:
    """ "H1 (confirmed) at 20 m; H2 …"."""
    return "; ".join(f"{n.status.area} ({n.status.status}) at {n.metres:.0f} m" for n in near)


@alone()
def import_hazards(author: Author, name: str, text: str) -> tuple[int, int]:
    """Reads a GeoJSON FeatureCollection (field.hazard_files says how); (new, changed) areas.

    Raises InputError naming the feature that cannot be used; then nothing is entered.
    """
    author.require(Right.FIELD)
    rows = {r.code: r for r in read_hazards(name, text)}
    known = {
        s.area.code: s
        for s in HazardStatus.objects.standing()
        .filter(investigation=author.investigation, area__code__in=list(rows))
        .select_related("area")
    }
    fresh = [r for code, r in rows.items() if code not in known]
    areas = state_all(author, [HazardArea(code=r.code) for r in fresh])
    state_all(
        author,
        [
            HazardStatus(area=area, status=r.status, on=r.on, geometry=r.geometry, radius_m=r.radius_m,
                         kind=r.kind, source=name)
            for area, r in zip(areas, fresh, strict=True)
        ],
    )  # fmt: skip
    changed = 0
    for code, old in known.items():
        r = rows[code]
        values = {"status": r.status, "on": r.on, "geometry": r.geometry, "radius_m": r.radius_m,
                  "kind": r.kind}  # fmt: skip
        if any(getattr(old, k) != v for k, v in values.items()):
            supersede(author, old, **values, source=name)
            changed += 1
    return len(fresh), changed


@alone()
def clear_hazard(author: Author, status: HazardStatus, on: date, source: str) -> HazardStatus:
    """Says that an area was cleared, on what day, by whose word."""
    author.require(Right.FIELD)
    if not source.strip():
        raise InputError("say who declared the area cleared")
    if on > timezone.localdate():
        raise InputError(f"{on} is in the future; enter a clearance when it is declared")
    if status.on is not None and on < status.on:
        raise InputError(f"{status.area} was {status.status} on {status.on}, after {on}; correct the date")
    return supersede(author, status, status=HazardStatus.Status.CLEARED, on=on, source=source.strip())


@alone()
def override_hazard(author: Author, site: Site, area: HazardArea, officer: str) -> HazardOverride:
    """A named officer answers for work at a site in spite of an area; counts after a second look."""
    author.require(Right.OVERRIDE_HAZARD)
    if not officer.strip() or not author.reason:
        raise InputError("name the officer who answers for it, and the reason")
    return state(author, HazardOverride(site=site, area=area, officer=officer.strip()))


@alone()
def look_at_override(author: Author, override: HazardOverride, agrees: bool) -> SecondLook:
    """Somebody else of the field or coordination looks at an override."""
    author.require(Right.FIELD)
    if override.made_by_id == author.user.pk:
        raise InputError("the second look is somebody else's: not of who stated the override")
    if override.looks.standing().filter(made_by=author.user).exists():
        raise InputError("you looked at this override already")
    return state(author, SecondLook(override=override, agrees=agrees))
