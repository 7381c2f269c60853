"""Corrections of what the field stage holds; the old version stays, with who corrected it and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.models import CorrectionNotice
from antigone.register.access.roles import Right
from antigone.register.access.telling import tell
from antigone.register.field.models import (
    Examination,
    Item,
    Location,
    Operation,
    Presumption,
    Remains,
    Site,
)
from antigone.register.field.recovering import (
    check_ended,
    check_examination,
    check_planned,
    forbid_near_hazards,
)
from antigone.register.ledger.correcting import correct, earlier_versions
from antigone.register.ledger.record import Conflict, alone, retract, state, supersede


@alone()
def correct_site(author: Author, site: Site, version: str, place: str, values: Mapping[str, Any]) -> Site:
    """Mends title, event and position; `place` is the key of the Location that the author saw ("" for none).

    Work planned at the site is measured against the hazards of its new position from then on.
    """
    author.require(Right.FIELD)
    latitude, longitude = values["latitude"], values["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise InputError(f"latitude {latitude}, longitude {longitude} is no place on Earth")
    now = {"latitude": latitude, "longitude": longitude, "radius_m": values["radius_m"] or 10}
    moved = _move(author, site, place, now)
    said = {"title": values["title"], "event": values["event"]}
    held = Site.objects.get(pk=site.pk)
    if moved and (held.title, held.event) == (said["title"], said["event"]):
        return held
    return correct(author, site, version, **said)


def _move(author: Author, site: Site, seen: str, now: Mapping[str, Any]) -> bool:
    held = site.locations.standing().first()
    if held is not None and all(getattr(held, k) == v for k, v in now.items()):
        return False
    if not author.reason:
        raise InputError("say why the position is corrected")
    if held is None:
        state(author, Location(site=site, **now))
    elif str(held.pk) != seen:
        raise Conflict(held)
    else:
        supersede(author, held, **now)
    return True


@alone()
def correct_operation(
    author: Author, operation: Operation, version: str, values: Mapping[str, Any]
) -> Operation:
    """Mends kind and day, and of one that has ended the day and what came of it.

    Raises InputError where a hazard forbids work at the site of an operation that is still to be held.
    """
    author.require(Right.FIELD)
    check_planned(operation.site, values["planned_on"])
    if operation.outcome == Operation.Outcome.PLANNED:
        forbid_near_hazards(operation.site)
    else:
        check_ended(values["ended_on"])
    row = correct(author, operation, version, **values)
    planners = [operation.made_by, *(old.made_by for old in earlier_versions(row))]
    what = f"corrected the operation {row} at {row.site} (planned for {row.planned_on})"
    tell(author, planners, CorrectionNotice.Page.SITE, row.site_id, what)
    return row


@alone()
def correct_remains(author: Author, remains: Remains, version: str, values: Mapping[str, Any]) -> Remains:
    """Mends day, operation and description; InputError for a day that later rows contradict."""
    author.require(Right.FIELD)
    day = values["recovered_on"]
    if day > timezone.localdate() or day.year < 1900:
        raise InputError(f"{day} cannot be the day of a recovery; correct it")
    later = [
        *((f"sample {s} was taken", s.taken_on) for s in remains.samples.standing()),
        *((f"{e.examiner} examined them", e.on) for e in remains.examinations.standing()),
    ]
    for what, on in later:
        if on < day:
            raise InputError(f"{what} on {on}, before {day}; correct one of the dates")
    return correct(author, remains, version, **values)


@alone()
def correct_item(author: Author, item: Item, version: str, values: Mapping[str, Any]) -> Item:
    """Mends what was found, when, and with which remains."""
    author.require(Right.FIELD)
    day: date = values["found_on"]
    if day > timezone.localdate() or day.year < 1900:
        raise InputError(f"{day} cannot be the day of a find; correct it")
    remains = values["remains"]
    if remains is not None and remains.site_id != item.site_id:
        raise InputError(f"{remains} are not of {item.site}")
    return correct(author, item, version, **values)


@alone()
def correct_examination(author: Author, old: Examination, values: Mapping[str, Any]) -> Examination:
    """The examiner's opinion as it should have been entered; InputError without a reason."""
    author.require(Right.EXAMINE)
    if not author.reason:
        raise InputError("say why it is corrected; the first version stays in the record")
    check_examination(old.remains, values)
    return supersede(author, old, **values)


@alone()
def retract_examination(author: Author, row: Examination) -> None:
    """Takes back an examination that was entered by mistake."""
    author.require(Right.EXAMINE)
    retract(author, row)


@alone()
def retract_presumption(author: Author, row: Presumption) -> None:
    """The remains are no longer presumed to be this person's."""
    author.require(Right.FIELD)
    retract(author, row)
