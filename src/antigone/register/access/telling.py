"""Those who acted on a row are told when somebody else corrects it or takes it back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.models import CorrectionNotice, CorrectionRead
from antigone.register.ledger.record import alone, state, state_all


def tell(author: Author, users: Iterable[Any], page: CorrectionNotice.Page, key: Any, what: str) -> None:
    """A notice for each of the users but the author: `what` was done, with the author's reason."""
    others = {user.pk: user for user in users if user.pk != author.user.pk}
    text = f"{author.user} {what}: {author.reason}"
    state_all(author, [CorrectionNotice(to=others[k], page=page, key=key, text=text) for k in sorted(others)])


def unread_corrections(author: Author) -> QuerySet[CorrectionNotice]:
    """The user's notices of corrections that they have not read, the newest first."""
    read = CorrectionRead.objects.standing().values("notice")
    own = CorrectionNotice.objects.of(author.investigation).standing().filter(to=author.user)
    return own.exclude(pk__in=read).order_by("-made_at")


@alone()
def read_correction(author: Author, notice: CorrectionNotice) -> CorrectionRead:
    """The user has read it; InputError for somebody else's, or one that was read."""
    if notice.to != author.user:
        raise InputError(f"this notice is for {notice.to}; only they can say that they read it")
    if notice.reads.standing().exists():
        raise InputError("you have read this notice already")
    return state(author, CorrectionRead(notice=notice))
