"""What waits for the laboratory, derived from what was done with each sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.laboratory.models import Custody, Profile, Sample, Step
from antigone.register.ledger.record import alone, state
from antigone.register.ledger.touched import Touch, touched
from antigone.register.people.derived import keyed


class Waiting(TextChoices):
    """For what a sample waits."""

    CUSTODY = "custody", _("its chain of custody")
    EXTRACTION = "extraction", _("extraction")
    TYPING = "typing", _("typing")
    RETYPING = "retyping", _("typing again")
    RESAMPLING = "resampling", _("another sample: this one gave nothing")


@dataclass(frozen=True, slots=True)
class Samples:
    """Samples in their order; their rows are read as they are looked at."""

    keys: Sequence[str]

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, some: slice) -> list[Sample]:
        rows = Sample.objects.select_related("remains", "relative", "owner").in_bulk(self.keys[some])
        return sorted(rows.values(), key=lambda s: (s.taken_on, s.code))


def waiting(investigation: Any, for_what: Waiting) -> Samples:
    """The samples that wait for it, the oldest first."""
    touch = touched(Sample, Step, Profile, Custody)
    return Samples(_waiting(touch, investigation.pk).get(for_what, ()))


@lru_cache(maxsize=4)
def _waiting(touch: Touch, investigation: Any) -> Mapping[Waiting, tuple[str, ...]]:
    """All queues at once, remembered until one of their tables is touched."""
    own = lambda model: model.objects.standing().filter(investigation=investigation)  # noqa: E731
    last: dict[str, tuple[str, datetime]] = {}
    for key, kind, made_at in keyed(own(Step).order_by("on", "made_at"), "sample", "kind", "made_at"):
        last[key] = (kind, made_at)
    typed = dict(keyed(own(Profile).order_by("made_at"), "sample", "made_at"))
    brought = {key for (key,) in keyed(own(Custody), "sample")}
    queues: dict[Waiting, list[str]] = {}
    for (key,) in keyed(own(Sample).order_by("taken_on", "code"), "pk"):
        what = _next(last.get(key), typed.get(key), key in brought)
        if what is not None:
            queues.setdefault(what, []).append(key)
    return MappingProxyType({what: tuple(keys) for what, keys in queues.items()})


def _next(last: tuple[str, datetime] | None, typed: datetime | None, brought: bool) -> Waiting | None:
    """For what a sample waits: after its last step, with a profile of some moment or none, brought or not."""
    if last is not None and last[0] == Step.Kind.RETYPE:
        return Waiting.RETYPING if typed is None or typed <= last[1] else None
    if typed is not None:
        return None
    if not brought:
        return Waiting.CUSTODY
    if last is None:
        return Waiting.EXTRACTION
    if last[0] == Step.Kind.EXTRACTED:
        return Waiting.TYPING
    return Waiting.RESAMPLING if last[0] in (Step.Kind.NO_DNA, Step.Kind.NO_PROFILE) else None


@alone()
def enter_step(author: Author, sample: Sample, kind: str, on: date, **details: str) -> Step:
    """What was done with a sample; InputError for a day that cannot be, or a sample nobody brought."""
    author.require(Right.LABORATORY)
    if on > timezone.localdate():
        raise InputError(f"{on} is in the future; enter it when it is done")
    if on < sample.taken_on:
        raise InputError(f"{sample} was taken on {sample.taken_on}, after {on}; correct one of the dates")
    if not sample.custody.standing().exists():
        raise InputError(f"{sample} has no chain of custody; enter it first")
    if kind == Step.Kind.RETYPE and not (author.reason or details.get("note", "").strip()):
        raise InputError("say why it is to be typed again")
    if sample.steps.standing().filter(kind=Step.Kind.USED_UP).exists():
        raise InputError(f"{sample} is used up or returned; take another sample")
    return state(author, Step(sample=sample, kind=kind, on=on, **details))
