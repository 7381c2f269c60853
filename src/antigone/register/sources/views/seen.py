"""What a visitor asks for, if they may see it; else the page does not exist for them."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from antigone.register.access.pages import Link, Visit
from antigone.register.people.date_words import date_in_words
from antigone.register.sources.models import Claim, Passage, Source
from antigone.register.sources.seeing import visible_claims, visible_sources
from antigone.register.sources.wording import told


def sent(visit: Visit) -> None:
    """404 unless a form was sent: there is no such page to look at."""
    if visit.request.method != "POST":
        raise Http404


def source_seen(visit: Visit, key: Any) -> Source:
    """The source; 404 where the visitor may not see it."""
    return get_object_or_404(visible_sources(visit.author), pk=key)


def claim_seen(visit: Visit, key: Any) -> Claim:
    """The claim; 404 likewise."""
    return get_object_or_404(visible_claims(visit.author), pk=key)


def passage_url(visit: Visit, passage: Passage) -> str:
    """Where the passage is shown: in the text, or on the picture or film."""
    page = "reading" if passage.start is not None else "look"
    about = f"?passage={passage.pk}" + (f"&page={passage.page}" if page == "look" and passage.page else "")
    return visit.url(page, passage.source_id) + about + ("#passage" if page == "reading" else "")


def claim_row(visit: Visit, claim: Claim) -> tuple[Any, ...]:
    """A line of a table of claims."""
    verdict = claim.assessments.standing().first()
    return (
        Link(claim.code, visit.url("claim", claim.pk)),
        told(claim),
        claim.get_kind_display(),
        date_in_words(claim.when),
        Link(claim.passage.source, visit.url("source", claim.passage.source_id)),
        f"{verdict.get_verdict_display()} {verdict.reliability}{verdict.credibility}" if verdict else "",
    )
