"""Lists in and out: a file, which column is what, what it would change, and then entering it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db.models import Count, OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.errors import InputError
from antigone.formats.tables import Table
from antigone.register.access.author import Author
from antigone.register.access.exports import table_response
from antigone.register.access.pages import Entry, Link, Section, Visit, files_of, made, page, paged
from antigone.register.access.roles import Right
from antigone.register.people import list_files
from antigone.register.people.finding import cells, found_persons
from antigone.register.people.importing import (
    FIELDS,
    Differences,
    ListFile,
    Watch,
    compare,
    enter_list,
    guess_columns,
    list_titled,
    quiet,
    remembered_columns,
)
from antigone.register.people.models import ListImport, Listing, PersonList
from antigone.register.people.names import side_by_side
from antigone.register.people.views import asked_moment
from antigone.register.work.asking import Done, Enter, enqueue, job
from antigone.register.work.place import Progress

AT_ONCE = 1000
SHOWN = 200
WORDS = {
    "number": gettext_lazy("number on the list"), "name": gettext_lazy("name"),
    "name2": gettext_lazy("name in another script"), "sex": gettext_lazy("sex"),
    "birth": gettext_lazy("date of birth"), "last_seen": gettext_lazy("last seen when"),
    "place": gettext_lazy("last seen where"), "circumstances": gettext_lazy("circumstances"),
    "reporter": gettext_lazy("who reports"),
}  # fmt: skip


class FileForm(Entry):
    """Which list, which file."""

    title = forms.CharField(
        label=gettext_lazy("Title of the list"), max_length=200,
        help_text=gettext_lazy("The same title as before compares the file with what the list held."),
    )  # fmt: skip
    file = forms.FileField(label=gettext_lazy("File (CSV or XLSX)"), allow_empty_file=True)
    encoding = forms.ChoiceField(
        label=gettext_lazy("Encoding of a CSV file"),
        choices=[(e, e) for e in list_files.ENCODINGS],
        required=False,
    )
    sheet = forms.CharField(
        label=gettext_lazy("Sheet, if the workbook has several"), required=False, max_length=100
    )


class ColumnsForm(Entry):
    """Which column is what."""

    def __init__(self, header: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in FIELDS:
            needed = field in ("number", "name")
            choices = [("", _("no column")), *((h, h) for h in header)]
            self.fields[field] = forms.ChoiceField(label=WORDS[field], choices=choices, required=needed)
        self.order_fields([*FIELDS, "reason"])


@page()
def lists(visit: Visit) -> HttpResponse:
    """The lists of several bodies."""
    last = ListImport.objects.standing().filter(list=OuterRef("pk")).order_by("-made_at")
    own = PersonList.objects.of(visit.author.investigation).standing().order_by("title")
    held = (
        Listing.objects.standing()
        .filter(list=OuterRef("pk"))
        .order_by()
        .values("list")
        .annotate(n=Count("pk"))
    )
    own = own.annotate(held=Subquery(held.values("n")), file=Subquery(last.values("file")[:1]),
                       read=Subquery(last.values("made_at")[:1]))  # fmt: skip
    rows = [
        (Link(x.title, visit.url("person_list", x.pk)),
         Link(x.held or 0, visit.url("persons") + "?" + urlencode({"list": x.title})),
         x.file or "", f"{x.read:%Y-%m-%d}" if x.read else "")
        for x in own
    ]  # fmt: skip
    add = Link(_("Import a list"), visit.url("list_import"), Right.IMPORT, main=True)
    empty = _(
        "No lists yet. Import the list of a body: first you see what it would change, then you enter it."
    )
    header = (_("List"), _("Persons"), _("Last file"), _("Read on"))
    return visit.sheet(
        _("Lists of missing persons"), [Section("", header, rows, [add, *files_of(visit, "lists")], empty)]
    )


@page()
def person_list(visit: Visit, key) -> HttpResponse:
    """A list: its files and what each changed, and its rows."""
    row = visit.get(PersonList, key)
    files = [
        (i.file, i.rows, i.new, i.changed, i.gone, i.sha256[:12], made(i))
        for i in row.imports.standing().select_related("made_by").order_by("-made_at")
    ]
    held = Listing.objects.standing().filter(list=row).select_related("person").order_by("number")
    shown = paged(visit.request, held)
    rows = [
        (
            x.number,
            Link(x.person, visit.url("person", x.person_id)),
            side_by_side(_cut(x.cells.values())),
        )
        for x in shown
    ]
    act = [
        Link(_("Import a new file"), visit.url("list_import") + f"?list={row.code}", Right.IMPORT),
        Link("CSV", visit.url("list_export", row.pk, "csv"), Right.EXPORT),
        Link("XLSX", visit.url("list_export", row.pk, "xlsx"), Right.EXPORT),
    ]
    header = (_("File"), _("Rows"), _("New"), _("Changed"), _("No longer on it"), "SHA-256", _("Entered by"))
    columns = [(WORDS[f], c) for f, c in remembered_columns(row).items() if f in WORDS and c]
    return visit.sheet(
        row.title,
        [
            Section(_("Files"), header, files, act),
            Section(_("How its columns are read"), ("", ""), columns),
            Section(_("Its rows"), (_("Number on the list"), _("Person"), _("As received")), rows),
        ],
        page=shown,
    )


@page(Right.IMPORT)
def list_import(visit: Visit) -> HttpResponse:
    """Takes the file; what it would change is on the next page."""
    known = PersonList.objects.of(visit.author.investigation).standing()
    asked = known.filter(code=visit.request.GET.get("list", "")).first()
    form = FileForm(visit.posted, visit.files, initial={"title": asked.title if asked else ""})
    if visit.request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            return redirect(visit.url("list_check", _take(visit.author.investigation, said)))
        except InputError as error:
            form.add_error(None, str(error))
    help = _("Nothing is entered yet: the next page shows what the file would change.")
    status = 422 if form.errors else 200
    return visit.render("form.html", status, title=_("Import a list"), form=form, help=help,
                        button=_("Go on"), cancel=visit.url("lists"))  # fmt: skip


def _take(investigation: Any, said: dict[str, Any]) -> str:
    data, name = said["file"].read(), (said["file"].name or "list")[:300]
    encoding = said["encoding"] or "utf-8"
    table = list_files.read_list(name, data, encoding, said["sheet"])
    known = list_titled(investigation, said["title"])
    before = remembered_columns(known) if known else {}
    columns = {**guess_columns(table), **{f: c for f, c in before.items() if c in table.header}}
    key = list_files.keep(investigation, data)
    list_files.note(investigation, key, {
        "title": said["title"], "name": name, "encoding": encoding, "sheet": said["sheet"],
        "header": list(table.header), "rows": table.frame.height, "columns": columns,
        "sample": [list(r) for r in table.frame.head(3).iter_rows()],
    })  # fmt: skip
    return key


@page(Right.IMPORT)
def list_check(visit: Visit, code: str) -> HttpResponse:
    """Which column is what, what the file would change, and entering it."""
    said = list_files.noted(visit.author.investigation, code)
    if said is None:
        raise Http404
    form = ColumnsForm(said["header"], visit.posted, initial=said["columns"])
    if visit.request.method == "POST" and form.is_valid():
        columns = {f: form.cleaned_data[f] for f in FIELDS if form.cleaned_data[f]}
        author = visit.author.because(form.cleaned_data["reason"])
        try:
            return _go_on(visit, author, code, said | {"columns": columns})
        except InputError as error:
            form.add_error(None, str(error))
    status = 422 if form.errors else 200
    found = said.get("found") if not form.errors else None
    return visit.render("people/list_check.html", status, title=said["title"], form=form, said=said,
                        found=found, cancel=visit.url("lists"))  # fmt: skip


def _go_on(visit: Visit, author: Author, code: str, said: dict[str, Any]) -> HttpResponse:
    said.pop("found", None)
    list_files.note(author.investigation, code, said)
    enter = "enter" in visit.request.POST
    if said["rows"] > AT_ONCE:
        kind = list_enter if enter else list_dry_run
        title = (_("Enter the list %s") if enter else _("Compare the list %s")) % said["title"]
        return redirect(visit.url("job", enqueue(author, kind, title, code=code).pk))
    if enter:
        done = _enter(author, code, quiet)(author)
        messages.success(visit.request, done.text)
        return redirect(done.url)
    _dry_run(author.investigation, code, quiet)
    return redirect(visit.url("list_check", code) + "#found")


@job(Right.IMPORT)
def list_dry_run(author: Author, progress: Progress, code: str) -> Enter:
    """Compares a file with its list."""
    words = _dry_run(author.investigation, code, progress)
    return lambda now: Done(words, reverse("list_check", args=(now.investigation.slug, code)))


@job(Right.IMPORT)
def list_enter(author: Author, progress: Progress, code: str) -> Enter:
    """Enters a list whole, or nothing."""
    return _enter(author, code, progress)


def _read(investigation: Any, code: str) -> tuple[dict[str, Any], Table]:
    said, data = list_files.noted(investigation, code), list_files.kept(investigation, code)
    if said is None or data is None:
        raise InputError(_("The file is no longer here; send it again."))
    return said, list_files.read_list(said["name"], data, said["encoding"], said["sheet"])


def _dry_run(investigation: Any, code: str, watch: Watch) -> str:
    said, table = _read(investigation, code)
    found = compare(list_titled(investigation, said["title"]), table, said["columns"], watch)
    list_files.note(investigation, code, said | {"found": _summary(found)})
    return _counts(found)


def _enter(author: Author, code: str, watch: Watch) -> Enter:
    said, table = _read(author.investigation, code)
    file = ListFile(said["title"], table, code, said["columns"])

    def enter(now: Author) -> Done:
        # Compared again here: somebody may have entered rows since.
        found = compare(list_titled(now.investigation, file.title), table, file.columns, watch)
        own = enter_list(now, file, found, watch)
        words = _("Nothing changed: the list is as it was.") if found.nothing else _counts(found)
        return Done(words, reverse("person_list", args=(now.investigation.slug, own.pk)))

    return enter


def _counts(found: Differences) -> str:
    return _("%(new)d new, %(changed)d changed, %(same)d as before, %(gone)d no longer on the list.") % {
        "new": len(found.new), "changed": len(found.changed), "same": found.same, "gone": len(found.gone),
    }  # fmt: skip


def _summary(found: Differences) -> dict[str, Any]:
    return {
        "words": _counts(found),
        "errors": list(found.errors),
        "nothing": found.nothing,
        "new": [(i.number, side_by_side(i.said.names)) for i in found.new[:SHOWN]],
        "changed": [
            (i.number, "; ".join(f"{k}: {old.cells.get(k, '')} → {v}" for k, v in i.cells.items()
                                 if old.cells.get(k, "") != v))
            for old, i in found.changed[:SHOWN]
        ],
        "gone": [(x.number, side_by_side(_cut(x.cells.values()))) for x in found.gone[:SHOWN]],
        "more": max(len(found.new), len(found.changed), len(found.gone)) > SHOWN,
    }  # fmt: skip


@page(Right.EXPORT)
def list_export(visit: Visit, key, kind: str) -> HttpResponse:
    """The rows of a list as received, with the numbers of the record's persons."""
    row = visit.get(PersonList, key)
    held = Listing.objects.standing().filter(list=row).select_related("person").order_by("number")
    # The fields first, in their order: PostgreSQL does not keep the order of the file's columns.
    named = [row.columns[f] for f in FIELDS if row.columns.get(f)]
    cells = sorted({k for x in held.iterator(2000) for k in x.cells})
    header = list(dict.fromkeys([*(c for c in named if c in cells), *cells]))
    rows = ((x.person, *(x.cells.get(k, "") for k in header)) for x in held.iterator(2000))
    return table_response(kind, row.code, ("person", *header), rows)


@page(Right.EXPORT)
def persons_export(visit: Visit, kind: str) -> HttpResponse:
    """The persons found, as a file."""
    own, at = visit.author.investigation, asked_moment(visit.request)
    rows = cells(own, found_persons(own, visit.request.GET, at), at)
    return table_response(kind, "persons", ("number", "names", "state", "last_seen", "place"), rows)


def _cut(cells: Iterable[str]) -> Iterator[str]:
    """The cells of a row, no more of them than a line of the page holds."""
    left = 200
    for cell in cells:
        if left > 0:
            yield cell[:left]
        left -= len(cell)
