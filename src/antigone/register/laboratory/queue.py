"""What waits for the laboratory, derived from what was done with each sample."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.laboratory.models import Custody, Profile, Sample, Step
from antigone.register.ledger.record import alone, state


class Waiting(TextChoices):
    """For what a sample waits."""

    CUSTODY = "custody", _("its chain of custody")
    EXTRACTION = "extraction", _("extraction")
    TYPING = "typing", _("typing")
    RETYPING = "retyping", _("typing again")
    RESAMPLING = "resampling", _("another sample: this one gave nothing")


def waiting(investigation: object, for_what: Waiting) -> QuerySet[Sample]:
    """The samples that wait for it, the oldest first."""
    own = Sample.objects.of(investigation).standing()
    steps = Step.objects.standing().filter(sample=OuterRef("pk"))
    last = steps.order_by("-on", "-made_at")
    profiles = Profile.objects.standing().filter(sample=OuterRef("pk"))
    rows = own.annotate(
        last=Subquery(last.values("kind")[:1]),
        last_made=Subquery(last.values("made_at")[:1]),
        typed=Exists(profiles),
        in_custody=Exists(Custody.objects.standing().filter(sample=OuterRef("pk"))),
    ).order_by("taken_on", "code")
    since = profiles.filter(made_at__gt=OuterRef("last_made"))
    return {
        Waiting.CUSTODY: rows.filter(in_custody=False, typed=False),
        Waiting.EXTRACTION: rows.filter(in_custody=True, typed=False, last__isnull=True),
        Waiting.TYPING: rows.filter(typed=False, last=Step.Kind.EXTRACTED),
        Waiting.RETYPING: rows.filter(last=Step.Kind.RETYPE).exclude(Exists(since)),
        Waiting.RESAMPLING: rows.filter(typed=False, last__in=(Step.Kind.NO_DNA, Step.Kind.NO_PROFILE)),
    }[for_what]


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
