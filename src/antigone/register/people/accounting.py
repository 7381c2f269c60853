"""How many were reported, found, identified, returned, and are missing still: at any date, by anything."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from antigone.register.people.models import Listing, Merge, Person, Report
from antigone.register.people.state import PRECEDENCE, STILL_MISSING, State, beyond_report, counted, reached

GROUPINGS = {"event": (Report, "event__title"), "place": (Report, "place"), "list": (Listing, "list__title")}
COLUMNS: dict[str, tuple[State, ...]] = {
    "reported": tuple(State),
    "alive": (State.ALIVE,),
    "recovered": (State.RECOVERED, State.PROFILED, State.MATCHED),
    "identified": (State.IDENTIFIED, State.NOTIFIED, State.RETURNED),
    "returned": (State.RETURNED,),
    "missing": STILL_MISSING,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the account: the persons in each column of COLUMNS."""

    title: str
    counts: dict[str, int]


def in_column(persons: QuerySet[Person], column: str, at: datetime | None = None) -> QuerySet[Person]:
    """The persons whom a column counts."""
    alive, dead = reached(State.ALIVE, at), reached(State.IDENTIFIED, at)
    match column:
        case "alive":
            return persons.filter(pk__in=alive)
        case "recovered":
            some = reached(State.RECOVERED, at).union(reached(State.PROFILED, at), reached(State.MATCHED, at))
            return persons.filter(pk__in=some).exclude(pk__in=alive).exclude(pk__in=dead)
        case "identified":
            return persons.filter(pk__in=dead).exclude(pk__in=alive)
        case "returned":
            return persons.filter(pk__in=reached(State.RETURNED, at)).exclude(pk__in=alive)
        case "missing":
            return persons.exclude(pk__in=alive).exclude(pk__in=dead)
    return persons


def account(investigation: object, at: datetime | None = None) -> Line:
    """All persons of an investigation."""
    states = _further(investigation, at)
    return Line("", _columns(counted(investigation, at).count(), Counter(states.values())))


def account_by(grouping: str, investigation: object, at: datetime | None = None) -> list[Line]:
    """A line for each event, place or list; a person reported in two groups stands in both."""
    model, column = GROUPINGS[grouping]
    merged = Merge.objects.standing(at).filter(investigation=investigation).values("merged")
    rows = model.objects.standing(at).filter(investigation=investigation).exclude(person__in=merged)
    totals = dict(rows.values_list(column).annotate(n=Count("person", distinct=True)).order_by())
    states = _further(investigation, at)
    groups: dict[str | None, Counter[str]] = {}
    for title, person in set(rows.filter(person__in=beyond_report(at)).values_list(column, "person")):
        groups.setdefault(title, Counter())[states[person]] += 1
    lines = [Line(title or "", _columns(n, groups.get(title, Counter()))) for title, n in totals.items()]
    return sorted(lines, key=lambda line: -line.counts["reported"])


def _further(investigation: object, at: datetime | None) -> dict[object, str]:
    """States of those beyond the report; sets of keys, each asked for once, are quicker than SQL's CASE."""
    persons = counted(investigation, at).filter(pk__in=beyond_report(at))
    states: dict[object, str] = dict.fromkeys(persons.values_list("pk", flat=True), State.REPORTED.value)
    for state in reversed(PRECEDENCE):
        keys = {key for row in reached(state, at) for key in row.values()}
        for key in keys & states.keys():
            states[key] = state.value
    return states


def _columns(total: int, states: Counter[str]) -> dict[str, int]:
    waiting = total - states.total() + states[State.REPORTED.value]
    by_state = {**states, State.REPORTED.value: waiting}
    return {name: sum(by_state.get(s.value, 0) for s in which) for name, which in COLUMNS.items()}
