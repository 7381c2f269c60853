"""After a decision: the family is told, agrees, and receives the remains; and what a withdrawal reopens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.decisions.models import Identification
from antigone.register.field.models import Remains
from antigone.register.ledger.correcting import entered_first
from antigone.register.ledger.record import alone, retract, state
from antigone.register.returns.models import (
    Acknowledgement,
    FamilyConsent,
    HandOver,
    Notice,
    Notification,
    Transfer,
)


@alone()
def notify(author: Author, identification: Identification, told: str, by: str, on: date) -> Notification:
    """The family was told; InputError before a decision, or after it was withdrawn."""
    author.require(Right.NOTIFY)
    _check_stands(identification)
    new = Notification(identification=identification, person=identification.person, told=told, by=by, on=on)
    check_told(new)
    return state(author, new)


@alone()
def agree(
    author: Author, identification: Identification, given_by: str, wishes: str, on: date
) -> FamilyConsent:
    """The family agrees to receive the remains; InputError before it was told."""
    author.require(Right.NOTIFY)
    _check_stands(identification)
    new = FamilyConsent(identification=identification, given_by=given_by, wishes=wishes, on=on)
    check_order(
        identification.notifications.standing(), [*identification.consents.standing(), new],
        identification.handovers.standing(),
    )  # fmt: skip
    return state(author, new)


@alone()
def hand_over(
    author: Author, identification: Identification, on: date, final: bool, **details: str
) -> HandOver:
    """Remains pass from `giver` to `receiver` at `place` against `receipt`; `final` to the family.

    `part` names what of the remains, "" for all. Raises InputError before notification and consent,
    without a receipt, or when it was done already.
    """
    author.require(Right.HAND_OVER)
    _check_stands(identification)
    values = _party_values(author, details)
    part = details.get("part", "").strip()
    new = HandOver(
        identification=identification, remains=identification.remains, person=identification.person,
        on=on, final=final, part=part, scan_name=details.get("scan_name", ""),
        scan_sha256=details.get("scan_sha256", ""), **values,
    )  # fmt: skip
    check_order(identification.notifications.standing(), identification.consents.standing(), [new])
    _check_chain(identification.remains, part, values["giver"], on)
    return state(author, new)


@alone()
def take_back(author: Author, identification: Identification, on: date, **details: str) -> HandOver:
    """Remains come back from whoever has them, after their identification was withdrawn.

    Raises InputError while the identification stands, or when nothing was handed over on its strength.
    """
    author.require(Right.HAND_OVER)
    if _stands(identification):
        raise InputError("this identification stands; remains are taken back after it was withdrawn")
    last = last_step(identification.remains)
    if last is None or not last.final:
        raise InputError(f"{identification.remains} are not with a family; there is nothing to take back")
    check_passed(on)
    if on < last.on:
        raise InputError(f"{identification.remains} were handed over on {last.on}; they come back after that")
    values = _party_values(author, details)
    if values["giver"] != last.receiver:
        raise InputError(f"{identification.remains} are with {last.receiver}, not with {values['giver']}")
    return state(
        author,
        HandOver(
            identification=identification, remains=identification.remains, person=identification.person,
            on=on, final=False, **values,
        ),
    )  # fmt: skip


@alone()
def tell_withdrawn(
    author: Author, identification: Identification, told: str, by: str, on: date
) -> Notification:
    """The family was told that the identification is withdrawn; InputError while it stands."""
    author.require(Right.NOTIFY)
    if _stands(identification):
        raise InputError("this identification stands; there is no withdrawal to tell of")
    new = Notification(
        identification=identification, person=identification.person, told=told, by=by, on=on,
        about=Notification.About.WITHDRAWAL,
    )  # fmt: skip
    check_told(new)
    return state(author, new)


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


@alone()
def acknowledge(author: Author, notice: Notice) -> Acknowledgement:
    """The user has read a notice; InputError for somebody else's, or one that was read."""
    if notice.to != author.user:
        raise InputError(f"this notice is for {notice.to}; only they can say that they read it")
    if notice.acknowledgements.standing().exists():
        raise InputError("you have acknowledged this notice already")
    return state(author, Acknowledgement(notice=notice))


def unread(author: Author) -> QuerySet[Notice]:
    """The user's notices that they have not acknowledged, the newest first."""
    read = Acknowledgement.objects.standing().values("notice")
    own = Notice.objects.of(author.investigation).standing().filter(to=author.user)
    return own.exclude(pk__in=read).select_related("identification").order_by("-made_at")


def check_told(row: Notification) -> None:
    """Raises InputError for a day before what the family is told of, or one to come."""
    decision = row.identification
    if row.about == Notification.About.WITHDRAWAL:
        decision = Identification.objects.get(supersedes=decision)
    decided = timezone.localdate(decision.made_at)
    if row.on < decided:
        raise InputError(f"the decision is of {decided}; nobody is told before it")
    check_passed(row.on)


def check_order(
    told: Iterable[Notification], agreed: Iterable[FamilyConsent], handed: Iterable[HandOver]
) -> None:
    """Raises InputError unless the family was told, then agreed, then received; or for a day to come."""
    told, agreed, handed = list(told), list(agreed), list(handed)
    for row in (*agreed, *handed):
        check_passed(row.on)
    first_told = min((t.on for t in told if t.about == Notification.About.DECISION), default=None)
    first_agreed = min((a.on for a in agreed), default=None)
    first_handed = min((h.on for h in handed), default=None)
    if (agreed or handed) and first_told is None:
        raise InputError("the family has not been told yet; record the notification first")
    if handed and first_agreed is None:
        raise InputError("the family has not agreed yet; record its consent first")
    if first_agreed is not None and first_agreed < first_told:
        raise InputError(f"the family was told on {first_told}; it agrees after that, not on {first_agreed}")
    if first_handed is not None and first_handed < first_agreed:
        raise InputError(
            f"the family was told on {first_told} and agreed on {first_agreed}; a hand-over comes after"
        )


def check_passed(on: date) -> None:
    """Raises InputError for a day to come."""
    if on > timezone.localdate():
        raise InputError(f"{on} is in the future; enter it when it has happened")


def in_order(rows: Iterable[Any]) -> list[Any]:
    """Passings in the order in which they happened: by day, on one day as they were first entered."""
    return sorted(rows, key=lambda r: (r.on, entered_first(r)))


def passings(remains: Remains) -> list[HandOver | Transfer]:
    """Every passing of the remains from party to party, the first first."""
    return in_order(
        row for kind in (HandOver, Transfer) for row in kind.objects.standing().filter(remains=remains)
    )


def last_step(remains: Remains, part: str = "") -> HandOver | None:
    """The newest hand-over of the remains, or of one part of them."""
    steps = HandOver.objects.standing().filter(remains=remains)
    return next(reversed(in_order(steps.filter(part=part) if part else steps)), None)


def whole_with_family(remains: Remains) -> HandOver | None:
    """The hand-over of all of the remains to a family, where it is the newest step."""
    last = last_step(remains)
    return last if last is not None and last.final and not last.part else None


def _party_values(author: Author, details: dict[str, str]) -> dict[str, str]:
    """Giver, receiver, place and receipt; InputError where one is missing or the receipt was used."""
    values = {k: details.get(k, "").strip() for k in ("giver", "receiver", "place", "receipt")}
    lacking = [k for k, v in values.items() if not v]
    if lacking:
        raise InputError(f"the {lacking[0]} is missing; a hand-over names giver, receiver, place and receipt")
    if receipt_used(author.investigation, values["receipt"]):
        raise InputError(f"receipt {values['receipt']} was used before; each hand-over has its own")
    return values


def receipt_used(investigation: object, receipt: str) -> bool:
    """Whether a hand-over or a transfer has this receipt already."""
    return any(
        kind.objects.standing().filter(investigation=investigation, receipt=receipt).exists()
        for kind in (HandOver, Transfer)
    )


def last_change(remains: Remains) -> HandOver | Transfer | None:
    """The newest passing on of the remains, before or after their identification."""
    return next(reversed(passings(remains)), None)


def _check_chain(remains: Remains, part: str, giver: str, on: date) -> None:
    """Nothing is handed over twice, and only by who has it, after they received it."""
    whole = whole_with_family(remains)
    if whole is not None:
        raise InputError(f"{remains} were handed over to {whole.receiver} on {whole.on}")
    last = last_step(remains, part) or last_step(remains)
    if last is not None and last.part == part and last.final:
        raise InputError(f"{part} of {remains} was handed over to {last.receiver} on {last.on}")
    # Once a part has gone to the family, the rest is still with whoever gave that part.
    newest = last_change(remains)
    holder = None
    if isinstance(newest, Transfer):
        holder = newest.receiver
    elif last is not None:
        holder = last.giver if last.final and last.part != part else last.receiver
    if holder not in (None, giver):
        raise InputError(f"{remains} are with {holder}, not with {giver}")
    if newest is not None and on < newest.on:
        raise InputError(
            f"{newest.receiver} received {remains} on {newest.on}; they are handed over after that"
        )


def _stands(identification: Identification) -> bool:
    return Identification.objects.standing().filter(pk=identification.pk).exists()


def _check_stands(identification: Identification) -> None:
    if not _stands(identification):
        raise InputError("this identification does not stand: it was withdrawn")
