"""Sites, planned operations, remains and their inventory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.field.hazards import hazards_near
from antigone.register.field.models import (
    Bone,
    Examination,
    HazardOverride,
    Location,
    Operation,
    Presumption,
    Remains,
    Site,
)
from antigone.register.ledger.codes import codes
from antigone.register.ledger.record import alone, state
from antigone.register.people.models import Person

PAIRED = frozenset(
    {"femur", "tibia", "fibula", "humerus", "radius", "ulna", "clavicle", "scapula", "hip bone"}
)


@alone()
def add_site(author: Author, title: str, latitude: float, longitude: float, **details: Any) -> Site:
    """A site and where it lies; `radius_m` and `event` are optional."""
    author.require(Right.FIELD)
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise InputError(f"latitude {latitude}, longitude {longitude} is no place on Earth")
    code = next(codes(author.investigation, Site, "S"))
    site = state(author, Site(code=code, title=title, event=details.get("event")))
    radius = details.get("radius_m") or 10
    state(author, Location(site=site, latitude=latitude, longitude=longitude, radius_m=radius))
    return site


@alone()
def plan_operation(author: Author, site: Site, kind: str, planned_on: date) -> Operation:
    """Plans a search or recovery; InputError while a hazard near is not cleared or overridden."""
    author.require(Right.FIELD)
    location = site.locations.standing().first()
    if location is None:
        raise InputError(f"{site} has no place yet; say where it lies, so that hazards near it are known")
    overridden = set(HazardOverride.objects.standing().filter(site=site).values_list("area", flat=True))
    distance = author.investigation.hazard_distance_m
    near = [n for n in hazards_near(location, distance) if n.status.area_id not in overridden]
    if near:
        listed = "; ".join(f"{n.status.area} ({n.status.status}) at {n.metres:.0f} m" for n in near)
        raise InputError(
            f"nobody may work at {site}: {listed}. Record a clearance, or the override of a named officer "
            f"(the distance kept is {distance} m)"
        )
    code = next(codes(author.investigation, Operation, "O"))
    return state(author, Operation(code=code, site=site, kind=kind, planned_on=planned_on))


@alone()
def recover(author: Author, site: Site, recovered_on: date, description: str = "", **details: Any) -> Remains:
    """Remains recovered at a site; InputError for a day to come."""
    author.require(Right.FIELD)
    if recovered_on > timezone.localdate():
        raise InputError(f"{recovered_on} is in the future; enter remains when they are recovered")
    code = details.pop("code", None) or next(codes(author.investigation, Remains, "R"))
    if Remains.objects.filter(investigation=author.investigation, code=code).exists():
        raise InputError(f"remains '{code}' exist already; choose another number")
    return state(
        author, Remains(code=code, site=site, recovered_on=recovered_on, description=description, **details)
    )


def add_bone(author: Author, remains: Remains, element: str, **details: Any) -> Bone:
    """A line of the inventory."""
    author.require(Right.FIELD if Right.FIELD in author.rights else Right.EXAMINE)
    return state(author, Bone(remains=remains, element=element.strip().lower(), **details))


def individuals_at_least(remains: Remains) -> int:
    """The minimum number of individuals: the most often found bone of one side; a body has one of each."""
    counts: dict[tuple[str, str], int] = {}
    unsided: dict[str, int] = {}
    for bone in remains.bones.standing():
        if bone.element in PAIRED and not bone.side:
            unsided[bone.element] = unsided.get(bone.element, 0) + bone.count
        else:
            key = (bone.element, bone.side)
            counts[key] = counts.get(key, 0) + bone.count
    for element, without in unsided.items():
        left, right = counts.get((element, "left"), 0), counts.get((element, "right"), 0)
        counts[element, ""] = max(left, right, -(-(left + right + without) // 2))
    return max(counts.values(), default=1)


def examine(author: Author, remains: Remains, values: Mapping[str, Any]) -> Examination:
    """The opinion of a named examiner; InputError for ranges that run backwards."""
    author.require(Right.EXAMINE)
    for low, high, what in (("age_min", "age_max", "age"), ("stature_min_cm", "stature_max_cm", "stature")):
        least, most = values.get(low), values.get(high)
        if least is not None and most is not None and least > most:
            raise InputError(f"the {what} from {least} to {most} runs backwards; exchange the two")
    return state(author, Examination(remains=remains, examined_by=author.user, **values))


def presume(author: Author, remains: Remains, person: Person, grounds: str) -> Presumption:
    """Remains presumed to be a person's, by what was found on them; no identification."""
    author.require(Right.FIELD)
    if not grounds.strip():
        raise InputError("say on what grounds")
    return state(author, Presumption(remains=remains, person=person, grounds=grounds.strip()))
