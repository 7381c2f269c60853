"""Pages on which what was done after a decision is corrected, or taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from antigone.register.access.author import Author
from antigone.register.access.corrected import mend, take_back_page
from antigone.register.access.pages import Link, Visit, page
from antigone.register.access.roles import Right
from antigone.register.ledger.facts import Fact
from antigone.register.returns.correcting import (
    correct_consent,
    correct_notification,
    correct_passing,
    take_back_consent,
    take_back_notification,
    take_back_passing,
)
from antigone.register.returns.forms import (
    ConsentForm,
    HandOverCorrectForm,
    NotificationForm,
    TransferForm,
)
from antigone.register.returns.models import FamilyConsent, HandOver, Notification, Transfer
from antigone.register.returns.receipts import with_scan_kept


@page(Right.NOTIFY)
def notification_correct(visit: Visit, key) -> HttpResponse:
    """Who was told, when."""
    row = visit.get(Notification, key)
    form = NotificationForm(visit.posted, instance=row)
    back = visit.url("identification", row.identification_id)
    title = _("Correct the notification")
    return _correct(visit, row, title, form, correct_notification, back, "notification_retract")


@page(Right.NOTIFY)
def notification_retract(visit: Visit, key) -> HttpResponse:
    """The family was not told."""
    row = visit.get(Notification, key)
    return _take_back(visit, row, _("%s was not told") % row.told, take_back_notification)


@page(Right.NOTIFY)
def consent_correct(visit: Visit, key) -> HttpResponse:
    """Who decides, and the wishes."""
    row = visit.get(FamilyConsent, key)
    form = ConsentForm(visit.posted, instance=row)
    back = visit.url("identification", row.identification_id)
    return _correct(visit, row, _("Correct the consent"), form, correct_consent, back, "consent_retract")


@page(Right.NOTIFY)
def consent_retract(visit: Visit, key) -> HttpResponse:
    """The family takes its consent back."""
    row = visit.get(FamilyConsent, key)
    return _take_back(visit, row, _("The consent of %s is taken back") % row.given_by, take_back_consent)


@page(Right.HAND_OVER)
def hand_over_correct(visit: Visit, key) -> HttpResponse:
    """From whom to whom, when, against which receipt."""
    row = visit.get(HandOver, key)
    form = HandOverCorrectForm(visit.posted, visit.files, instance=row)
    back = visit.url("identification", row.identification_id)
    return _passing(visit, row, form, back, "hand_over_retract")


@page(Right.HAND_OVER)
def hand_over_retract(visit: Visit, key) -> HttpResponse:
    """It did not happen."""
    row = visit.get(HandOver, key)
    return _take_back(visit, row, _("Take back the hand-over to %s") % row.receiver, take_back_passing)


@page()
def transfer_correct(visit: Visit, key) -> HttpResponse:
    """The same of remains not identified yet."""
    row = visit.get(Transfer, key)
    form = TransferForm(visit.posted, visit.files, instance=row)
    return _passing(visit, row, form, visit.url("remains", row.remains_id), "transfer_retract")


@page()
def transfer_retract(visit: Visit, key) -> HttpResponse:
    """It did not happen."""
    row = visit.get(Transfer, key)
    title = _("%(remains)s did not go to %(to)s") % {"remains": row.remains, "to": row.receiver}
    return take_back_page(
        visit, title, lambda author: take_back_passing(author, row), visit.url("remains", row.remains_id)
    )


def _passing(visit: Visit, row: HandOver | Transfer, form: Any, back: str, retract: str) -> HttpResponse:
    title = _("Correct the hand-over against receipt %s") % row.receipt
    note = _("Who hands over is who received before: a name is mended in the step beside it too.")
    return _correct(visit, row, title, form, _correct_passing, back, retract, note)


def _correct_passing(author: Author, row: HandOver | Transfer, said: dict[str, Any]) -> None:
    correct_passing(author, row, with_scan_kept(said))


def _correct(
    visit: Visit,
    row: Fact,
    title: Any,
    form: Any,
    act: Callable[..., Any],
    back: str,
    retract: str,
    note: Any = "",
) -> HttpResponse:
    """The page of a correction, from which the row may be taken back too (the address named `retract`)."""
    others = [Link(_("Take it back instead"), visit.url(retract, row.pk))]
    return mend(
        visit, title, form, lambda author, said: act(author, row, said), back, others=others, note=note
    )


def _take_back(visit: Visit, row: Any, title: Any, act: Callable[..., Any]) -> HttpResponse:
    back = visit.url("identification", row.identification_id)
    return take_back_page(visit, title, lambda author: act(author, row), back)
