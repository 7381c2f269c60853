"""Reports of missing persons and what is known of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.codes import codes
from antigone.register.ledger.correcting import correct
from antigone.register.ledger.record import alone, retract, state, state_all, supersede
from antigone.register.people.date_words import dated
from antigone.register.people.dates import uncertain_date
from antigone.register.people.models import (
    Description,
    Event,
    Group,
    LocatedAlive,
    Name,
    Person,
    Photograph,
    Report,
)
from antigone.register.people.names import checked_name, name_key, script_of


@dataclass(frozen=True, slots=True)
class Reported:
    """What a report says; `report` and `description` are fields of those tables."""

    names: Sequence[str]
    report: Mapping[str, Any] = field(default_factory=dict)
    description: Mapping[str, Any] = field(default_factory=dict)


def report_missing(author: Author, said: Reported) -> Person:
    """Enters a missing person with names, report and description."""
    return report_many(author, [said])[0]


@alone()
def report_many(author: Author, said: Sequence[Reported]) -> list[Person]:
    """The same for many, in bulk; nothing is entered when one of them is wrong."""
    author.require(Right.REPORT)
    numbers = codes(author.investigation, Person, "P")
    first = next(numbers)
    start = int(first.rpartition("-")[2])
    persons = [Person(code=f"P-{start + i:05}") for i in range(len(said))]
    names, reports, descriptions = [], [], []
    for person, one in zip(persons, said, strict=True):
        if not one.names:
            raise InputError("a report needs a name; write what is known, if only a nickname")
        names += [_name(person, text) for text in one.names]
        reports.append(Report(person=person, **checked_report(one.report)))
        descriptions.append(Description(person=person, **checked_description(one.description)))
    state_all(author, persons)
    state_all(author, names)
    state_all(author, reports)
    state_all(author, descriptions)
    return persons


def add_name(author: Author, person: Person, text: str, note: str = "") -> Name:
    """Another name, spelling or script of a person."""
    author.require(Right.REPORT)
    name = _name(person, text)
    name.note = note
    return state(author, name)


def replace_name(author: Author, old: Name, text: str, **note: str) -> Name:
    """Another spelling in the place of one; `note` where that changes too."""
    author.require(Right.REPORT)
    name = checked_name(text)
    return supersede(author, old, text=name, script=script_of(name), key=name_key(name), **note)


def correct_report(author: Author, old: Report, values: Mapping[str, Any]) -> Report:
    """A new version of a report."""
    author.require(Right.REPORT)
    return supersede(author, old, **checked_report(values))


@alone()
def take_back(author: Author, row: Name | Report | LocatedAlive | Photograph) -> None:
    """Takes back what was entered by mistake; InputError without a reason, or for a person's only name."""
    author.require(Right.REPORT)
    if not author.reason:
        raise InputError("say why it is taken back; the row stays in the record as retracted")
    if isinstance(row, Name) and row.person.names.standing().count() == 1:
        raise InputError(f"{row} is the only name of {row.person}; correct it, or add the right one first")
    retract(author, row)


@alone()
def enter_event(author: Author, title: str, when: str, place: str) -> Event:
    """Something in which people went missing or died; InputError for a date that cannot be."""
    author.require(Right.REPORT)
    code = next(codes(author.investigation, Event, "E"))
    return state(author, Event(code=code, title=title, when=dated(when), place=place))


@alone()
def correct_event(author: Author, event: Event, version: str, values: Mapping[str, Any]) -> Event:
    """Mends title, time and place of an event; what was said of it goes on speaking of it."""
    author.require(Right.REPORT)
    return correct(author, event, version, **{**values, "when": dated(values["when"])})


@alone()
def count_group(author: Author, event: Event, values: Mapping[str, Any]) -> Group:
    """People counted together by a source; InputError for counts that cannot be."""
    author.require(Right.REPORT)
    return state(author, Group(event=event, **_counted(values)))


@alone()
def correct_group(author: Author, old: Group, values: Mapping[str, Any]) -> Group:
    """A new version of a counted group; InputError without a reason."""
    author.require(Right.REPORT)
    if not author.reason:
        raise InputError("say why it is corrected; the first version stays in the record")
    return supersede(author, old, **_counted(values))


def _counted(values: Mapping[str, Any]) -> Mapping[str, Any]:
    least, most = values["least"], values["most"]
    if least is None and most is None:
        raise InputError("give at least one count: how many at least, or at most")
    if least is not None and most is not None and least > most:
        raise InputError(f"at least {least} and at most {most} cannot both be; exchange the two")
    return values


def describe(
    author: Author, person: Person, old: Description | None, values: Mapping[str, Any]
) -> Description:
    """The person's description, new or corrected."""
    author.require(Right.REPORT)
    checked = checked_description(values)
    return supersede(author, old, **checked) if old else state(author, Description(person=person, **checked))


def locate_alive(author: Author, person: Person, when: str, source: str) -> LocatedAlive:
    """The person was found alive; InputError without saying how it is known."""
    author.require(Right.REPORT)
    if not source.strip():
        raise InputError("say how it is known that the person is alive")
    return state(author, LocatedAlive(person=person, when=dated(when), source=source.strip()))


def checked_report(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a Report with the days its date allows; InputError for a date or place that cannot be."""
    checked = dict(values)
    _spread(checked, "last_seen", "seen_from", "seen_to")
    if checked["seen_from"] and checked["seen_from"] > timezone.localdate():
        raise InputError(f"'{values['last_seen']}' is in the future; nobody was last seen then")
    latitude, longitude = checked.get("latitude"), checked.get("longitude")
    if (latitude is None) != (longitude is None):
        raise InputError("give both latitude and longitude, or neither")
    if latitude is not None and not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise InputError(f"latitude {latitude}, longitude {longitude} is no place on Earth")
    return checked


def checked_description(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a Description; InputError for a date of birth or a stature that cannot be."""
    checked = dict(values)
    _spread(checked, "birth", "born_from", "born_to")
    low, high = checked.get("stature_min_cm"), checked.get("stature_max_cm")
    if low and high and low > high:
        raise InputError(f"the stature from {low} to {high} cm runs backwards; exchange the two")
    if any(s is not None and not 20 <= s <= 250 for s in (low, high)):
        raise InputError("a stature is between 20 and 250 cm")
    return checked


def _spread(values: dict[str, Any], name: str, first: str, last: str) -> None:
    stated = str(values.get(name) or "").strip()
    days: tuple[date | None, date | None] = (None, None)
    if stated:
        dated = uncertain_date(stated)
        stated, days = dated.edtf, (dated.earliest, dated.latest)
    values[name], values[first], values[last] = stated, *days


def _name(person: Person, text: str) -> Name:
    name = checked_name(text)
    return Name(person=person, text=name, script=script_of(name), key=name_key(name))
