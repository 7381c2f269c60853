"""After a decision: the family is told, agrees, and receives the remains; and what a withdrawal reopens."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.decisions.models import Identification
from antigone.register.ledger.record import alone, retract, state
from antigone.register.returns.models import FamilyConsent, HandOver, Notice, Notification


@alone()
def notify(author: Author, identification: Identification, told: str, by: str, on: date) -> Notification:
    """The family was told; InputError before a decision, or after it was withdrawn."""
    author.require(Right.NOTIFY)
    _check_stands(identification)
    if on < identification.made_at.date():
        raise InputError(f"the decision is of {identification.made_at.date()}; nobody is told before it")
    return state(
        author,
        Notification(identification=identification, person=identification.person, told=told, by=by, on=on),
    )


@alone()
def agree(
    author: Author, identification: Identification, given_by: str, wishes: str, on: date
) -> FamilyConsent:
    """The family agrees to receive the remains; InputError before it was told."""
    author.require(Right.NOTIFY)
    _check_stands(identification)
    if not identification.notifications.standing().exists():
        raise InputError("the family has not been told yet; record the notification first")
    return state(
        author, FamilyConsent(identification=identification, given_by=given_by, wishes=wishes, on=on)
    )


@alone()
def hand_over(
    author: Author, identification: Identification, on: date, final: bool, **details: str
) -> HandOver:
    """Remains pass from `giver` to `receiver` at `place` against `receipt`; `final` to the family.

    Raises InputError before notification and consent, without a receipt, or when it was done already.
    """
    author.require(Right.HAND_OVER)
    _check_stands(identification)
    values = {k: details.get(k, "").strip() for k in ("giver", "receiver", "place", "receipt")}
    told = identification.notifications.standing().order_by("on").first()
    agreed = identification.consents.standing().order_by("on").first()
    if told is None:
        raise InputError("the family has not been told yet; remains are handed over after that")
    if agreed is None:
        raise InputError("the family has not agreed yet; record its consent first")
    if on < max(told.on, agreed.on):
        raise InputError(
            f"the family was told on {told.on} and agreed on {agreed.on}; a hand-over comes after"
        )
    lacking = [k for k, v in values.items() if not v]
    if lacking:
        raise InputError(f"the {lacking[0]} is missing; a hand-over names giver, receiver, place and receipt")
    earlier = HandOver.objects.standing().filter(remains=identification.remains).order_by("made_at")
    last = earlier.last()
    if last is not None and last.final:
        raise InputError(f"{identification.remains} were handed over to {last.receiver} on {last.on}")
    if last is not None and last.receiver != values["giver"]:
        raise InputError(f"{identification.remains} are with {last.receiver}, not with {values['giver']}")
    used = HandOver.objects.standing().filter(investigation=author.investigation, receipt=values["receipt"])
    if used.exists():
        raise InputError(f"receipt {values['receipt']} was used before; each hand-over has its own")
    return state(
        author,
        HandOver(
            identification=identification, remains=identification.remains, person=identification.person,
            on=on, final=final, **values,
        ),
    )  # fmt: skip


@alone()
def withdraw(author: Author, identification: Identification) -> list[Notice]:
    """Takes an identification back; everybody who acted on it gets a notice. InputError without a reason."""
    author.require(Right.SIGN)
    _check_stands(identification)
    if not author.reason:
        raise InputError("say why the identification is withdrawn; those who acted on it will read this")
    acted = {identification.proposal.made_by, identification.made_by}
    acted |= {s.made_by for s in identification.proposal.signatures.standing().select_related("made_by")}
    stood: list[QuerySet] = [
        rows.standing().select_related("made_by")
        for rows in (identification.notifications, identification.consents, identification.handovers)
    ]
    for rows in stood:
        acted |= {row.made_by for row in rows}
    retract(author, identification)
    text = (
        f"The identification of {identification.remains} as {identification.person} is withdrawn: "
        f"{author.reason}. What was done on its strength is open again: tell the family, and recall remains "
        "that were handed over."
    )
    notices = [Notice(to=user, identification=identification, text=text) for user in acted]
    return [state(author, n) for n in sorted(notices, key=lambda n: n.to.username)]


def _check_stands(identification: Identification) -> None:
    if not Identification.objects.standing().filter(pk=identification.pk).exists():
        raise InputError("this identification does not stand: it was withdrawn")
