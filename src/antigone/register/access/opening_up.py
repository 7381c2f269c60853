"""Users, investigations and their members."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.models import Investigation, Membership
from antigone.register.access.roles import Right, Role
from antigone.register.access.tokens import end_tokens
from antigone.register.ledger.record import alone, append, retract, state
from antigone.register.ledger.values import row_values

MOST_DISTANCE_M = 20_000


@alone()
def create_user(name: str, password: str, by: Any = None) -> User:
    """A new account; InputError for a name that is taken or a password that is too weak."""
    if User.objects.filter(username__iexact=name).exists():
        raise InputError(f"the user '{name}' exists already; choose another name")
    user = User(username=name)
    try:
        User.username_validator(name)
        validate_password(password, user)
    except ValidationError as error:
        raise InputError(" ".join(error.messages)) from None
    user.set_password(password)
    user.save()
    append(Author(by or user, None, reason="account made"), [("stated", user, None)])
    return user


@alone()
def deactivate_user(author: Author, user: User) -> None:
    """The user can no longer sign in or act, from their next click on; what they did stays.

    Raises InputError for one's own account and for members of investigations that are not the author's.
    """
    _require_own(author, user)
    if user == author.user:
        raise InputError("you cannot close your own account; another coordinator can")
    set_active(author, user, False)


@alone()
def set_active(author: Author, user: User, active: bool) -> None:
    """Opens or closes an account; asks for no right, so only for who runs the server."""
    old = row_values(user)
    user.is_active = active
    user.save()
    append(author, [("superseded", user, old)])


@alone()
def renew_access(author: Author, user: User, password: str) -> None:
    """A new first password; second factors are forgotten, sessions and tokens end: for who lost theirs.

    Raises InputError as deactivate_user does, and for a password that is too weak.
    """
    if author.user != user:
        _require_own(author, user)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InputError(" ".join(error.messages)) from None
    user.set_password(password)
    user.save()
    Authenticator.objects.filter(user=user).delete()
    end_tokens(author, user)
    append(author, [("access renewed", user, row_values(user))])


def _require_own(author: Author, user: User) -> None:
    author.require(Right.ADMINISTER)
    standing = Membership.objects.standing()
    led = standing.filter(user=author.user, role=Role.COORDINATOR).values("investigation")
    if standing.filter(user=user).exclude(investigation__in=led).exists():
        raise InputError(
            f"{user} is a member of an investigation that you do not coordinate; only who runs the server "
            "can do this, with 'antigone user'"
        )


@alone()
def open_investigation(user: User, slug: str, title: str, invented: bool = False) -> Investigation:
    """A new investigation with the user as its coordinator; InputError for a short name that is taken."""
    if Investigation.objects.filter(slug=slug).exists():
        raise InputError(f"an investigation '{slug}' exists already; choose another short name")
    investigation = Investigation.objects.create(slug=slug, title=title, invented=invented)
    author = Author(user, investigation, reason="investigation opened")
    append(author, [("stated", investigation, None)])
    state(author, Membership(user=user, role=Role.COORDINATOR))
    return investigation


@alone()
def change_settings(author: Author, seen: str, title: str, hazard_distance_m: int) -> Investigation:
    """A new title, or distance kept from hazards; `seen` is settings_version of what the author saw.

    Raises InputError without a reason or a change, or where somebody else was quicker.
    """
    author.require(Right.ADMINISTER)
    own = Investigation.objects.select_for_update().get(pk=author.investigation.pk)
    if settings_version(own) != seen:
        raise InputError("somebody changed the settings meanwhile; look at them, then enter yours again")
    if not title.strip():
        raise InputError("an investigation has a title")
    if not 0 <= hazard_distance_m <= MOST_DISTANCE_M:
        raise InputError(f"a distance from hazards of {hazard_distance_m} m cannot be meant")
    if (own.title, own.hazard_distance_m) == (title.strip(), hazard_distance_m):
        raise InputError("nothing is changed yet")
    if not author.reason:
        raise InputError("say why; the settings as they were stay in the ledger with your reason")
    old = row_values(own)
    own.title, own.hazard_distance_m = title.strip(), hazard_distance_m
    own.save(update_fields=["title", "hazard_distance_m"])
    append(author, [("superseded", own, old)])
    return own


def settings_version(own: Investigation) -> str:
    """Changes with the settings: a form sends back the one that it was filled from."""
    return f"{own.hazard_distance_m} {own.title}"


@alone()
def add_member(author: Author, user: User, role: str) -> Membership:
    """Gives a user a role; InputError for a role that is none."""
    author.require(Right.ADMINISTER)
    if role not in Role.values:
        raise InputError(f"'{role}' is not a role; choose one of {', '.join(Role.values)}")
    held = Membership.objects.standing().filter(investigation=author.investigation, user=user, role=role)
    return held.first() or state(author, Membership(user=user, role=role))


@alone()
def remove_member(author: Author, membership: Membership) -> None:
    """Ends a role; InputError for the last coordinator's."""
    author.require(Right.ADMINISTER)
    coordinators = Membership.objects.standing().filter(
        investigation=author.investigation, role=Role.COORDINATOR
    )
    if membership.role == Role.COORDINATOR and coordinators.count() == 1:
        raise InputError("the last coordinator cannot be removed; make somebody else coordinator first")
    retract(author, membership)
