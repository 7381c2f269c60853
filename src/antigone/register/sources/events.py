"""Events as claims tell of them: in order of time, and which events may belong together."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.record import state, supersede
from antigone.register.people.models import Event
from antigone.register.people.names import search_key
from antigone.register.sources.models import Alleged, Claim, EventLink
from antigone.register.sources.seeing import visible_claims

WEEK = timedelta(days=7)
NEAR_KM = 15.0
_EARTH_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class Proposed:
    """Two events that may belong together, and why."""

    first: Event
    second: Event
    reasons: tuple[str, ...]


def timeline(author: Author, event: Event | None = None) -> list[Claim]:
    """Dated claims, of one event or of all, in order of the earliest day they allow."""
    claims = visible_claims(author).filter(earliest__isnull=False)
    if event is not None:
        claims = claims.filter(event=event)
    return sorted(claims, key=lambda c: (c.earliest, c.latest, c.code))


def proposed_links(author: Author) -> list[Proposed]:
    """Pairs with two reasons or more, or the same unit alleged, that nobody has decided on."""
    told: dict[Event, list[Claim]] = {}
    for claim in visible_claims(author).filter(event__isnull=False):
        told.setdefault(claim.event, []).append(claim)
    decided = {
        frozenset((x.first_id, x.second_id)) for x in EventLink.objects.standing().of(author.investigation)
    }
    units = _units(told)
    found = []
    for a, b in combinations(sorted(told, key=lambda e: e.code), 2):
        if frozenset((a.pk, b.pk)) in decided:
            continue
        unit = [f"the same unit alleged: {units[a][k]}" for k in sorted(set(units[a]) & set(units[b]))]
        reasons = [*unit, *_reasons(told[a], told[b])]
        if unit or len(reasons) > 1:
            found.append(Proposed(a, b, tuple(reasons)))
    return found


def decide_link(author: Author, first: Event, second: Event, linked: bool, grounds: list[str]) -> EventLink:
    """A person says whether two events belong together, and why."""
    author.require(Right.ASSESS)
    if first == second:
        raise InputError("an event cannot be linked to itself; choose two")
    a, b = sorted((first, second), key=lambda e: str(e.pk))
    old = EventLink.objects.standing().filter(first=a, second=b).first()
    if old:
        return supersede(author, old, linked=linked, grounds=grounds)
    return state(author, EventLink(first=a, second=b, linked=linked, grounds=grounds))


def _units(told: dict[Event, list[Claim]]) -> dict[Event, dict[str, str]]:
    units: dict[Event, dict[str, str]] = {event: {} for event in told}
    claims = [c for cs in told.values() for c in cs]
    rows = Alleged.objects.standing().filter(claim__in=claims).exclude(unit="").select_related("claim__event")
    for row in rows:
        units[row.claim.event][search_key(row.unit)] = row.unit
    return units


def _reasons(first: list[Claim], second: list[Claim]) -> Iterator[str]:
    methods = {search_key(c.method): c.method for c in first if c.method}
    for same in sorted(set(methods) & {search_key(c.method) for c in second if c.method}):
        yield f"the same method: {methods[same]}"
    if any(_within_a_week(a, b) for a in first for b in second):
        yield "within a week"
    places = {search_key(c.place): c.place for c in first if c.place}
    same_places = sorted(set(places) & {search_key(c.place) for c in second if c.place})
    if same_places:
        yield f"the same place: {places[same_places[0]]}"
    else:
        near = [d for a in first for b in second if (d := _km(a, b)) is not None and d <= NEAR_KM]
        if near:
            yield f"neighbouring places, {min(near):.0f} km apart"


def _within_a_week(a: Claim, b: Claim) -> bool:
    if not (a.earliest and a.latest and b.earliest and b.latest):
        return False
    spans = max(a.latest - a.earliest, b.latest - b.earliest)
    return spans <= WEEK and a.earliest - b.latest <= WEEK and b.earliest - a.latest <= WEEK


def _km(a: Claim, b: Claim) -> float | None:
    if a.latitude is None or b.latitude is None:
        return None
    p, q = math.radians(a.latitude), math.radians(b.latitude)
    dl = math.radians(b.longitude - a.longitude)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(dl / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(h)))
