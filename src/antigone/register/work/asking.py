"""Asking for long work, and asking that it stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.work import place
from antigone.register.work.models import Job, Outcome


@dataclass(frozen=True, slots=True)
class Done:
    """What a job did, in a sentence, and the address of the page that shows it."""

    text: Any
    url: str = ""


Enter = Callable[[Author], Done]


@dataclass(frozen=True, slots=True)
class Kind:
    """A function that can be asked for, and the right that it needs."""

    work: Callable[..., Enter]
    right: Right

    @property
    def path(self) -> str:
        """Where the queue finds it again."""
        return f"{self.work.__module__}.{self.work.__qualname__}"


def job(right: Right) -> Callable[[Callable[..., Enter]], Kind]:
    """Makes a function of a module a job; see the package's docstring."""
    return lambda work: Kind(work, right)


def enqueue(
    author: Author,
    kind: Kind,
    title: Any,
    files: Mapping[str, bytes | Iterable[bytes]] | None = None,
    **arguments: Any,
) -> Job:
    """Puts a job at the end of the queue.

    Files are bytes, or parts of them such as an upload's chunks(). Raises PermissionDenied where the author
    lacks the job's right.
    """
    from antigone.register.work.running import run_job

    author.require(kind.right)
    row = Job(
        investigation=author.investigation, asked_by=author.user, title=str(title)[:300],
        reason=author.reason, task=kind.path, arguments=arguments,
    )  # fmt: skip
    try:
        parts = {name: [f] if isinstance(f, bytes) else f for name, f in (files or {}).items()}
        place.keep_files(row.pk, parts)
        with transaction.atomic():
            row.queued_id = run_job.enqueue(str(row.pk)).id
            row.save(force_insert=True)
    except BaseException:
        place.clear(row.pk)
        raise
    return row


def may_stop(author: Author, row: Job) -> bool:
    """Who asked may, and who manages members."""
    return row.asked_by_id == author.user.pk or Right.ADMINISTER in author.rights


def stop(author: Author, row: Job) -> None:
    """Ends a job that waits; one that runs stops at its next step, and enters nothing."""
    if not may_stop(author, row):
        raise PermissionDenied("Only who asked for this work, or a coordinator, may stop it.")
    place.ask_to_stop(row.pk)
    if not row.runs:
        end(row, Outcome.CANCELLED)


def end(row: Job, outcome: Outcome, message: Any = "", url: str = "") -> None:
    """Notes how a job ended, unless it has ended before."""
    Job.objects.filter(pk=row.pk, outcome="").update(
        outcome=outcome, ended_at=timezone.now(), message=str(message)[:2000], result_url=url
    )
