"""The parts that all pages share: who may see them, lists and sheets, and forms that enter facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.errors import InputError
from antigone.register.access.author import Author, author_of
from antigone.register.access.models import Investigation
from antigone.register.access.roles import Right
from antigone.register.ledger.facts import Fact

M = TypeVar("M", bound=Fact)
PAGE = 50


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to a page; `right` says who sees it as a thing to do, `main` that it comes first."""

    text: Any
    url: str
    right: Right = Right.READ
    main: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """Several links in one cell."""

    links: Sequence[Link]

    def __str__(self) -> str:
        return ", ".join(str(x.text) for x in self.links)


@dataclass(frozen=True, slots=True)
class Mark:
    """A word set apart by its `tone`: good, bad, warn, info or plain. The word alone must say it all."""

    text: Any
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Section:
    """A table under a heading, what can be done about it, and what to do while it is empty.

    Rows of two cells without a header are shown as facts: label and value. `template` names a template
    of the stage's own that shows `data`, above the rows.
    """

    title: Any
    header: Sequence[Any] = ()
    rows: Sequence[Sequence[Any]] = ()
    actions: Sequence[Link] = ()
    empty: Any = ""
    image: Link | None = None
    note: Any = ""
    template: str = ""
    data: Any = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A member's request to a page of an investigation."""

    request: HttpRequest
    author: Author

    @property
    def posted(self) -> Any:
        """What a form sent; None when the page is only asked for."""
        return self.request.POST if self.request.method == "POST" else None

    @property
    def files(self) -> Any:
        """The files that came with it."""
        return self.request.FILES if self.request.method == "POST" else None

    def get(self, model: type[M], key: Any) -> M:
        """The row, if it is one of this investigation; else 404."""
        return get_object_or_404(model.objects.of(self.author.investigation), pk=key)

    def standing(self, model: type[M], key: Any) -> M:
        """The same, if it still stands."""
        return get_object_or_404(model.objects.of(self.author.investigation).standing(), pk=key)

    def url(self, name: str, *args: Any) -> str:
        """The address of a page of this investigation."""
        return reverse(name, args=(self.author.investigation.slug, *args))

    def render(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        """A page with the investigation's frame."""
        rights = self.author.rights
        frame = {
            "author": self.author,
            "investigation": self.author.investigation,
            "may": {r.name: r in rights for r in Right},
        }
        return render(self.request, template, {**frame, **context}, status=status)

    def sheet(
        self, title: Any, sections: Iterable[Section | None], lead: Any = "", **context: Any
    ) -> HttpResponse:
        """A page of sections (None: nothing); actions that the reader has no right to are left out."""
        shown = [
            {"title": s.title, "header": s.header, "rows": self.allowed(s.rows), "empty": s.empty,
             "image": s.image, "note": s.note, "template": s.template, "data": s.data, "facts": _facts(s),
             "actions": [a for a in s.actions if a.right in self.author.rights]}
            for s in sections
            if s is not None
        ]  # fmt: skip
        return self.render("sheet.html", title=title, sections=shown, lead=lead, **context)

    def allowed(self, rows: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
        """The rows without the links that would lead the reader to a refusal."""
        rights = self.author.rights
        return [
            tuple("" if isinstance(cell, Link) and cell.right not in rights else cell for cell in row)
            for row in rows
        ]

    def enter(
        self,
        title: Any,
        form: forms.Form,
        act: Callable[[Author, dict[str, Any]], Any],
        done: str | Callable[[Any], str],
        help: Any = "",
        **context: Any,
    ) -> HttpResponse:
        """Shows a form; when it is sent, acts once and goes on, or says beside the form what is wrong."""
        status = 200
        if self.request.method == "POST":
            if form.is_valid():
                values = dict(form.cleaned_data)
                reason = values.pop("reason", "")
                try:
                    result = act(self.author.because(reason), values)
                except InputError as error:
                    form.add_error(None, str(error))
                else:
                    messages.success(self.request, _("Entered."))
                    return redirect(done(result) if callable(done) else done)
            status = 422
        context.setdefault("cancel", "" if callable(done) else done)
        template = context.pop("template", "form.html")
        return self.render(template, status, title=title, form=form, help=help, **context)


def _facts(section: Section) -> Sequence[Sequence[Any]] | None:
    pairs = not any(section.header) and all(len(row) == 2 for row in section.rows)
    return section.rows if pairs else None


class Entry(forms.Form):
    """A form that enters a fact; every fact may have a reason.

    `groups` are headings with the names of the fields under them, for forms with many fields.
    """

    groups: Sequence[tuple[Any, Sequence[str]]] = ()

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order: Sequence[str] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([n for n in self.fields if n != "reason"])
        for name, item in self.fields.items():
            # Browsers read these values only as ISO 8601, whatever the language of the page.
            if isinstance(item, forms.DateField):
                item.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            elif isinstance(item, forms.DateTimeField):
                item.widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
            if name == "reason":
                item.required = getattr(self, "reason_required", False)


class ReasonForm(Entry):
    """Nothing but the reason, which must be given."""

    reason_required = True


class FactForm(Entry, forms.ModelForm):
    """An entry form with fields of a table; the services check and write."""

    def _post_clean(self) -> None:
        pass


def page(right: Right = Right.READ) -> Callable[..., Any]:
    """A view of an investigation: 404 for those who are no members, refused where the right is lacking."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        @login_required
        def checked(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            investigation = get_object_or_404(Investigation, slug=slug)
            author = author_of(request.user, investigation)
            if not author.rights:
                raise Http404
            try:
                author.require(right)
                return view(Visit(request, author), *args, **kwargs)
            except PermissionDenied as error:
                return Visit(request, author).render("refused.html", 403, message=str(error))

        return checked

    return wrap


def exports(visit: Visit, name: str, *keys: Any, title: Any = "") -> list[Link]:
    """Links to a table as CSV and XLSX, for those who may export; `name` is that of its address."""
    return [
        Link(f"{title} {kind.upper()}".strip(), visit.url(name, *keys, kind), Right.EXPORT)
        for kind in ("csv", "xlsx")
    ]


def files_of(visit: Visit, name: str, title: Any = "") -> list[Link]:
    """Links to a list of reports.list_views as files."""
    return exports(visit, "list_file", name, title=title)


def paged(request: HttpRequest, rows: Any) -> Any:
    """The page of rows that the address asks for."""
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))


def made(fact: Fact) -> str:
    """Who stated a fact and when."""
    return f"{fact.made_by}, {fact.made_at:%Y-%m-%d}"
