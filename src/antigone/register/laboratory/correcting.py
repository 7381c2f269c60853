"""Corrections of the chain of custody: the chain stays without a gap, and those who relied on it are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from typing import Any

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.models import CorrectionNotice
from antigone.register.access.roles import Right
from antigone.register.access.telling import tell
from antigone.register.laboratory.custody import check_passing
from antigone.register.laboratory.models import Custody, Sample
from antigone.register.ledger.record import alone, must_stand, retract, supersede

CORRECTED = ("giver", "receiver", "when", "place", "seal")


@alone()
def correct_custody(author: Author, row: Custody, values: Mapping[str, Any]) -> None:
    """Mends a step. Who hands over is who received before: the name is mended in the step beside it too.

    Raises InputError without a reason, or for what `pass_on` would refuse anywhere in the chain.
    """
    author.require(Right.LABORATORY, Right.FIELD)
    if not author.reason:
        raise InputError("say why it is corrected; what was entered before stays beside it")
    must_stand(row)
    chain = list(row.sample.custody.standing().select_related("made_by").order_by("step"))
    mended = [copy(step) for step in chain]
    at = chain.index(row)
    for name in CORRECTED:
        setattr(mended[at], name, values[name].strip() if isinstance(values[name], str) else values[name])
    if _minute(mended[at].when) == _minute(row.when):
        mended[at].when = row.when  # forms have no seconds
    if at > 0:
        mended[at - 1].receiver = mended[at].giver
    if at + 1 < len(mended):
        mended[at + 1].giver = mended[at].receiver
    changed = [(old, dict(_changes(old, new))) for old, new in zip(chain, mended, strict=True)]
    if not any(changes for _, changes in changed):
        raise InputError("nothing is changed yet; correct what is wrong")
    for i, step in enumerate(mended):
        check_passing(row.sample, mended[:i], step)
    for old, changes in changed:
        if changes:
            supersede(author, old, **changes)
    what = f"corrected the chain of custody of sample {row.sample}, step {row.step}"
    tell(author, _relied(row.sample, chain[at:]), CorrectionNotice.Page.SAMPLE, row.sample_id, what)


@alone()
def take_back_custody(author: Author, row: Custody) -> None:
    """Takes the newest step back: it was entered for another sample, or did not happen.

    Raises InputError without a reason, for a step that others follow, or for the only step of a sample on
    which work was done.
    """
    author.require(Right.LABORATORY, Right.FIELD)
    if not author.reason:
        raise InputError("say why it is taken back; the row stays in the record as retracted")
    must_stand(row)
    chain = list(row.sample.custody.standing().select_related("made_by").order_by("step"))
    if chain[-1] != row:
        raise InputError("other steps follow this one, and without it there were a gap; correct it instead")
    worked = row.sample.steps.standing().exists() or row.sample.profiles.standing().exists()
    if len(chain) == 1 and worked:
        raise InputError(
            f"work was done on {row.sample}, so somebody had brought it; correct the step instead"
        )
    retract(author, row)
    what = f"took back step {row.step} of the chain of custody of sample {row.sample}"
    tell(author, _relied(row.sample, [row]), CorrectionNotice.Page.SAMPLE, row.sample_id, what)


def _changes(old: Custody, new: Custody) -> Iterator[tuple[str, Any]]:
    return ((n, getattr(new, n)) for n in CORRECTED if getattr(new, n) != getattr(old, n))


def _minute(when: Any) -> Any:
    return when.replace(second=0, microsecond=0)


def _relied(sample: Sample, steps: list[Custody]) -> Iterator[Any]:
    """Who entered these steps of the chain, and who worked on the sample."""
    yield from (step.made_by for step in steps)
    for rows in (sample.steps, sample.profiles):
        yield from (row.made_by for row in rows.standing().select_related("made_by"))
