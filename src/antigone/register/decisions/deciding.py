"""Proposals and the signatures of two different reviewers."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from antigone.errors import InputError
from antigone.register.access.author import Author, author_of
from antigone.register.access.roles import Right
from antigone.register.decisions.models import (
    Identification,
    Joining,
    JoiningSignature,
    Proposal,
    Reassociation,
    Signature,
    Verdict,
)
from antigone.register.field.models import Remains
from antigone.register.identification.models import Candidate, SamePerson
from antigone.register.ledger.codes import codes
from antigone.register.ledger.record import alone, retract, state
from antigone.register.people.models import LocatedAlive, Person

SIGNATURES_NEEDED = 2


@alone()
def propose(
    author: Author, remains: Remains, person: Person, grounds: str, candidate: Candidate | None = None
) -> Proposal:
    """Puts before the board that these remains are this person.

    Raises InputError for a person located alive, remains identified or proposed already, or no grounds.
    """
    author.require(Right.PROPOSE)
    _check_grounds(grounds)
    _check_free(remains, person)
    if open_proposals().filter(remains=remains, person=person).exists():
        raise InputError(f"{remains} as {person} is before the board already")
    code = next(codes(author.investigation, Proposal, "D"))
    return state(
        author,
        Proposal(code=code, remains=remains, person=person, candidate=candidate, grounds=grounds.strip()),
    )


@alone()
def sign(author: Author, proposal: Proposal, verdict: str) -> Signature:
    """A reviewer's verdict; the second approval of two makes the identification.

    Raises InputError for the proposer, a second signature of one reviewer, or a proposal that is closed.
    """
    _check_signer(author, proposal, open_proposals())
    signature = state(author, Signature(proposal=proposal, verdict=verdict))
    if verdict == Verdict.APPROVED and len(valid_approvals(proposal)) >= SIGNATURES_NEEDED:
        _check_free(proposal.remains, proposal.person)
        state(author, Identification(proposal=proposal, remains=proposal.remains, person=proposal.person))
    return signature


@alone()
def propose_joining(
    author: Author, first: Remains, second: Remains, grounds: str, match: SamePerson | None = None
) -> Joining:
    """Puts before the board that two remains are of one person.

    Raises InputError for one and the same remains, a pair before the board or joined already, no grounds,
    or two that are identified as different persons.
    """
    author.require(Right.PROPOSE)
    _check_grounds(grounds)
    if first == second:
        raise InputError(f"{first} are the same remains; name two")
    _check_joinable(first, second)
    pair = Q(first=first, second=second) | Q(first=second, second=first)
    if open_joinings().filter(pair).exists():
        raise InputError(f"{first} and {second} are before the board already")
    if Reassociation.objects.standing().filter(pair).exists():
        raise InputError(f"{first} and {second} are joined already")
    code = next(codes(author.investigation, Joining, "J"))
    return state(author, Joining(code=code, first=first, second=second, match=match, grounds=grounds.strip()))


@alone()
def sign_joining(author: Author, joining: Joining, verdict: str) -> JoiningSignature:
    """The same for a joining; the second approval of two makes the re-association."""
    _check_signer(author, joining, open_joinings())
    signature = state(author, JoiningSignature(joining=joining, verdict=verdict))
    if verdict == Verdict.APPROVED and len(valid_approvals(joining)) >= SIGNATURES_NEEDED:
        _check_joinable(joining.first, joining.second)
        state(author, Reassociation(joining=joining, first=joining.first, second=joining.second))
    return signature


@alone()
def part(author: Author, row: Reassociation) -> Reassociation:
    """Takes a re-association back; InputError without a reason."""
    author.require(Right.SIGN)
    if not author.reason:
        raise InputError("say why the two are parted again; the ledger keeps the reason")
    return retract(author, row)


def valid_approvals(row: Proposal | Joining) -> list[Signature | JoiningSignature]:
    """Approvals of those who may sign still: who has left the board since does not count."""
    approvals = row.signatures.standing().filter(verdict=Verdict.APPROVED)
    return [
        s
        for s in approvals.select_related("made_by", "investigation")
        if Right.SIGN in author_of(s.made_by, s.investigation).rights
    ]


def open_proposals() -> QuerySet[Proposal]:
    """Proposals neither refused nor decided."""
    refused = Signature.objects.standing().filter(verdict=Verdict.REFUSED).values("proposal")
    # Decided once is decided: after a withdrawal a new proposal is made, with new grounds.
    decided = Identification.objects.values("proposal")
    return Proposal.objects.standing().exclude(pk__in=refused).exclude(pk__in=decided)


def open_joinings() -> QuerySet[Joining]:
    """Joinings neither refused nor decided."""
    refused = JoiningSignature.objects.standing().filter(verdict=Verdict.REFUSED).values("joining")
    decided = Reassociation.objects.values("joining")
    return Joining.objects.standing().exclude(pk__in=refused).exclude(pk__in=decided)


def _check_grounds(grounds: str) -> None:
    if not grounds.strip():
        raise InputError("say on what grounds: the genetic result, and what else agrees or differs")


def _check_signer(author: Author, row: Proposal | Joining, still_open: QuerySet) -> None:
    author.require(Right.SIGN)
    if not author.reason:
        raise InputError("write the reason of your verdict; it stands with your signature")
    if row.made_by == author.user:
        raise InputError("who proposes an identification cannot sign it; another reviewer must")
    if not still_open.filter(pk=row.pk).exists():
        raise InputError(f"proposal {row} is decided; nothing more can be signed")
    if row.signatures.standing().filter(made_by=author.user).exists():
        raise InputError("you have signed this proposal; a second, different reviewer must")


def _check_free(remains: Remains, person: Person) -> None:
    if LocatedAlive.objects.standing().filter(person=person).exists():
        raise InputError(f"{person} is located alive; look into that before anything else")
    other = Identification.objects.standing().filter(remains=remains).select_related("person").first()
    if other is not None:
        raise InputError(f"{remains} are identified as {other.person}; withdraw that identification first")


def _check_joinable(first: Remains, second: Remains) -> None:
    who = {
        i.remains_id: i.person
        for i in Identification.objects.standing()
        .filter(remains__in=(first, second))
        .select_related("person")
    }
    if len(set(who.values())) > 1:
        raise InputError(
            f"{first} are identified as {who[first.pk]}, {second} as {who[second.pk]}; "
            "withdraw one identification first"
        )
