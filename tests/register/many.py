"""An invented investigation of any size, filled in bulk: each stage of the record has its share of rows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np

from antigone.register.access.author import Author
from antigone.register.decisions.models import Identification, Proposal
from antigone.register.field.models import Location, Presumption, Remains, Site
from antigone.register.laboratory.models import Sample
from antigone.register.ledger.facts import Fact
from antigone.register.ledger.record import state_all
from antigone.register.people.models import Event, Listing, LocatedAlive, Merge, Person, PersonList
from antigone.register.people.reporting import Reported, report_many
from antigone.register.project.invented.names import invented_name
from antigone.register.returns.models import HandOver, Notification

SYLLABLES = (
    "ar",
    "bel",
    "cor",
    "dum",
    "el",
    "fen",
    "gor",
    "hal",
    "im",
    "jor",
    "kel",
    "lum",
    "mor",
    "nar",
    "os",
)
DAY = date(2026, 3, 1)
CHUNK = 5000


def fill_many(author: Author, persons: int, seed: int = 1) -> list[Person]:
    """Enters so many reports, a list, finds, identifications, hand-overs; the author has every right.

    Of 20 persons one is alive, four have presumed remains, two are identified, one of those returned.
    """
    random = np.random.default_rng(seed)
    events = _bulk(author, (
        Event(code=f"E-{i:05}", title=f"Invented event {i}", when="1993", place=f"Village {i % 40}")
        for i in range(1, 1 + max(5, persons // 500))
    ))  # fmt: skip
    reported: list[Person] = []
    said = (_report(random, events) for _ in range(persons))
    while part := list(itertools.islice(said, CHUNK)):
        reported += report_many(author, part)
    own = _bulk(author, [PersonList(code="L-00001", title="Invented list", columns={})])[0]
    _bulk(author, (Listing(list=own, person=p, number=p.code, cells={"name": "x"}) for p in reported[::3]))
    _bulk(author, (LocatedAlive(person=p, when="1994", source="invented") for p in reported[::20]))
    twice = zip(reported[9::200], reported[10::200], strict=False)
    _bulk(author, (Merge(kept=a, merged=b, reason="invented") for a, b in twice))
    _dead(author, reported)
    return reported


def _report(random: Any, events: Sequence[Event]) -> Reported:
    event = events[int(random.integers(len(events)))]
    rare = "".join(random.choice(SYLLABLES, 4))
    names = [*invented_name(random, "female"), f"{rare.title()} Orchard"]
    place = {"place": event.place, "latitude": 40.0, "longitude": 45.0, "radius_m": 2000}
    return Reported(
        names, {"event": event, "last_seen": "1993", "reporter": "a relative", **place},
        {"sex": "female", "birth": "1970", "body": "a scar (invented)"},
    )  # fmt: skip


def _dead(author: Author, reported: Sequence[Person]) -> None:
    found = [p for i, p in enumerate(reported) if i % 5 == 2]
    sites = _bulk(author, (
        Site(code=f"S-{i:05}", title=f"Invented field {i}") for i in range(1, 2 + len(found) // 10)
    ))  # fmt: skip
    _bulk(author, (Location(site=s, latitude=40.0, longitude=45.0) for s in sites))
    remains = _bulk(author, (
        Remains(code=f"R-{i:05}", site=sites[i % len(sites)], recovered_on=DAY, description="a body")
        for i in range(1, 1 + len(found))
    ))  # fmt: skip
    _bulk(author, (
        Sample(code=f"X-{i:05}", remains=r, material="femur", taken_on=DAY) for i, r in enumerate(remains)
    ))  # fmt: skip
    pairs = zip(remains, found, strict=True)
    _bulk(author, (Presumption(remains=r, person=p, grounds="papers") for r, p in pairs))
    proposals = _bulk(author, (
        Proposal(code=f"D-{i:05}", remains=remains[i], person=found[i], grounds="invented")
        for i in range(0, len(found), 2)
    ))  # fmt: skip
    named = _bulk(author, (Identification(proposal=p, remains=p.remains, person=p.person) for p in proposals))
    told = named[::2]
    _bulk(author, (Notification(identification=i, person=i.person, told="x", by="x", on=DAY) for i in told))
    _bulk(author, (
        HandOver(identification=i, remains=i.remains, person=i.person, giver="laboratory",
                 receiver="the family", on=DAY, place="home", receipt=i.person.code, final=True)
        for i in told
    ))  # fmt: skip


def _bulk(author: Author, facts: Iterator[Fact] | Sequence[Fact]) -> Sequence[Any]:
    """Facts entered in parts, so that a hundred thousand fit into memory."""
    rows, entered = iter(facts), []
    while part := list(itertools.islice(rows, CHUNK)):
        entered += state_all(author, part)
    return entered
