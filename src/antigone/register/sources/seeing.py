"""Who may see which source, and so the passages in it and the claims on them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.record import state, supersede
from antigone.register.sources.models import Claim, Reader, Source, Visibility


def visible_sources(author: Author) -> QuerySet[Source]:
    """The sources of the author's investigation that the author may see."""
    named = Reader.objects.standing().filter(user=author.user).values("source")
    open_ = Visibility.objects.standing().filter(who=Visibility.Who.MEMBERS).values("source")
    own = Source.objects.standing().of(author.investigation)
    return own.filter(Q(pk__in=open_) | Q(pk__in=named) | Q(made_by=author.user)).order_by("code")


def visible_claims(author: Author) -> QuerySet[Claim]:
    """The standing claims on passages of those sources."""
    claims = Claim.objects.standing().of(author.investigation)
    seen = claims.filter(passage__source__in=visible_sources(author))
    return seen.select_related("passage__source", "part", "event", "person").order_by("code")


def require_visible(author: Author, source: Source) -> None:
    """Raises PermissionDenied for a source that the author may not see."""
    if not visible_sources(author).filter(pk=source.pk).exists():
        raise PermissionDenied("You are not among those who may see this source.")


def set_visibility(author: Author, source: Source, who: str) -> Visibility:
    """Opens or narrows a source."""
    author.require(Right.SOURCES)
    require_visible(author, source)
    old = Visibility.objects.standing().filter(source=source).first()
    return supersede(author, old, who=who) if old else state(author, Visibility(source=source, who=who))


def name_reader(author: Author, source: Source, user: object) -> Reader:
    """Lets one more member see a source."""
    author.require(Right.SOURCES)
    require_visible(author, source)
    held = Reader.objects.standing().filter(source=source, user=user).first()
    return held or state(author, Reader(source=source, user=user))
