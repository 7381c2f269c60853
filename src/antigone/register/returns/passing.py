"""Remains that are not identified yet pass from party to party: no gap, no receipt twice."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.decisions.models import Identification
from antigone.register.field.models import Remains
from antigone.register.ledger.record import alone, state
from antigone.register.returns.models import HandOver, Transfer
from antigone.register.returns.returning import last_change, receipt_used

NEEDED = ("giver", "receiver", "place", "receipt")


@alone()
def pass_remains(author: Author, remains: Remains, on: date, **details: str) -> Transfer:
    """The remains go from `giver` to `receiver` at `place` against `receipt`, perhaps under a `seal`.

    Raises InputError for a gap, a day that runs backwards, a receipt used before, or remains that a family
    has, or that are on their way to one.
    """
    author.require(Right.FIELD, Right.HAND_OVER)
    values = {k: details.get(k, "").strip() for k in (*NEEDED, "seal")}
    lacking = [k for k in NEEDED if not values[k]]
    if lacking:
        raise InputError(f"the {lacking[0]} is missing; remains pass on with giver, receiver, place, receipt")
    if on > timezone.localdate():
        raise InputError(f"{on} is in the future; enter it when the remains have passed on")
    if on < remains.recovered_on:
        raise InputError(f"{remains} were recovered on {remains.recovered_on}, after {on}; correct the date")
    last = last_change(remains)
    if isinstance(last, HandOver):
        _refuse_handed_over(remains, last)
    if last is not None and last.receiver != values["giver"]:
        raise InputError(
            f"a gap: {remains} are with {last.receiver}, not with {values['giver']}; "
            "enter what lies between first"
        )
    if last is not None and on < last.on:
        raise InputError(f"{last.receiver} received {remains} on {last.on}; they pass on after that")
    if receipt_used(author.investigation, values["receipt"]):
        raise InputError(f"receipt {values['receipt']} was used before; each hand-over has its own")
    scan = {k: details.get(k, "") for k in ("scan_name", "scan_sha256")}
    return state(author, Transfer(remains=remains, on=on, **values, **scan))


def _refuse_handed_over(remains: Remains, last: HandOver) -> None:
    if last.final:
        raise InputError(f"{remains} were handed over to {last.receiver} on {last.on}; the family has them")
    if Identification.objects.standing().filter(pk=last.identification_id).exists():
        raise InputError(
            f"{remains} are identified and on their way to the family: hand them on from the page of the "
            "identification"
        )
