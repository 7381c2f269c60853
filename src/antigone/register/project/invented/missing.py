"""Who is missing in the invented case: events, reports, lists with doubles, those found alive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from antigone.register.access.author import Author
from antigone.register.access.vault import protect
from antigone.register.ledger.record import state_all
from antigone.register.people.merging import merge
from antigone.register.people.models import Event, Group, Listing, LocatedAlive, Person, PersonList
from antigone.register.people.reporting import Reported, report_many
from antigone.register.project.invented.names import invented_name, spelt_otherwise
from antigone.register.project.invented.story import (
    BODY,
    CAVE,
    DATES,
    DETAINED,
    DIED_DETAINED,
    EAST,
    EFFECTS,
    INVOLVED,
    MERGED,
    NORTH,
    REPORTED,
    SAFE,
    TEETH,
    UNMERGED,
    VILLAGES,
    at,
)

LISTS = ("List of the commission", "List of the mothers' committee", "List of the hill towns")


@dataclass(frozen=True, slots=True)
class People:
    """The persons by number: cave, detained, safe, all others, then doubles of other lists."""

    events: tuple[Event, ...]
    persons: tuple[Person, ...]
    names: tuple[str, ...]

    @property
    def cave(self) -> tuple[Person, ...]:
        """Those who died in the cave."""
        return self.persons[:CAVE]

    @property
    def died_detained(self) -> tuple[Person, ...]:
        """Those who died in detention."""
        return self.persons[CAVE : CAVE + DIED_DETAINED]


def report_all(lead: Author, random: Any) -> People:
    """Events, groups, and a report of each person."""
    titles = ["The Lower cave", *(f"The road from {v}" for v in VILLAGES)]
    events = state_all(
        lead,
        [
            Event(code=f"E-{i:05}", title=f"{t} (invented)", when="1993-07~", place=v)
            for i, (t, v) in enumerate(zip(titles, ("Lower Alder", *VILLAGES), strict=True), start=1)
        ],
    )
    counts = (
        ("Those in the cave", "died there", CAVE),
        ("The detained", "were detained", DETAINED),
        ("Of the detained", "died in detention", DIED_DETAINED),
        ("Those who fled", "reached safety", SAFE),
    )
    state_all(
        lead,
        [
            Group(event=events[0], title=t, fate=f, least=n, most=n, source="invented testimony 3")
            for t, f, n in counts
        ],
    )
    said = [_reported(i, events, random) for i in range(REPORTED - UNMERGED)]
    # The others are on a second list under another spelling; nobody has found that out of the last of them.
    first = 1000
    for i in range(UNMERGED + MERGED):
        said.append(_again(said[first + i], i))
    persons = report_many(lead, said)
    protect(lead, "Witness 3", {"name": "Invented Witness", "reach": "through the liaison"})
    alive = [*persons[CAVE + DETAINED : INVOLVED], *persons[CAVE + DIED_DETAINED : CAVE + DETAINED]]
    state_all(
        at(lead, 200),
        [
            LocatedAlive(person=p, when="1993", source="came to the office (invented)")
            for p in (*alive, *persons[3700:3900])
        ],
    )
    return People(tuple(events), tuple(persons), tuple(s.names[0] for s in said))


def _reported(i: int, events: Any, random: Any) -> Reported:
    event = events[0] if i < INVOLVED else events[1 + int(random.integers(len(VILLAGES)))]
    sex = "male" if random.random() < 0.7 else "female"
    tall = int(random.integers(152, 186))
    where = VILLAGES.index(event.place) - 3
    told = {"teeth": TEETH, "body": BODY, "effects": EFFECTS}
    return Reported(
        invented_name(random, sex),
        {
            "event": event,
            "place": event.place,
            "last_seen": str(random.choice(DATES)),
            "latitude": float(NORTH + 0.02 * where + random.normal(0, 0.01)),
            "longitude": float(EAST - 0.03 * where + random.normal(0, 0.01)),
            "radius_m": 2000,
            "reporter": "a relative (invented)",
            "circumstances": "Did not come back from the road (invented)." if i % 3 else "",
        },
        {
            "sex": sex,
            "birth": str(int(random.integers(1930, 1985))),
            "stature_min_cm": tall - 3,
            "stature_max_cm": tall + 3,
            **({k: pairs[i % len(pairs)][0] for k, pairs in told.items()} if i % 5 < 3 else {}),
        },
    )


def _again(said: Reported, i: int) -> Reported:
    """The same human being as another body reports them."""
    report = {k: said.report[k] for k in ("event", "place", "last_seen")}
    described = {k: said.description[k] for k in ("sex", "birth")}
    return Reported([spelt_otherwise(said.names[0], i)], {**report, "reporter": LISTS[1]}, described)


def list_and_merge(lead: Author, people: People) -> None:
    """Three lists with numbers of their own; some persons are on two, and some of these were merged."""
    lists = state_all(
        lead,
        [
            PersonList(code=f"L-{i:05}", title=f"{t} (invented)", columns={"number": "no", "name": "name"})
            for i, t in enumerate(LISTS, start=1)
        ],
    )
    doubles = MERGED + UNMERGED
    rows = []
    for i, (person, name) in enumerate(zip(people.persons, people.names, strict=True)):
        which = 1 if i >= len(people.persons) - doubles else 0 if i % 3 else 2 if i % 6 else 1
        number = f"{'CMH'[which]}{i + 1:05}"
        rows.append(
            Listing(list=lists[which], person=person, number=number, cells={"no": number, "name": name})
        )
    state_all(lead, rows)
    found = people.persons[-MERGED:]
    kept = people.persons[1000 + UNMERGED : 1000 + doubles]
    for one, two in zip(kept, found, strict=True):
        merge(lead.because("same birth, event and name on both lists (invented)"), one, two)
