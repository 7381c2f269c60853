"""Corrections of what was done after a decision: told, agreed, received keep their order, with no gap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.models import CorrectionNotice
from antigone.register.access.roles import Right
from antigone.register.access.telling import tell
from antigone.register.decisions.models import Identification
from antigone.register.ledger.facts import Fact
from antigone.register.ledger.record import alone, must_stand, retract, supersede
from antigone.register.returns.models import FamilyConsent, HandOver, Notification, Transfer
from antigone.register.returns.returning import (
    check_order,
    check_passed,
    check_told,
    passings,
    receipt_used,
)

Passing = HandOver | Transfer
PASSED = ("giver", "receiver", "on", "place", "receipt", "part", "seal", "scan_name", "scan_sha256")


@alone()
def correct_notification(author: Author, row: Notification, values: Mapping[str, Any]) -> Notification:
    """Mends who was told, by whom, when; InputError for a day after the family agreed."""
    author.require(Right.NOTIFY)
    new = _mended(author, row, values)
    check_told(new)
    if new.on != row.on and row.about == Notification.About.DECISION:
        told, agreed, handed = _done(row.identification)
        check_order([*_others(told, row), new], agreed, handed)
    after = supersede(author, row, **values)
    _tell(author, row, _acted_after(row), "corrected whom the family's notification names, or when it was")
    return after


@alone()
def take_back_notification(author: Author, row: Notification) -> None:
    """The family was not told, or of something else; InputError while its consent stands on this alone."""
    author.require(Right.NOTIFY)
    _check_reason(author, row)
    if row.about == Notification.About.DECISION:
        told, agreed, handed = _done(row.identification)
        check_order(_others(told, row), agreed, handed)
    retract(author, row)
    _tell(author, row, _acted_after(row), f"took back that {row.told} was told")


@alone()
def correct_consent(author: Author, row: FamilyConsent, values: Mapping[str, Any]) -> FamilyConsent:
    """Mends who decides, the wishes, the day; InputError for a day before the family was told."""
    author.require(Right.NOTIFY)
    new = _mended(author, row, values)
    check_passed(new.on)
    if new.on != row.on:
        told, agreed, handed = _done(row.identification)
        check_order(told, [*_others(agreed, row), new], handed)
    after = supersede(author, row, **values)
    _tell(author, row, _acted_after(row), "corrected the consent of the family")
    return after


@alone()
def take_back_consent(author: Author, row: FamilyConsent) -> None:
    """The family takes it back, or it was a mistake; InputError once remains were handed over on it."""
    author.require(Right.NOTIFY)
    _check_reason(author, row)
    told, agreed, handed = _done(row.identification)
    check_order(told, _others(agreed, row), handed)
    retract(author, row)
    _tell(author, row, _acted_after(row), f"took back the consent of {row.given_by}")


@alone()
def correct_passing(author: Author, row: Passing, values: Mapping[str, Any]) -> None:
    """Mends a hand-over or transfer: parties, day, place, receipt, seal, the name of the part.

    Who hands over is who received before: the name is mended in the passings beside it too. Raises
    InputError without a reason, for a receipt used before, or a day that would change the order.
    """
    author.require(*_rights(row))
    values = {k: v.strip() if isinstance(v, str) else v for k, v in values.items() if k in PASSED}
    new = _mended(author, row, values)
    if lacking := [n for n in ("giver", "receiver", "place", "receipt") if not getattr(new, n)]:
        raise InputError(f"the {lacking[0]} is missing; a hand-over names giver, receiver, place and receipt")
    if new.receipt != row.receipt and receipt_used(author.investigation, new.receipt):
        raise InputError(f"receipt {new.receipt} was used before; each hand-over has its own")
    chain = passings(row.remains)
    at = chain.index(row)
    _check_day(chain, at, new.on)
    if isinstance(row, HandOver):
        _check_part(row, new, chain)
        if new.on != row.on:
            told, agreed, handed = _done(row.identification)
            check_order(told, agreed, [*_others(handed, row), new])
    along: dict[Any, dict[str, str]] = {}
    for side in ("receiver", "giver"):
        if getattr(new, side) != getattr(row, side):
            for other, its_side in _same_holder(chain, at, side):
                along.setdefault(other, {})[its_side] = getattr(new, side)
    supersede(author, row, **values)
    for other, names in along.items():
        if other != row:
            supersede(author, other, **names)
    _tell(
        author, row, (p.made_by for p in (*chain[at:], *along)), f"corrected how {row.remains} were passed on"
    )


@alone()
def take_back_passing(author: Author, row: Passing) -> None:
    """The newest hand-over or transfer did not happen; InputError for an earlier one."""
    author.require(*_rights(row))
    _check_reason(author, row)
    if passings(row.remains)[-1] != row:
        raise InputError("others follow this one, and without it there were a gap; correct it instead")
    retract(author, row)
    _tell(author, row, [row.made_by], f"took back that {row.remains} went to {row.receiver}")


def _rights(row: Passing) -> tuple[Right, ...]:
    return (Right.HAND_OVER,) if isinstance(row, HandOver) else (Right.FIELD, Right.HAND_OVER)


def _check_reason(author: Author, row: Fact) -> None:
    if not author.reason:
        raise InputError("say why; what was entered before stays in the record")
    must_stand(row)


def _mended(author: Author, row: Any, values: Mapping[str, Any]) -> Any:
    """The row as it would be, not stored; InputError without a reason or a change."""
    _check_reason(author, row)
    if all(getattr(row, name) == value for name, value in values.items()):
        raise InputError("nothing is changed yet; correct what is wrong")
    now = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return type(row)(**{**now, **values})


def _done(identification: Identification) -> tuple[list[Any], list[Any], list[Any]]:
    """Notifications, consents and hand-overs that stand."""
    rows = (identification.notifications, identification.consents, identification.handovers)
    told, agreed, handed = (list(r.standing().select_related("made_by")) for r in rows)
    return told, agreed, handed


def _others(rows: Iterable[Any], but: Any) -> list[Any]:
    return [r for r in rows if r.pk != but.pk]


def _check_day(chain: Sequence[Passing], at: int, on: date) -> None:
    check_passed(on)
    row = chain[at]
    first = chain[at - 1].on if at else row.remains.recovered_on
    if on < first:
        raise InputError(f"{row.remains} were with {row.giver} from {first}; they pass on after that")
    if at + 1 < len(chain) and on > chain[at + 1].on:
        raise InputError(f"{chain[at + 1].giver} passed {row.remains} on at {chain[at + 1].on}, before {on}")


def _check_part(row: HandOver, new: HandOver, chain: Sequence[Passing]) -> None:
    if new.part == row.part:
        return
    if not (new.part and row.part):
        raise InputError("all of the remains or a part: take this hand-over back and enter it again")
    if any(isinstance(p, HandOver) and p.final and p.part == new.part for p in chain):
        raise InputError(f"{new.part} of {row.remains} was handed over already")


def _same_holder(chain: Sequence[Passing], at: int, side: str) -> Iterator[tuple[Passing, str]]:
    """Where else in the chain the holder is named whom a passing names as its giver or receiver.

    From the passing by which they received the remains to the last that they gave of them.
    """
    name = getattr(chain[at], side)
    begin = (
        at
        if side == "receiver"
        else next((i for i in range(at - 1, -1, -1) if chain[i].receiver == name), -1)
    )
    if begin >= 0 and begin != at:
        yield chain[begin], "receiver"
    for later in chain[begin + 1 :]:
        if later.giver == name:
            yield later, "giver"
        if later.receiver == name:
            return


def _acted_after(row: Notification | FamilyConsent) -> Iterator[Any]:
    """Who entered the row, and who entered what stands on it."""
    _told, agreed, handed = _done(row.identification)
    yield row.made_by
    yield from (r.made_by for r in (*(agreed if isinstance(row, Notification) else ()), *handed))


def _tell(author: Author, row: Any, users: Iterable[Any], what: str) -> None:
    if isinstance(row, Transfer):
        page, key = CorrectionNotice.Page.REMAINS, row.remains_id
    else:
        page, key = CorrectionNotice.Page.IDENTIFICATION, row.identification_id
        what = f"{what} (identification of {row.identification.remains} as {row.identification.person})"
    tell(author, users, page, key, what)
