"""The one gate through which rows enter the record: each with its entry, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.db import models, transaction
from django.utils import timezone

from antigone.errors import InputError
from antigone.register.ledger.facts import Fact
from antigone.register.ledger.merkle import Frontier, leaf_hash
from antigone.register.ledger.models import Entry, Head
from antigone.register.ledger.values import canonical, plain, row_values

F = TypeVar("F", bound=Fact)


class Conflict(InputError):
    """Somebody else changed the row meanwhile; `latest` is theirs."""

    def __init__(self, latest: Fact) -> None:
        super().__init__(
            f"{latest.made_by} changed this at {latest.made_at:%Y-%m-%d %H:%M}; "
            "look at the new version, then enter yours again"
        )
        self.latest = latest


class ByWhom(Protocol):
    """Who states something (access.author.Author)."""

    user: Any
    investigation: Any
    reason: str
    at: datetime | None


@contextmanager
def alone() -> Iterator[None]:
    """A transaction in which nobody else writes: what a rule has checked stays so until its row is in.

    Also a decorator, `@alone()`. PostgreSQL would let two users pass one check at the same moment.
    """
    with transaction.atomic():
        Head.objects.select_for_update().get_or_create(pk=1)
        yield


def state(author: ByWhom, fact: F) -> F:
    """Adds one fact."""
    return state_all(author, [fact])[0]


@transaction.atomic
def state_all(author: ByWhom, facts: Sequence[F]) -> Sequence[F]:
    """Adds facts of one kind, in bulk."""
    now = author.at or timezone.now()
    for fact in facts:
        fact.investigation, fact.made_by, fact.made_at = author.investigation, author.user, now
        fact.reason = fact.reason or author.reason
    if facts:
        type(facts[0]).objects.bulk_create(facts, batch_size=500)
    append(author, [("stated", fact, None) for fact in facts])
    return facts


def must_stand(fact: Fact) -> None:
    """Raises Conflict where somebody has superseded or retracted a fact."""
    latest = type(fact).objects.filter(supersedes=fact).select_related("made_by").first()
    if latest is not None:
        raise Conflict(latest)


@transaction.atomic
def supersede(author: ByWhom, old: F, **changes: Any) -> F:
    """A new version of a fact; raises Conflict where one exists already."""
    Head.objects.select_for_update().get_or_create(pk=1)
    must_stand(old)
    own = {f.name for f in Fact._meta.get_fields()}
    values = {f.name: getattr(old, f.name) for f in old._meta.concrete_fields if f.name not in own}
    new = type(old)(**{**values, "retracted": False, **changes}, supersedes=old)
    new.investigation, new.made_by = author.investigation, author.user
    new.made_at, new.reason = author.at or timezone.now(), author.reason
    new.save(force_insert=True)
    append(author, [("retracted" if new.retracted else "superseded", new, row_values(old))])
    return new


def retract(author: ByWhom, fact: F) -> F:
    """Says that a fact no longer stands; its row stays."""
    return supersede(author, fact, retracted=True)


Change = tuple[str, models.Model, dict[str, Any] | None]


@transaction.atomic
def append(author: ByWhom, changes: Iterable[Change]) -> None:
    """Adds an entry for each (action, row as it is now, its old values)."""
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    frontier = Frontier(head.size, [bytes.fromhex(p) for p in head.peaks])
    at = plain(author.at or timezone.now())
    entries = []
    for action, row, old in changes:
        table, key = row._meta.label_lower, str(row.pk)
        content = canonical(
            {
                "entry": frontier.size,
                "at": at,
                "by": author.user.get_username(),
                "investigation": author.investigation and str(author.investigation.pk),
                "action": action,
                "table": table,
                "row": key,
                "old": old,
                "new": row_values(row),
                "why": author.reason,
            }
        )
        leaf = leaf_hash(content.encode())
        sequence = frontier.size
        frontier.append(leaf)
        entries.append(
            Entry(
                sequence=sequence, investigation=author.investigation, table=table, row=key,
                content=content, leaf=leaf.hex(), root=frontier.root().hex(),
            )
        )  # fmt: skip
    Entry.objects.bulk_create(entries, batch_size=500)
    head.size, head.peaks = frontier.size, [p.hex() for p in frontier.peaks]
    head.save()
