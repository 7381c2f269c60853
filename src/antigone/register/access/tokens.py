"""Tokens by which programs use the API: made by a member, never with more rights than the member has."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from antigone.errors import InputError
from antigone.register.access.author import Author, author_of
from antigone.register.access.models import Token
from antigone.register.access.roles import Right
from antigone.register.ledger.record import retract, state

PREFIX = "antigone-"
LONGEST = timedelta(days=366)


def make_token(author: Author, title: str, expires_on: date, enters: bool = False) -> tuple[Token, str]:
    """The token's row, and the secret, which is shown once and kept nowhere.

    Raises InputError for a day that is past or more than a year away.
    """
    author.require(Right.READ)
    today = timezone.localdate()
    if not today <= expires_on <= today + LONGEST:
        raise InputError(f"a token is valid for at most a year; {expires_on} is not between today and then")
    secret = PREFIX + secrets.token_urlsafe(32)
    row = Token(title=title.strip(), enters=enters, expires_on=expires_on, sha256=_digest(secret))
    return state(author, row), secret


def revoke(author: Author, token: Token) -> None:
    """Ends a token; its maker may, and who manages members."""
    if token.made_by != author.user:
        author.require(Right.ADMINISTER)
    retract(author, token)


def end_tokens(author: Author, user: Any) -> None:
    """Ends all tokens that a user has made."""
    for token in Token.objects.standing().filter(made_by=user).select_related("investigation"):
        retract(replace(author, investigation=token.investigation), token)


def bearer(secret: str) -> tuple[Author, Token] | None:
    """Who acts with a secret, with the rights they have today; None for a secret that is not valid.

    A member who has left, and one whose account is closed, has no rights and so no valid token.
    """
    held = Token.objects.standing().filter(sha256=_digest(secret), expires_on__gte=timezone.localdate())
    token = held.select_related("made_by", "investigation").first()
    if token is None:
        return None
    author = author_of(token.made_by, token.investigation, f"by the token \u201c{token}\u201d")
    return (author, token) if author.rights else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
