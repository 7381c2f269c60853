"""Claims of destroyed and damaged places: by kind and extent, each with its pictures before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from antigone.register.access.author import Author
from antigone.register.people.names import search_key
from antigone.register.sources.models import Claim, Comparison
from antigone.register.sources.seeing import visible_claims, visible_sources


@dataclass(frozen=True, slots=True)
class Damaged:
    """A place as claims tell of it: the claims, and pictures before and after that the author may see."""

    place: str
    thing: str
    claims: tuple[Claim, ...]
    pictures: tuple[Comparison, ...]


def damaged(author: Author) -> list[Damaged]:
    """Places with damage, claims of one thing at one place together, in order of place."""
    claims = visible_claims(author).filter(kind=Claim.Kind.DAMAGE).select_related("event", "made_by")
    together: dict[tuple[str, str], list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: (search_key(c.place or "~"), search_key(c.thing), c.code)):
        together.setdefault((search_key(claim.place), search_key(claim.thing)), []).append(claim)
    pictures = pictures_of(author, [c for told in together.values() for c in told])
    return [
        Damaged(told[0].place, told[0].thing, tuple(told),
                tuple(p for c in told for p in pictures.get(c.pk, ())))
        for told in together.values()
    ]  # fmt: skip


def pictures_of(author: Author, claims: Sequence[Claim]) -> dict[object, list[Comparison]]:
    """By claim's id the pictures before and after; only pairs of which the author may see both."""
    seen = visible_sources(author).values("pk")
    rows = Comparison.objects.standing().filter(claim__in=claims, before__in=seen, after__in=seen)
    found: dict[object, list[Comparison]] = {}
    for row in rows.select_related("before", "after").order_by("made_at"):
        found.setdefault(row.claim_id, []).append(row)
    return found
