"""How many were reported, found, identified, returned, and are missing still: at any date, by anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from antigone.register.people.derived import groups, in_order, states_beyond
from antigone.register.people.state import STILL_MISSING, State

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


def account(investigation: Any, at: datetime | None = None) -> Line:
    """All persons of an investigation."""
    states = states_beyond(investigation, at)
    return Line("", _columns(len(in_order(investigation, at)), Counter(states.values())))


def account_by(grouping: str, investigation: Any, at: datetime | None = None) -> list[Line]:
    """A line for each event, place or list, and one without a title for those in none.

    A person reported in two groups stands in both.
    """
    states = states_beyond(investigation, at)
    lines = [
        Line(title, _columns(len(own), Counter(states[key] for key in own if key in states)))
        for title, own in groups(grouping, investigation, at).items()
    ]
    return sorted(lines, key=lambda line: (not line.title, -line.counts["reported"], line.title))


def in_column(column: str, investigation: Any, at: datetime | None = None) -> Set[str]:
    """Keys (derived.py) of the persons whom a column counts; all for one that is none of COLUMNS."""
    states, wanted = states_beyond(investigation, at), COLUMNS.get(column, tuple(State))
    if State.REPORTED in wanted:
        return set(in_order(investigation, at)) - {k for k, state in states.items() if state not in wanted}
    return {k for k, state in states.items() if state in wanted}


def _columns(total: int, states: Counter[str]) -> dict[str, int]:
    by_state = {**states, State.REPORTED.value: total - states.total()}
    return {name: sum(by_state.get(s.value, 0) for s in which) for name, which in COLUMNS.items()}
