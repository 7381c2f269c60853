"""Sites, planned operations, remains and their inventory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.field.hazards import hazards_in_the_way, in_words
from antigone.register.field.models import (
    Examination,
    Item,
    Location,
    Operation,
    Presumption,
    Remains,
    Site,
)
from antigone.register.ledger.codes import codes
from antigone.register.ledger.record import alone, state, supersede
from antigone.register.people.models import Person

LONGEST_BEFORE = timedelta(days=366)
MOST = {"age": 125, "stature": 280}


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
    if not site.locations.standing().exists():
        raise InputError(f"{site} has no place yet; say where it lies, so that hazards near it are known")
    check_planned(site, planned_on)
    forbid_near_hazards(site)
    code = next(codes(author.investigation, Operation, "O"))
    return state(author, Operation(code=code, site=site, kind=kind, planned_on=planned_on))


def check_planned(site: Site, planned_on: date) -> None:
    """Raises InputError for a day long before the site was known."""
    if planned_on < site.made_at.date() - LONGEST_BEFORE:
        raise InputError(f"{planned_on} is long past; plan work for a day to come")


def forbid_near_hazards(site: Site) -> None:
    """Raises InputError naming the areas not cleared that forbid work at a site."""
    if near := hazards_in_the_way(site):
        distance = site.investigation.hazard_distance_m
        raise InputError(
            f"nobody may work at {site}: {in_words(near)}. Record a clearance, or the override of a named "
            f"officer with a second look (the distance kept is {distance} m)"
        )


@alone()
def end_operation(author: Author, operation: Operation, values: Mapping[str, Any]) -> Operation:
    """The operation was held or called off; InputError where a hazard forbade holding it."""
    author.require(Right.FIELD)
    if operation.outcome != Operation.Outcome.PLANNED:
        raise InputError(f"{operation} is {operation.outcome} already")
    if values["outcome"] == Operation.Outcome.PLANNED:
        raise InputError(f"say whether {operation} was held or called off")
    check_ended(values["ended_on"])
    if values["outcome"] == Operation.Outcome.HELD:
        forbid_near_hazards(operation.site)
    return supersede(author, operation, **values)


def check_ended(on: date | None) -> None:
    """Raises InputError for no day, or one to come."""
    if on is None or on > timezone.localdate():
        raise InputError("say on which day, not one to come")


@alone()
def recover(author: Author, site: Site, recovered_on: date, description: str = "", **details: Any) -> Remains:
    """Remains recovered at a site; InputError for a day to come."""
    author.require(Right.FIELD)
    if recovered_on > timezone.localdate():
        raise InputError(f"{recovered_on} is in the future; enter remains when they are recovered")
    if recovered_on.year < 1900:
        raise InputError(f"{recovered_on} cannot be the day of a recovery; correct the year")
    code = details.pop("code", None) or next(codes(author.investigation, Remains, "R"))
    if Remains.objects.filter(investigation=author.investigation, code=code).exists():
        raise InputError(f"remains '{code}' exist already; choose another number")
    return state(
        author, Remains(code=code, site=site, recovered_on=recovered_on, description=description, **details)
    )


def examine(author: Author, remains: Remains, values: Mapping[str, Any]) -> Examination:
    """The opinion of a named examiner; InputError for ranges that run backwards."""
    author.require(Right.EXAMINE)
    check_examination(remains, values)
    return state(author, Examination(remains=remains, examined_by=author.user, **values))


def check_examination(remains: Remains, values: Mapping[str, Any]) -> None:
    """Raises InputError for ranges that run backwards, ages that nobody reaches, and days that cannot be."""
    for low, high, what in (("age_min", "age_max", "age"), ("stature_min_cm", "stature_max_cm", "stature")):
        least, most = values.get(low), values.get(high)
        if least is not None and most is not None and least > most:
            raise InputError(f"the {what} from {least} to {most} runs backwards; exchange the two")
        if most is not None and most > MOST[what] or least is not None and least > MOST[what]:
            raise InputError(f"{what}: nobody is over {MOST[what]}; correct it")
    if values["on"] > timezone.localdate():
        raise InputError(f"{values['on']} is in the future; enter an examination when it is made")
    if values["on"] < remains.recovered_on:
        raise InputError(f"{remains} were recovered on {remains.recovered_on}, after {values['on']}")


def presume(author: Author, remains: Remains, person: Person, grounds: str) -> Presumption:
    """Remains presumed to be a person's, by what was found on them; no identification."""
    author.require(Right.FIELD)
    if not grounds.strip():
        raise InputError("say on what grounds")
    first_missed = _first_missed(person)
    if first_missed is not None and first_missed > remains.recovered_on:
        raise InputError(
            f"{person} was last seen on {first_missed} at the earliest, but {remains} were recovered on "
            f"{remains.recovered_on}, before that; correct one of the dates"
        )
    return state(author, Presumption(remains=remains, person=person, grounds=grounds.strip()))


def _first_missed(person: Person) -> date | None:
    """The earliest day on which a report lets the person be last seen; None where one leaves it open."""
    days = list(person.reports.standing().values_list("seen_from", flat=True))
    return min(days) if days and None not in days else None


@alone()
def enter_item(author: Author, site: Site, description: str, found_on: date, **details: Any) -> Item:
    """A thing found; `remains`, `photograph` (SHA-256 in the store) and its `media_type` are optional."""
    author.require(Right.FIELD)
    if found_on > timezone.localdate() or found_on.year < 1900:
        raise InputError(f"{found_on} cannot be the day of a find; correct it")
    remains = details.get("remains")
    if remains is not None and remains.site_id != site.pk:
        raise InputError(f"{remains} are not of {site}")
    code = next(codes(author.investigation, Item, "I"))
    item = Item(code=code, site=site, description=description.strip(), found_on=found_on, **details)
    return state(author, item)
