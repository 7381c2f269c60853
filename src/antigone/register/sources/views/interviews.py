"""Interviews in the field: the form for ODK, and the submissions that come back."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.errors import InputError
from antigone.register.access.pages import Entry, Link, Section, Visit, page
from antigone.register.access.roles import Right
from antigone.register.sources.interviews.entering import enter, plan
from antigone.register.sources.interviews.form import FORM, VERSION, xform, xlsform
from antigone.register.sources.interviews.submissions import Submission, read_submissions
from antigone.register.sources.models import Source

SHOWN = 200


class SubmissionsForm(Entry):
    """Which file; first a dry run."""

    received_from = forms.CharField(label=gettext_lazy("Received from"), max_length=300)
    file = forms.FileField(
        label=gettext_lazy("Submissions"),
        help_text=gettext_lazy(
            "one XML instance, a ZIP of instances with their pictures, or Central's ZIP of CSV"
        ),
    )
    skip_known = forms.BooleanField(
        label=gettext_lazy("Leave out interviews that are in the record already"), required=False
    )
    enter = forms.BooleanField(
        label=gettext_lazy("Enter them (without: only show what would be entered)"), required=False
    )


@page(Right.SOURCES)
def interviews(visit: Visit) -> HttpResponse:
    """The form to take out, and the submissions to bring in."""
    form = SubmissionsForm(visit.posted, visit.files)
    if visit.posted is not None and form.is_valid():
        said = form.cleaned_data
        try:
            found = read_submissions(said["file"].name or "file", said["file"].read())
            if said["enter"]:
                author = visit.author.because(said["reason"])
                return _entered(visit, enter(author, said["received_from"], found, said["skip_known"]))
            return _planned(visit, found)
        except InputError as error:
            form.add_error(None, str(error))
    out = [
        Link(_("The form as XLSForm (XLSX)"), visit.url("interview_workbook")),
        Link(_("The form as XForm (XML)"), visit.url("interview_xform")),
    ]
    help = _("The form %(form)s, version %(version)s, for ODK Collect, Central and Enketo. Load it there, "
             "hold the interviews, export the submissions, and bring them in here: first a dry run.") % {
        "form": FORM, "version": VERSION,
    }  # fmt: skip
    return visit.render(
        "sources/interviews.html", 422 if form.errors else 200,
        title=_("Interviews with ODK"), form=form, help=help, out=out, cancel=visit.url("sources"),
    )  # fmt: skip


def _planned(visit: Visit, found: list[Submission]) -> HttpResponse:
    planned = plan(visit.author, found)
    header = (_("Interview"), _("Held on"), _("Interviewer"), _("Claims"), _("Pictures"))
    rows = lambda listed: [  # noqa: E731
        (s.instance, s.interview.get("held_on", ""), s.interview.get("interviewer", ""), len(s.claims),
         len(s.pictures)) for s in listed[:SHOWN]
    ]  # fmt: skip
    sections = [
        Section(_("New (%s)") % len(planned.new), header, rows(planned.new), empty=_("None.")),
        Section(_("In the record already (%s)") % len(planned.known), header, rows(planned.known),
                [Link(_("Back"), visit.url("interviews"))], _("None.")),
    ]  # fmt: skip
    return visit.sheet(_("Interviews"), sections, _("Nothing was entered. This is what would be entered."))


def _entered(visit: Visit, made: list[Source]) -> HttpResponse:
    rows = [
        (Link(s.code, visit.url("source", s.pk)), s.title, sum(p.claims.count() for p in s.passages.all()))
        for s in made[:SHOWN]
    ]
    section = Section("", (_("Number"), _("Title"), _("Claims")), rows, empty=_("None was new."))
    return visit.sheet(_("Interviews"), [section], _("Entered: %s interviews.") % len(made))


@page(Right.SOURCES)
def form_workbook(visit: Visit) -> HttpResponse:
    """The XLSForm."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    named = {"Content-Disposition": f'attachment; filename="{FORM}.xlsx"'}
    return HttpResponse(xlsform(), content_type=kind, headers=named)


@page(Right.SOURCES)
def form_xml(visit: Visit) -> HttpResponse:
    """The XForm."""
    named = {"Content-Disposition": f'attachment; filename="{FORM}.xml"'}
    return HttpResponse(xform(), content_type="application/xml", headers=named)
