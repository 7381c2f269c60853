"""What the queue runs: one job, for the user who asked, with the rights they have when it runs."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, connection
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks import task

from antigone.errors import AntigoneError
from antigone.register.access.author import Author, author_of
from antigone.register.ledger.record import alone
from antigone.register.work import place
from antigone.register.work.asking import Kind, end
from antigone.register.work.models import Job, Outcome

MOST_BEGINNINGS = 3


@task()
def run_job(key: str) -> None:
    """Works the job out, then enters it and marks it as done in one transaction."""
    row = Job.objects.select_related("investigation", "asked_by", "queued").get(pk=UUID(key))
    if row.outcome:
        place.clear(row.pk)
        return
    try:
        if row.queued is not None and len(row.queued.worker_ids) > MOST_BEGINNINGS:
            raise AntigoneError(_("It ended the program each time it began; tell who keeps this program."))
        _work(row)
    except place.Cancelled:
        end(row, Outcome.CANCELLED)
    except (AntigoneError, PermissionDenied) as error:
        end(row, Outcome.FAILED, error)
    except (OperationalError, InterfaceError) as error:
        connection.close_if_unusable_or_obsolete()
        why = _("The database could not be used (%s); nothing was entered. Ask for it again.") % error
        end(row, Outcome.FAILED, why)  # fails where it still cannot be: the job is then taken up again
    except Exception:
        end(row, Outcome.FAILED, _("The program failed; nothing was entered. The queue keeps where."))
        place.clear(row.pk)
        raise
    place.clear(row.pk)


def _work(row: Job) -> None:
    kind: Kind = import_string(row.task)
    progress = place.Progress(row.pk)
    progress.go_on()
    enter = kind.work(_author(row, kind), progress, **row.arguments, **place.kept_files(row.pk))
    with alone():
        row.asked_by.refresh_from_db()
        progress.go_on()
        done = enter(_author(row, kind))
        end(row, Outcome.DONE, done.text, done.url)


def _author(row: Job, kind: Kind) -> Author:
    author = author_of(row.asked_by, row.investigation, row.reason)
    author.require(kind.right)
    return author
