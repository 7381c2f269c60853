"""Samples and their chain of custody: no gap, no seal twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.field.models import Remains
from antigone.register.laboratory.models import Custody, Sample
from antigone.register.ledger.codes import codes
from antigone.register.ledger.correcting import correct
from antigone.register.ledger.record import alone, state
from antigone.register.people.models import Consent


@alone()
def take_sample(author: Author, material: str, taken_on: date, **source: Any) -> Sample:
    """A sample of one of remains, relative or owner (of an effect).

    Raises InputError for a relative who has not agreed, or a source that is none or two.
    """
    author.require(Right.LABORATORY, Right.FIELD)
    code = source.pop("code", "") or next(codes(author.investigation, Sample, "X"))
    _check_day(taken_on, source.get("remains"))
    named = [k for k, v in source.items() if v is not None]
    if len(named) != 1:
        raise InputError(
            "a sample is of remains, of a relative, or of a missing person's effect: one of these"
        )
    relative = source.get("relative")
    if relative is not None:
        agreed = Consent.objects.standing().filter(relative__code=relative.code, purpose="sample", given=True)
        if not agreed.filter(investigation=author.investigation).exists():
            raise InputError(f"{relative.label} has not agreed to give a sample; record the consent first")
    if Sample.objects.filter(investigation=author.investigation, code=code).exists():
        raise InputError(f"sample '{code}' exists already; choose another number")
    return state(author, Sample(code=code, material=material, taken_on=taken_on, **source))


@alone()
def correct_sample(author: Author, sample: Sample, version: str, material: str, taken_on: date) -> Sample:
    """Mends what was taken and when; whose it is cannot be corrected, for its profile may be in use."""
    author.require(Right.LABORATORY, Right.FIELD)
    _check_day(taken_on, sample.remains)
    first = sample.custody.standing().order_by("step").first()
    if first is not None and first.when.date() < taken_on:
        raise InputError(f"{sample} was passed on at {first.when:%Y-%m-%d %H:%M}, before {taken_on}")
    return correct(author, sample, version, material=material, taken_on=taken_on)


def _check_day(taken_on: date, remains: Remains | None) -> None:
    if taken_on > timezone.localdate() or taken_on.year < 1900:
        raise InputError(f"{taken_on} cannot be the day a sample was taken; correct it")
    if remains is not None and taken_on < remains.recovered_on:
        raise InputError(f"{remains} were recovered on {remains.recovered_on}, after {taken_on}; correct it")


@alone()
def pass_on(
    author: Author, sample: Sample, giver: str, receiver: str, when: datetime, **details: str
) -> Custody:
    """The sample goes from giver to receiver; `place` and `seal` say where and under which seal.

    Raises InputError for a gap, a time that runs backwards, or a seal used before.
    """
    author.require(Right.LABORATORY, Right.FIELD)
    chain = list(sample.custody.standing().order_by("step"))
    # A step that was taken back keeps its number.
    last_number = sample.custody.aggregate(last=Max("step"))["last"] or 0
    new = Custody(
        sample=sample, step=last_number + 1, giver=giver.strip(), receiver=receiver.strip(), when=when,
        place=details.get("place", ""), seal=details.get("seal", "").strip(),
    )  # fmt: skip
    check_passing(sample, chain, new)
    return state(author, new)


def check_passing(sample: Sample, before: Sequence[Custody], new: Custody) -> None:
    """Raises InputError for a gap after the steps before, a time that runs backwards, or a used seal."""
    if not (new.giver and new.receiver and new.seal):
        raise InputError("name who hands over, who receives, and the seal")
    if new.when > timezone.now():
        raise InputError(f"{new.when:%Y-%m-%d %H:%M} is in the future; enter custody when it passes")
    last = before[-1] if before else None
    if last is not None and last.receiver != new.giver:
        raise InputError(
            f"a gap: {sample} was last received by {last.receiver}, not by {new.giver}; "
            "enter what lies between first"
        )
    if last is not None and new.when < last.when:
        raise InputError(f"{sample} was passed on at {last.when:%Y-%m-%d %H:%M}, after this time; correct it")
    if last is None and new.when.date() < sample.taken_on:
        raise InputError(f"{sample} was taken on {sample.taken_on}, after this; correct one of the dates")
    used = Custody.objects.standing().filter(investigation=sample.investigation, seal=new.seal)
    elsewhere = used.exclude(sample=sample).select_related("sample").first()
    if elsewhere is not None:
        raise InputError(f"seal {new.seal} is on sample {elsewhere.sample}; a seal number is used once")
    if last is not None and last.seal != new.seal and any(c.seal == new.seal for c in before):
        raise InputError(f"seal {new.seal} was broken earlier; put a new seal on {sample}")
