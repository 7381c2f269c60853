"""What follows from the rows for all persons of an investigation at once, remembered until they change.

Persons are named here by their keys as hexadecimal text without dashes: a hundred thousand UUID objects
would take longer to make than the query that reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.db.models import CharField, Model, QuerySet
from django.db.models.functions import Cast

from antigone.register.ledger.touched import Touch, touched
from antigone.register.people.models import Listing, Merge, Name, Person, Report
from antigone.register.people.state import PRECEDENCE, State, counted, rows_of, tables

GROUPINGS: dict[str, tuple[type[Model], str]] = {
    "event": (Report, "event__title"), "place": (Report, "place"), "list": (Listing, "list__title"),
}  # fmt: skip


def in_order(investigation: Any, at: datetime | None = None) -> tuple[str, ...]:
    """Keys of the persons counted, in the order of their numbers."""
    return _in_order(touched(Person, Merge), investigation.pk, at)


def states_beyond(investigation: Any, at: datetime | None = None) -> Mapping[str, str]:
    """Key → state of each person of whom more is known than the report.

    Each human being once: persons merged into others are left out.
    """
    return _states(touched(Person, Merge, *tables()), investigation.pk, at)


def state_of(person: Person, states: Mapping[str, str]) -> str:
    """The person's state among those of their investigation."""
    return states.get(person.pk.hex, State.REPORTED.value)


def contradictory(investigation: Any, at: datetime | None = None) -> tuple[str, ...]:
    """Those both located alive and identified among the dead: somebody must look at once."""
    return _contradictory(touched(Person, Merge, *tables()), investigation.pk, at)


def groups(grouping: str, investigation: Any, at: datetime | None = None) -> Mapping[str, frozenset[str]]:
    """Title of an event, place or list (of GROUPINGS) → keys of those counted in it; "": those in none."""
    model, column = GROUPINGS[grouping]
    kinds = (model, *(model._meta.get_field(n).related_model for n in column.split("__")[:-1]))
    return _groups(touched(Person, Merge, *kinds), grouping, investigation.pk, at)


def name_keys(investigation: Any) -> tuple[tuple[str, str], ...]:
    """(key of the person, what the name is found by) of each name that stands."""
    return _name_keys(touched(Name), investigation.pk)


def keyed(rows: QuerySet, person: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    """(key of the person, the columns) of each row; `person` is the path from the row to the person."""
    named = rows.annotate(key_text=Cast(person, CharField())).values_list("key_text", *columns)
    return ((key.replace("-", ""), *values) for key, *values in named if key)


@lru_cache(maxsize=4)
def _in_order(touch: Touch, investigation: Any, at: datetime | None) -> tuple[str, ...]:
    return tuple(key for (key,) in keyed(counted(investigation, at).order_by("code"), "pk"))


@lru_cache(maxsize=2)
def _name_keys(touch: Touch, investigation: Any) -> tuple[tuple[str, str], ...]:
    rows = Name.objects.standing().filter(investigation=investigation)
    return tuple(keyed(rows, "person", "key"))


@lru_cache(maxsize=4)
def _states(touch: Touch, investigation: Any, at: datetime | None) -> Mapping[str, str]:
    states: dict[str, str] = {}
    kept = _kept(investigation, at)
    for state in reversed(PRECEDENCE):
        states |= dict.fromkeys(_reached(state, kept, investigation, at), state.value)
    own = set(_in_order(touched(Person, Merge), investigation, at))
    return MappingProxyType({key: states[key] for key in states.keys() & own})


@lru_cache(maxsize=4)
def _contradictory(touch: Touch, investigation: Any, at: datetime | None) -> tuple[str, ...]:
    kept = _kept(investigation, at)
    alive, dead = (_reached(state, kept, investigation, at) for state in (State.ALIVE, State.IDENTIFIED))
    both = alive & dead
    return tuple(key for key in _in_order(touched(Person, Merge), investigation, at) if key in both)


def _kept(investigation: Any, at: datetime | None) -> dict[str, str]:
    """Key of each merged person → that of the person whom they are."""
    merges = Merge.objects.standing(at).filter(investigation=investigation)
    return {merged: kept.hex for merged, kept in keyed(merges, "merged", "kept")}


def _reached(state: State, kept: Mapping[str, str], investigation: Any, at: datetime | None) -> set[str]:
    """Those who have reached a state, themselves or through one merged into them."""
    found = (keyed(rows.filter(investigation=investigation), column) for rows, column in rows_of(state, at))
    return {kept.get(key, key) for some in found for (key,) in some}


@lru_cache(maxsize=6)
def _groups(
    touch: Touch, grouping: str, investigation: Any, at: datetime | None
) -> Mapping[str, frozenset[str]]:
    model, column = GROUPINGS[grouping]
    rows = model.objects.standing(at).filter(investigation=investigation)
    found: dict[str, set[str]] = {}
    for key, title in keyed(rows, "person", column):
        found.setdefault(title or "", set()).add(key)
    own = set(_in_order(touched(Person, Merge), investigation, at))
    named = {title: frozenset(ones & own) for title, ones in found.items() if title and ones & own}
    if rest := own.difference(*named.values()):
        named[""] = frozenset(rest)
    return MappingProxyType(named)
