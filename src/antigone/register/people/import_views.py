"""Lists in and out."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.errors import InputError
from antigone.register.access.exports import table_response
from antigone.register.access.pages import Entry, Section, Visit, page
from antigone.register.access.roles import Right
from antigone.register.people.importing import FIELDS, compare, guess_columns, import_list, read_list
from antigone.register.people.models import PersonList
from antigone.register.people.views import asked_moment, found_persons


class ListForm(Entry):
    """Which list, which file, which column is what; first a dry run."""

    title = forms.CharField(label=gettext_lazy("Title of the list"), max_length=200)
    file = forms.FileField(label=gettext_lazy("File (CSV in UTF-8, or XLSX)"), allow_empty_file=True)
    columns = forms.CharField(
        label=gettext_lazy("Columns, where they are called otherwise"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("one a line, such as 'name = Surname'. Fields: ") + ", ".join(FIELDS),
    )
    enter = forms.BooleanField(
        label=gettext_lazy("Enter it (without: only show what would change)"), required=False
    )


@page(Right.IMPORT)
def list_import(visit: Visit) -> HttpResponse:
    """A dry run, or the import."""
    form = ListForm(visit.posted, visit.files)
    if visit.request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            return _answer(visit, said, said["file"])
        except InputError as error:
            form.add_error(None, str(error))
    return visit.render("form.html", 422 if form.errors else 200, title=_("Import a list"), form=form)


def _answer(visit: Visit, said: dict, file: UploadedFile) -> HttpResponse:
    table = read_list(file.name or "list", file.read())
    known = PersonList.objects.of(visit.author.investigation).standing().filter(title=said["title"]).first()
    columns = {**guess_columns(table), **(known.columns if known else {}), **_stated(said["columns"])}
    if said["enter"]:
        _list, found = import_list(visit.author.because(said["reason"]), said["title"], table, columns)
        lead = _("Entered.")
    else:
        found = compare(known, table, columns)
        lead = _("Nothing was entered. This is what would change.")
    counts = [(_("new"), len(found.new)), (_("changed"), len(found.changed)), (_("as before"), found.same)]
    changed = [
        (
            i.number,
            "; ".join(
                f"{k}: {old.cells.get(k, '')} → {v}" for k, v in i.cells.items() if old.cells.get(k, "") != v
            ),
        )
        for old, i in found.changed[:200]
    ]
    new = [(i.number, " · ".join(i.said.names)) for i in found.new[:200]]
    header = (_("Number"), _("What"))
    return visit.sheet(
        said["title"],
        [
            Section(_("Counts"), ("", ""), counts),
            Section(_("Changed"), header, changed),
            Section(_("New"), header, new),
        ],
        lead,
    )


def _stated(text: str) -> dict[str, str]:
    columns = {}
    for line in text.splitlines():
        field, equals, column = line.partition("=")
        if line.strip() and (not equals or field.strip() not in FIELDS):
            raise InputError(f"'{line}' must be like 'name = Surname'; fields are {', '.join(FIELDS)}")
        if equals:
            columns[field.strip()] = column.strip()
    return columns


@page(Right.EXPORT)
def persons_export(visit: Visit, kind: str) -> HttpResponse:
    """The persons found, as a file."""
    at = asked_moment(visit.request)
    found = found_persons(visit.author.investigation, visit.request.GET, at)
    found = found.prefetch_related("names__superseded_by", "reports__superseded_by")
    rows = (
        (
            p.code,
            " · ".join(n.text for n in p.names.all() if not hasattr(n, "superseded_by")),
            p.state,
            *next(
                ((r.last_seen, r.place) for r in p.reports.all() if not hasattr(r, "superseded_by")), ("", "")
            ),
        )
        for p in found.iterator(2000)
    )
    return table_response(kind, "persons", ("number", "names", "state", "last_seen", "place"), rows)
