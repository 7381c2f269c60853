"""Proposals and the signatures of two different reviewers."""

from __future__ import annotations

from antigone.errors import InputError
from antigone.register.access.author import Author, author_of
from antigone.register.access.roles import Right
from antigone.register.decisions.models import Identification, Proposal, Signature
from antigone.register.field.models import Remains
from antigone.register.identification.models import Candidate
from antigone.register.ledger.codes import codes
from antigone.register.ledger.record import alone, state
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
    if not grounds.strip():
        raise InputError("say on what grounds: the genetic result, and what else agrees or differs")
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
    author.require(Right.SIGN)
    if not author.reason:
        raise InputError("write the reason of your verdict; it stands with your signature")
    if proposal.made_by == author.user:
        raise InputError("who proposes an identification cannot sign it; another reviewer must")
    if not open_proposals().filter(pk=proposal.pk).exists():
        raise InputError(f"proposal {proposal} is decided; nothing more can be signed")
    if proposal.signatures.standing().filter(made_by=author.user).exists():
        raise InputError("you have signed this proposal; a second, different reviewer must")
    signature = state(author, Signature(proposal=proposal, verdict=verdict))
    if verdict == Signature.Verdict.APPROVED and len(valid_approvals(proposal)) >= SIGNATURES_NEEDED:
        _check_free(proposal.remains, proposal.person)
        state(author, Identification(proposal=proposal, remains=proposal.remains, person=proposal.person))
    return signature


def valid_approvals(proposal: Proposal) -> list[Signature]:
    """Approvals of those who may sign still: who has left the board since does not count."""
    approvals = proposal.signatures.standing().filter(verdict=Signature.Verdict.APPROVED)
    return [
        s
        for s in approvals.select_related("made_by", "investigation")
        if Right.SIGN in author_of(s.made_by, s.investigation).rights
    ]


def open_proposals() -> object:
    """Proposals neither refused nor decided."""
    refused = Signature.objects.standing().filter(verdict=Signature.Verdict.REFUSED).values("proposal")
    # Decided once is decided: after a withdrawal a new proposal is made, with new grounds.
    decided = Identification.objects.values("proposal")
    return Proposal.objects.standing().exclude(pk__in=refused).exclude(pk__in=decided)


def _check_free(remains: Remains, person: Person) -> None:
    if LocatedAlive.objects.standing().filter(person=person).exists():
        raise InputError(f"{person} is located alive; look into that before anything else")
    other = Identification.objects.standing().filter(remains=remains).select_related("person").first()
    if other is not None:
        raise InputError(f"{remains} are identified as {other.person}; withdraw that identification first")
