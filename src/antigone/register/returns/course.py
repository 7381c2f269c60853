"""How far each identification has come, for whole lists at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from antigone.register.access.pages import Mark
from antigone.register.decisions.models import Identification
from antigone.register.returns.models import FamilyConsent, HandOver, Notification
from antigone.register.returns.returning import in_order


@dataclass(frozen=True, slots=True)
class Course:
    """The state of an identification in a word, and its last step in a sentence."""

    mark: Mark
    last: str


def courses(rows: Sequence[Identification]) -> dict[Any, Course]:
    """Key of each identification → its course; four queries, however many there are."""
    standing = set(
        Identification.objects.standing().filter(pk__in=[r.pk for r in rows]).values_list("pk", flat=True)
    )
    told = _by_identification(Notification.objects.standing(), rows)
    agreed = _by_identification(FamilyConsent.objects.standing(), rows)
    steps = _by_identification(HandOver.objects.standing(), rows)
    return {
        r.pk: Course(
            _mark(r.pk in standing, told.get(r.pk, []), agreed.get(r.pk, []), steps.get(r.pk, [])),
            _last(told.get(r.pk, []), steps.get(r.pk, [])),
        )
        for r in rows
    }


def _by_identification(found: QuerySet, rows: Sequence[Identification]) -> dict[Any, list[Any]]:
    by: dict[Any, list[Any]] = {}
    for row in in_order(found.filter(identification__in=rows)):
        by.setdefault(row.identification_id, []).append(row)
    return by


def _mark(stands: bool, told: list[Any], agreed: list[Any], steps: list[Any]) -> Mark:
    if not stands:
        return Mark(_("withdrawn"), "bad")
    if any(s.final and not s.part for s in steps):
        return Mark(_("returned"), "good")
    if steps:
        partly = any(s.final for s in steps)
        return Mark(_("partly returned") if partly else _("on the way"), "info")
    if agreed:
        return Mark(_("hand-over to arrange"), "warn")
    return Mark(_("wishes to ask") if told else _("family to be told"), "warn")


def _last(told: list[Any], steps: list[Any]) -> str:
    if steps:
        return _("%(on)s: received by %(who)s") % {"on": steps[-1].on, "who": steps[-1].receiver}
    return _("%(on)s: told %(who)s") % {"on": told[-1].on, "who": told[-1].told} if told else ""
