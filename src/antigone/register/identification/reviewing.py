"""Candidates that wait for a reader, and what a reader says of them."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Exists, OuterRef, QuerySet

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.models import Investigation
from antigone.register.access.roles import Right
from antigone.register.field.models import Remains
from antigone.register.identification.models import Candidate, Judgement, Run, SamePerson, SetAside
from antigone.register.ledger.record import alone, state, supersede
from antigone.register.people.models import Person


def newest_run(investigation: Investigation) -> Run | None:
    """The run that counts: later profiles make an earlier one out of date."""
    return Run.objects.of(investigation).standing().order_by("-made_at", "-code").first()


def waiting_candidates(investigation: Investigation) -> QuerySet[Candidate]:
    """Candidates of the newest run that were neither proposed, nor set aside, nor overtaken by a decision."""
    run = newest_run(investigation)
    if run is None:
        return Candidate.objects.none()
    proposals = apps.get_model("decisions", "Proposal").objects.standing()
    decided = apps.get_model("decisions", "Identification").objects.standing().of(investigation)
    asides = SetAside.objects.standing().of(investigation)
    same = {"remains": OuterRef("remains"), "person": OuterRef("person")}
    return (
        Candidate.objects.filter(run=run)
        .exclude(Exists(proposals.filter(**same)))
        .exclude(remains__in=decided.values("remains"))
        .exclude(
            Exists(
                asides.filter(
                    candidate__remains=OuterRef("remains"), candidate__person=OuterRef("person"),
                    candidate__log10_lr=OuterRef("log10_lr"),
                )
            )
        )
        .select_related("remains", "person", "run")
        .order_by("-log10_lr", "pk")
    )  # fmt: skip


def waiting_pairs(investigation: Investigation) -> QuerySet[SamePerson]:
    """Remains of one person by the newest run that are not yet before the board or joined."""
    run = newest_run(investigation)
    if run is None:
        return SamePerson.objects.none()
    joinings = apps.get_model("decisions", "Joining").objects.standing()
    same = {"first": OuterRef("first"), "second": OuterRef("second")}
    return (
        SamePerson.objects.filter(run=run)
        .exclude(Exists(joinings.filter(**same)))
        .select_related("first", "second", "run")
        .order_by("-log10_lr", "pk")
    )


@alone()
def set_aside(author: Author, candidate: Candidate) -> SetAside:
    """Looked at and not proposed; the same result of a later run stays aside. InputError without a reason."""
    author.require(Right.PROPOSE)
    if not author.reason:
        raise InputError("say why the candidate is set aside; another geneticist will ask")
    if candidate.set_aside.standing().exists():
        raise InputError(f"{candidate} is set aside already")
    return state(author, SetAside(candidate=candidate))


@alone()
def judge(author: Author, remains: Remains, person: Person, point: str, verdict: str) -> Judgement:
    """What the reader says of a point; a new word on it supersedes the old."""
    if not author.rights & {Right.PROPOSE, Right.SIGN, Right.EXAMINE}:
        author.require(Right.PROPOSE)
    old = Judgement.objects.standing().filter(remains=remains, person=person, point=point).first()
    if old is not None:
        return supersede(author, old, verdict=verdict)
    return state(author, Judgement(remains=remains, person=person, point=point, verdict=verdict))
