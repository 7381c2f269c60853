"""After a decision: the family is told, agrees, and receives the remains; and what a withdrawal reopens."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.decisions.models import Identification
from antigone.register.field.models import Remains
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

    `part` names what of the remains, "" for all. Raises InputError before notification and consent,
    without a receipt, or when it was done already.
    """
    author.require(Right.HAND_OVER)
    _check_stands(identification)
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
    values = _party_values(author, details)
    part = details.get("part", "").strip()
    _check_chain(identification.remains, part, values["giver"])
    return state(
        author,
        HandOver(
            identification=identification, remains=identification.remains, person=identification.person,
            on=on, final=final, part=part, scan_name=details.get("scan_name", ""),
            scan_sha256=details.get("scan_sha256", ""), **values,
        ),
    )  # fmt: skip


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
    return state(
        author,
        Notification(
            identification=identification, person=identification.person, told=told, by=by, on=on,
            about=Notification.About.WITHDRAWAL,
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


def last_step(remains: Remains, part: str = "") -> HandOver | None:
    """The newest hand-over of the remains, or of one part of them."""
    steps = HandOver.objects.standing().filter(remains=remains)
    return (steps.filter(part=part) if part else steps).order_by("on", "made_at").last()


def whole_with_family(remains: Remains) -> HandOver | None:
    """The hand-over of all of the remains to a family, where it is the newest step."""
    last = last_step(remains)
    return last if last is not None and last.final and not last.part else None


def _party_values(author: Author, details: dict[str, str]) -> dict[str, str]:
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
    steps = [s for s in (last_step(remains), last_transfer(remains)) if s is not None]
    return max(steps, key=lambda s: (s.on, s.made_at), default=None)


def last_transfer(remains: Remains) -> Transfer | None:
    """The newest passing of the remains before their identification."""
    return Transfer.objects.standing().filter(remains=remains).order_by("on", "made_at").last()


def _check_chain(remains: Remains, part: str, giver: str) -> None:
    """Nothing is handed over twice, and only by who has it."""
    whole = whole_with_family(remains)
    if whole is not None:
        raise InputError(f"{remains} were handed over to {whole.receiver} on {whole.on}")
    last = last_step(remains, part) or last_step(remains)
    if last is not None and last.part == part and last.final:
        raise InputError(f"{part} of {remains} was handed over to {last.receiver} on {last.on}")
    # Once a part has gone to the family, the rest is still with whoever gave that part.
    before = last_transfer(remains)
    holder = None
    if last is not None:
        holder = last.giver if last.final and last.part != part else last.receiver
    if before is not None and (last is None or (before.on, before.made_at) > (last.on, last.made_at)):
        holder = before.receiver
    if holder not in (None, giver):
        raise InputError(f"{remains} are with {holder}, not with {giver}")


def _stands(identification: Identification) -> bool:
    return Identification.objects.standing().filter(pk=identification.pk).exists()


def _check_stands(identification: Identification) -> None:
    if not _stands(identification):
        raise InputError("this identification does not stand: it was withdrawn")
