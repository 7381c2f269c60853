"""Pages on which what is known of persons and events is corrected, or taken back; events and their counts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.register.access.corrected import correct_seen, mend, take_back_page
from antigone.register.access.exports import table_response
from antigone.register.access.pages import Link, Section, Visit, exports, page
from antigone.register.access.roles import Right
from antigone.register.people import forms
from antigone.register.people.date_words import date_in_words
from antigone.register.people.families import retract_consent
from antigone.register.people.models import Consent, Event, Group, LocatedAlive, Name, Report
from antigone.register.people.reporting import (
    correct_event,
    correct_group,
    correct_report,
    count_group,
    enter_event,
    replace_name,
    take_back,
)

MISTAKE = gettext_lazy("Take it back: it was entered by mistake")


@page(Right.REPORT)
def report_correct(visit: Visit, key) -> HttpResponse:
    """A new version of a report."""
    old = visit.get(Report, key)
    return mend(
        visit,
        _("Correct the report"),
        forms.ReportForm(visit.author.investigation, visit.posted, instance=old),
        lambda author, said: correct_report(author, old, said),
        visit.url("person", old.person_id),
        others=[Link(MISTAKE, visit.url("report_retract", old.pk))],
    )


@page(Right.REPORT)
def name_correct(visit: Visit, key) -> HttpResponse:
    """Another spelling in the place of one."""
    old = visit.get(Name, key)
    return mend(
        visit,
        _("Correct the name"),
        forms.NameForm(visit.posted, initial={"text": old.text, "note": old.note}),
        lambda author, said: replace_name(author, old, said["text"], note=said["note"]),
        visit.url("person", old.person_id),
        others=[Link(MISTAKE, visit.url("name_retract", old.pk))],
    )


@page(Right.REPORT)
def report_retract(visit: Visit, key) -> HttpResponse:
    """A report that was entered by mistake."""
    row = visit.get(Report, key)
    return _retract(visit, row, _("Take back the report of %s") % row.person)


@page(Right.REPORT)
def name_retract(visit: Visit, key) -> HttpResponse:
    """A name that was entered by mistake."""
    row = visit.get(Name, key)
    return _retract(visit, row, _("Take back the name %s") % row)


@page(Right.REPORT)
def alive_retract(visit: Visit, key) -> HttpResponse:
    """Not located alive after all."""
    row = visit.get(LocatedAlive, key)
    return _retract(visit, row, _("%s was not located alive") % row.person)


def _retract(visit: Visit, row: Any, title: Any) -> HttpResponse:
    return take_back_page(
        visit, title, lambda author: take_back(author, row), visit.url("person", row.person_id)
    )


@page(Right.REPORT)
def answer_retract(visit: Visit, key) -> HttpResponse:
    """A relative was not asked."""
    row = visit.get(Consent, key)
    return take_back_page(
        visit,
        _("%s was not asked") % row.relative,
        lambda author: retract_consent(author, row),
        visit.url("relative", row.relative_id),
        _("For an answer entered at the wrong relative. Who changes their mind gives a new answer instead."),
    )


@page()
def events(visit: Visit) -> HttpResponse:
    """Events and their groups of people."""
    rows = [
        (Link(e.title, visit.url("event", e.pk)), date_in_words(e.when), e.place,
         "; ".join(f"{g.title}: {g.fate} ({g.how_many})" for g in groups))
        for e, groups in _counted(visit)
    ]  # fmt: skip
    actions = [
        Link(_("Add an event"), visit.url("event_add"), Right.REPORT, main=True),
        *exports(visit, "events_export"),
    ]
    header = (_("Event"), _("When"), _("Where"), _("Groups of people, as sources count them"))
    return visit.sheet(_("Events"), [Section("", header, rows, actions, _("No events yet."))])


def _counted(visit: Visit) -> list[tuple[Event, list[Group]]]:
    """Each event with the groups counted in it."""
    own = Event.objects.of(visit.author.investigation).standing().order_by("code")
    groups: dict[Any, list[Group]] = {}
    for g in Group.objects.standing().filter(event__in=own).order_by("made_at"):
        groups.setdefault(g.event_id, []).append(g)
    return [(e, groups.get(e.pk, [])) for e in own]


@page(Right.EXPORT)
def events_export(visit: Visit, kind: str) -> HttpResponse:
    """Each event, and each group counted in it, as a file."""
    rows = (
        (e.code, e.title, e.when, e.place,
         *((g.title, g.fate, g.least, g.most, g.source) if g else ("", "", "", "", "")))
        for e, groups in _counted(visit)
        for g in groups or [None]
    )  # fmt: skip
    header = ("number", "title", "when", "place", "group", "fate", "at_least", "at_most", "source")
    return table_response(kind, "events", header, rows)


@page(Right.REPORT)
def event_add(visit: Visit) -> HttpResponse:
    """An event."""
    return visit.enter(
        _("Add an event"),
        forms.EventForm(visit.posted),
        lambda author, said: enter_event(author, **said),
        lambda e: visit.url("event", e.pk),
    )


@page(Right.REPORT)
def event_correct(visit: Visit, key) -> HttpResponse:
    """Title, time and place of an event."""
    row = visit.standing(Event, key)
    return correct_seen(
        visit,
        _("Correct the event"),
        forms.EventForm(visit.posted, instance=row),
        row,
        lambda author, seen, said: correct_event(author, row, seen, said),
        visit.url("event", key),
    )


@page(Right.REPORT)
def event_group_add(visit: Visit, key) -> HttpResponse:
    """People of an event whom a source counts together."""
    row = visit.standing(Event, key)
    return visit.enter(
        _("Enter a group of people, with counts"),
        forms.GroupForm(visit.posted),
        lambda author, said: count_group(author, row, said),
        visit.url("event", key),
        _("Where sources count the same people, or parts of them, use Groups: it shows what adds up."),
    )


@page(Right.REPORT)
def event_group_correct(visit: Visit, key) -> HttpResponse:
    """The counts of a group, mended."""
    old = visit.get(Group, key)
    return mend(
        visit,
        _("Correct the group"),
        forms.GroupForm(visit.posted, instance=old),
        lambda author, said: correct_group(author, old, said),
        visit.url("event", old.event_id),
    )
