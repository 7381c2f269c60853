"""The pages of long work: what was asked for, how far it is, and where its result lies."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from antigone.register.access.pages import Link, Mark, Section, Visit, page, paged
from antigone.register.access.roles import Right
from antigone.register.work import place
from antigone.register.work.asking import may_stop, stop
from antigone.register.work.models import Job, Outcome

TONES = {Outcome.DONE: "good", Outcome.FAILED: "bad", Outcome.CANCELLED: "plain"}


def _own(visit: Visit) -> QuerySet[Job]:
    found = Job.objects.filter(investigation=visit.author.investigation).select_related("asked_by", "queued")
    return found if Right.ADMINISTER in visit.author.rights else found.filter(asked_by=visit.author.user)


def _mark(row: Job) -> Mark:
    if row.outcome:
        return Mark(row.get_outcome_display(), TONES[Outcome(row.outcome)])
    return Mark(_("runs"), "info") if row.runs else Mark(_("waits"), "plain")


@page()
def work(visit: Visit) -> HttpResponse:
    """One's own, the newest first; everybody's for who manages members."""
    shown = paged(visit.request, _own(visit).order_by("-asked_at"))
    rows = [
        (
            Link(r.title, visit.url("job", r.pk)),
            r.asked_by,
            f"{r.asked_at:%Y-%m-%d %H:%M}",
            _mark(r),
            r.message,
        )
        for r in shown
    ]
    header = (_("What"), _("Asked by"), _("When"), _("State"), "")
    empty = _("Nothing yet. Lists that come in and runs of the engine are done here, while you go on.")
    return visit.sheet(_("Work in progress"), [Section("", header, rows, empty=empty)], page=shown)


def _context(visit: Visit, row: Job) -> dict[str, Any]:
    asked = visit.url("job_stop", row.pk) if not row.outcome and may_stop(visit.author, row) else ""
    return {
        "title": row.title,
        "job": row,
        "mark": _mark(row),
        "stop": asked,
        "standing": place.standing(row.pk),
        "poll": visit.url("job_standing", row.pk),
    }


@page()
def job(visit: Visit, key: UUID) -> HttpResponse:
    """How far a job is; the page asks again each second until it ended."""
    return visit.render("work/job.html", **_context(visit, get_object_or_404(_own(visit), pk=key)))


@page()
def job_standing(visit: Visit, key: UUID) -> HttpResponse:
    """The part of the page that changes; leads on to the result when there is one."""
    row = get_object_or_404(_own(visit), pk=key)
    if row.outcome == Outcome.DONE and row.result_url:
        messages.success(visit.request, row.message)
        return HttpResponseClientRedirect(row.result_url)
    return visit.render("work/standing.html", **_context(visit, row))


@page()
def job_stop(visit: Visit, key: UUID) -> HttpResponse:
    """Asks a job to stop."""
    row = get_object_or_404(_own(visit), pk=key)
    if visit.request.method == "POST":
        stop(visit.author, row)
    return redirect(visit.url("job", row.pk))
