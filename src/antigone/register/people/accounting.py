"""How many were reported, found, identified, returned, and are missing still: at any date, by anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from antigone.register.people.models import Listing, Merge, Report
from antigone.register.people.state import STILL_MISSING, State, counted, state_case, with_state

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


def account(investigation: object, at: datetime | None = None) -> Line:
    """All persons of an investigation."""
    states = (
        with_state(counted(investigation, at), at).values_list("state").annotate(n=Count("pk")).order_by()
    )
    return Line("", _columns(states))


def account_by(grouping: str, investigation: object, at: datetime | None = None) -> list[Line]:
    """A line for each event, place or list; a person reported in two groups stands in both."""
    model, column = GROUPINGS[grouping]
    merged = Merge.objects.standing(at).filter(investigation=investigation).values("merged")
    rows = (
        model.objects.standing(at)
        .filter(investigation=investigation)
        .exclude(person__in=merged)
        .annotate(state=state_case(at, "person"))
        .values_list(column, "state")
        .annotate(n=Count("person", distinct=True))
        .order_by()
    )
    groups: dict[str, list[tuple[str, int]]] = {}
    for title, state, n in rows:
        groups.setdefault(title or "", []).append((state, n))
    lines = [Line(title, _columns(states)) for title, states in groups.items()]
    return sorted(lines, key=lambda line: -line.counts["reported"])


def _columns(states: Iterable[tuple[str, int]]) -> dict[str, int]:
    by_state = dict(states)
    return {name: sum(by_state.get(s.value, 0) for s in which) for name, which in COLUMNS.items()}
