"""Who acts, in which investigation, with what rights and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from antigone.register.access.models import Investigation, Membership
from antigone.register.access.roles import Right, rights_of


@dataclass(frozen=True, slots=True)
class Author:
    """Everything a service asks about who calls it. `at` is set only where invented cases are filled."""

    user: Any
    investigation: Investigation | None
    rights: frozenset[Right] = frozenset()
    reason: str = ""
    at: datetime | None = None

    def because(self, reason: str) -> Author:
        """The same, with a reason."""
        return replace(self, reason=reason.strip())

    def require(self, *one_of: Right) -> None:
        """Raises PermissionDenied where the role has none of these rights, naming the last."""
        if self.rights.isdisjoint(one_of):
            raise PermissionDenied(f"Your role in this investigation may not {one_of[-1].value}.")


def roles_in(user: Any, investigation: Investigation) -> list[str]:
    """The user's roles, none for a user who is no longer active."""
    if not user.is_active:
        return []
    held = Membership.objects.standing().filter(user=user, investigation=investigation)
    return list(held.values_list("role", flat=True))


def author_of(user: Any, investigation: Investigation, reason: str = "") -> Author:
    """The author that a member is, with the rights of all their roles."""
    return Author(user, investigation, rights_of(roles_in(user, investigation)), reason)
