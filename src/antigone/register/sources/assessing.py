"""What reviewers make of a claim; superseded by later opinions, never erased."""

from __future__ import annotations

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.record import state, supersede
from antigone.register.sources.models import Assessment, Claim
from antigone.register.sources.seeing import require_visible

RELIABILITY = "ABCDEF"
CREDIBILITY = range(1, 7)


def assess(author: Author, claim: Claim, verdict: str, reliability: str, credibility: int) -> Assessment:
    """A named reviewer's opinion, with its reason (the Admiralty code: A to F, 1 to 6)."""
    author.require(Right.ASSESS)
    require_visible(author, claim.passage.source)
    if verdict not in Assessment.Verdict.values:
        raise InputError(f"'{verdict}' is no verdict; choose one of {', '.join(Assessment.Verdict.values)}")
    if reliability not in RELIABILITY or len(reliability) != 1 or credibility not in CREDIBILITY:
        raise InputError(
            "reliability is a letter from A to F (cannot be judged), credibility 1 to 6 (cannot be judged)"
        )
    if len(author.reason) < 5:
        raise InputError("give the reason for the assessment; others must be able to follow it")
    said = {"verdict": verdict, "reliability": reliability, "credibility": credibility}
    old = standing_assessment(claim)
    return supersede(author, old, **said) if old else state(author, Assessment(claim=claim, **said))


def standing_assessment(claim: Claim) -> Assessment | None:
    """The opinion that counts now."""
    return Assessment.objects.standing().filter(claim=claim).select_related("made_by").first()


def all_assessments(claim: Claim) -> list[Assessment]:
    """Every opinion there ever was, oldest first."""
    return list(Assessment.objects.filter(claim=claim).select_related("made_by").order_by("made_at"))
