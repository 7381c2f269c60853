"""What follows from the rows: states, the accounting, and the ledger that proves them."""

import json
from datetime import date, datetime, time
from functools import partial
from typing import Any, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Schema
from ninja.pagination import paginate
from pydantic import Field

from antigone.register.access.models import Investigation
from antigone.register.access.roles import Right
from antigone.register.api.routes import router
from antigone.register.api.said import Moment, Pages, Said
from antigone.register.ledger.checkpoint import make_checkpoint, write_checkpoint
from antigone.register.ledger.models import Entry
from antigone.register.people.accounting import account, account_by
from antigone.register.people.derived import GROUPINGS, in_order, state_of, states_beyond
from antigone.register.people.models import Person
from antigone.register.people.state import with_state

get = partial(router.get, tags=["derived"])


class StateOut(Schema):
    """A person's state."""

    person: UUID
    code: str
    state: str


class LineOut(Schema):
    """A line of the accounting; its title is empty for all together."""

    title: str
    counts: dict[str, int]


class EntryOut(Schema):
    """An entry of the ledger; `content` is the very text that was hashed, JSON itself."""

    sequence: int
    content: str
    leaf: str
    root: str


class AccountAsked(Said):
    """Which accounting."""

    by: Literal[tuple(GROUPINGS)] | None = Field(None, description="lines by event, place or list")  # type: ignore[valid-type]
    on: date | None = Field(None, description="as the record stood at the end of this day")


def _moment(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.max)) if day else None


class _States:
    """Every person's state, in the order of their numbers; rows are read as they are looked at."""

    def __init__(self, investigation: Investigation, at: datetime | None) -> None:
        self.keys = in_order(investigation, at)
        self.states = states_beyond(investigation, at)

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, some: slice) -> list[StateOut]:
        rows = Person.objects.in_bulk(self.keys[some])
        people = sorted(rows.values(), key=lambda p: p.code)
        return [StateOut(person=p.pk, code=p.code, state=state_of(p, self.states)) for p in people]


@get("/states", response=list[StateOut], summary="Every person's state, derived")
@paginate(Pages)
def states(request: Any, asked: Query[Moment]) -> Any:
    """Each human being once: merged persons are left out."""
    return _States(request.auth.investigation, asked.at)


@get("/states/{uuid:key}", response=StateOut, summary="One person's state, derived")
def one_state(request: Any, key: UUID) -> Any:
    """404 for a person of another investigation."""
    own = request.auth.investigation
    person = get_object_or_404(Person.objects.of(own).standing(), pk=key)
    (with_its,) = with_state(Person.objects.filter(pk=key))
    return StateOut(person=person.pk, code=person.code, state=with_its.state)


@get("/accounting", response=list[LineOut], summary="How many, in which state")
def accounting(request: Any, asked: Query[AccountAsked]) -> Any:
    """The first line counts all."""
    own, moment = request.auth.investigation, _moment(asked.on)
    return [account(own, moment), *(account_by(asked.by, own, moment) if asked.by else ())]


@get(
    "/ledger", response=list[EntryOut], summary="The investigation's entries of the ledger", tags=["derived"]
)
@paginate(Pages)
def ledger(request: Any) -> Any:
    """In their order. Right: read the ledger."""
    request.auth.require(Right.READ_LEDGER)
    return Entry.objects.filter(investigation=request.auth.investigation).order_by("sequence")


@get(
    "/ledger/checkpoint",
    response=dict[str, Any],
    summary="A signed checkpoint of the whole ledger",
    tags=["derived"],
)
def checkpoint(request: Any) -> Any:
    """To be kept by another body. Right: read the ledger."""
    request.auth.require(Right.READ_LEDGER)
    return json.loads(write_checkpoint(make_checkpoint()))
