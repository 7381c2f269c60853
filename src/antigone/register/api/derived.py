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

from antigone.register.access.roles import Right
from antigone.register.api.routes import router
from antigone.register.api.said import Moment, Pages, Said
from antigone.register.ledger.checkpoint import make_checkpoint, write_checkpoint
from antigone.register.ledger.models import Entry
from antigone.register.people.accounting import account, account_by
from antigone.register.people.derived import GROUPINGS
from antigone.register.people.models import Person
from antigone.register.people.state import counted, with_state

get = partial(router.get, tags=["derived"])


class StateOut(Schema):
    """A person's state."""

    person: UUID = Field(alias="pk")
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


@get("/states", response=list[StateOut], summary="Every person's state, derived")
@paginate(Pages)
def states(request: Any, asked: Query[Moment]) -> Any:
    """Each human being once: merged persons are left out."""
    return with_state(counted(request.auth.investigation, asked.at), asked.at).order_by("code")


@get("/states/{uuid:key}", response=StateOut, summary="One person's state, derived")
def one_state(request: Any, key: UUID) -> Any:
    """404 for a person of another investigation."""
    own = Person.objects.of(request.auth.investigation).standing()
    return get_object_or_404(with_state(own), pk=key)


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
