"""Corrections of rows to which other rows point: a site, an event, remains, an item, a sample."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone

from antigone.errors import InputError
from antigone.register.ledger.facts import Fact
from antigone.register.ledger.models import Head
from antigone.register.ledger.record import ByWhom, Conflict, append
from antigone.register.ledger.values import row_values

F = TypeVar("F", bound=Fact)


def version_of(row: Fact) -> str:
    """Changes with each correction of the row: a form sends back the one that it was filled from."""
    return str(row.supersedes_id or row.pk)


def earlier_versions(row: F) -> list[F]:
    """What the row was before, the newest first."""
    found: list[F] = []
    while row.supersedes_id:
        row = type(row).objects.select_related("made_by").get(pk=row.supersedes_id)
        found.append(row)
    return found


def entered_first(row: Fact) -> datetime:
    """When the row was first entered: it keeps its place among others of one day, however often corrected."""
    return (earlier_versions(row) or [row])[-1].made_at


@transaction.atomic
def correct(author: ByWhom, row: F, version: str, **changes: Any) -> F:
    """A new version of a row to which others point.

    It keeps the row's key, so that what was said of it goes on speaking of it; the version before is put
    beside it as a row of its own, which the new one supersedes. Both have their entry in the ledger.
    Raises Conflict where the row is no longer as the author saw it (`version_of`), InputError without a
    reason or where nothing would change.
    """
    if not author.reason:
        raise InputError("say why it is corrected; what was entered before stays beside it")
    Head.objects.select_for_update().get_or_create(pk=1)
    new = type(row).objects.select_related("made_by").get(pk=row.pk)
    if version_of(new) != version or new.retracted:
        raise Conflict(new)
    if all(getattr(new, name) == value for name, value in changes.items()):
        raise InputError("nothing is changed yet; correct what is wrong")
    before = row_values(new)
    old = type(row)(**{f.attname: getattr(new, f.attname) for f in row._meta.concrete_fields})
    old.pk = uuid.uuid4()
    for name, value in changes.items():
        setattr(new, name, value)
    new.supersedes_id, new.made_by, new.reason = old.pk, author.user, author.reason
    new.made_at = author.at or timezone.now()
    models.Model.save(new, force_update=True)
    old.save(force_insert=True)
    append(author, [("kept as it was", old, None), ("corrected", new, before)])
    return new
