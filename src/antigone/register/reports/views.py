"""Reports and disclosure sets: what was made, and making them."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.pages import Link, Section, Visit, made, page, paged
from antigone.register.access.roles import Right
from antigone.register.people.models import Person
from antigone.register.reports import forms
from antigone.register.reports.contents.accounting import public_accounting
from antigone.register.reports.contents.case_file import case_file
from antigone.register.reports.contents.circulation import Letter, circulation
from antigone.register.reports.contents.identified import certificate, family_letter
from antigone.register.reports.contents.protocol import protocol
from antigone.register.reports.disclosing import Chosen, disclose
from antigone.register.reports.making import KEPT, make
from antigone.register.reports.models import Disclosure, Document
from antigone.register.reports.redacting import is_region
from antigone.register.reports.standing import changed_since
from antigone.register.reports.wording import broken
from antigone.register.sources import store
from antigone.register.sources.models import Assessment, Source
from antigone.register.sources.passages import stands
from antigone.register.sources.seeing import visible_claims, visible_sources

_K = Document.Kind
MAY_OPEN = {
    _K.CASE_FILE: None,
    _K.CERTIFICATE: Right.NOTIFY,
    _K.FAMILY_LETTER: Right.NOTIFY,
    _K.PROTOCOL: Right.HAND_OVER,
    _K.CIRCULATION: Right.PUBLISH,
    _K.ACCOUNTING: Right.PUBLISH,
}


@page()
def reports(visit: Visit) -> HttpResponse:
    """What was made."""
    for wrong in broken().values() if Right.NOTIFY in visit.author.rights else ():
        messages.warning(visit.request, wrong)
    own = Document.objects.standing().of(visit.author.investigation).select_related("made_by")
    shown = paged(visit.request, [d for d in own.order_by("-made_at") if may_open(visit, d)])
    changed = changed_since(list(shown))
    rows = [
        (Link(d.code, visit.url("document", d.pk)), d.get_kind_display(), d.title, _form(d), made(d),
         _("%s changed or withdrawn") % changed[d.pk] if changed[d.pk] else "–")
        for d in shown
    ]  # fmt: skip
    actions = [
        Link(_("Case file"), visit.url("case_file"), Right.PUBLISH),
        Link(_("Certificate"), visit.url("certificate"), Right.NOTIFY),
        Link(_("Letter to the family"), visit.url("family_letter"), Right.NOTIFY),
        Link(_("Protocol"), visit.url("protocol"), Right.HAND_OVER),
        Link(_("Letter for circulation"), visit.url("circulation"), Right.PUBLISH),
        Link(_("Public accounting"), visit.url("public_accounting"), Right.PUBLISH),
    ]
    sets = Disclosure.objects.standing().of(visit.author.investigation).select_related("made_by")
    sections = [
        Section("", (_("Number"), _("Kind"), _("Title"), _("Form"), _("Made by"), _("Rows since")),
                rows, actions, _("None yet.")),
        Section(_("Disclosure sets"),
                (_("Number"), _("For whom"), _("What for"), _("SHA-256 of the manifest"), _("Made by")),
                [(Link(d.code, visit.url("disclosure", d.pk)), d.recipient, d.purpose, d.manifest_sha256,
                  made(d)) for d in sets.order_by("-made_at") if d.made_by == visit.author.user],
                [Link(_("Make a disclosure set"), visit.url("disclose"), Right.PUBLISH)], _("None yet.")),
    ]  # fmt: skip
    return visit.sheet(_("Reports"), sections, page=shown)


def _form(row: Document) -> str:
    return _("proof in the ledger (json)") if row.form == "json" else row.form


def may_open(visit: Visit, row: Document) -> bool:
    """A case file holds what its maker may see, and is the maker's; the others go by right."""
    right = MAY_OPEN[row.kind]
    return row.made_by == visit.author.user or (right is not None and right in visit.author.rights)


@page()
def document(visit: Visit, key) -> HttpResponse:
    """The file."""
    row = visit.get(Document, key)
    if not may_open(visit, row):
        raise Http404
    return _file(row.sha256, f"{row.code}.{row.form}", KEPT[row.form])


@page()
def disclosure(visit: Visit, key) -> HttpResponse:
    """The set as a ZIP, for who made it."""
    row = visit.get(Disclosure, key)
    if row.made_by != visit.author.user:
        raise Http404
    return _file(row.archive_sha256, f"{row.code}.zip", "application/zip")


def _file(sha256: str, name: str, kind: str) -> HttpResponse:
    if store.altered(sha256):
        raise InputError(_("The file is missing or was altered; restore the home folder from a backup."))
    return FileResponse(
        store.path_of(sha256).open("rb"), as_attachment=True, filename=name, content_type=kind
    )


def _entered(visit: Visit, title: str, form, write: Callable) -> HttpResponse:
    def act(author, said):
        in_form = said.pop("form")
        return make(author, write(author, **said), in_form)

    return visit.enter(title, form, act, visit.url("reports"))


@page(Right.PUBLISH)
def case_file_make(visit: Visit) -> HttpResponse:
    """A person's case file."""

    def write(author, code, language):
        people = Person.objects.standing().of(author.investigation)
        return case_file(author, get_object_or_404(people, code__iexact=code.strip()), language)

    return _entered(
        visit, _("Case file"), forms.CaseFileForm(visit.posted, initial=visit.request.GET.dict()), write
    )


@page(Right.NOTIFY)
def certificate_make(visit: Visit) -> HttpResponse:
    """A certificate."""
    asked = visit.request.GET.dict()
    form = forms.IdentificationForm(visit.author.investigation, visit.posted, initial=asked)
    return _entered(visit, _("Certificate"), form, certificate)


@page(Right.NOTIFY)
def family_letter_make(visit: Visit) -> HttpResponse:
    """A letter to the family."""
    asked = visit.request.GET.dict()
    form = forms.FamilyLetterForm(visit.author.investigation, visit.posted, initial=asked)
    return _entered(visit, _("Letter to the family"), form, family_letter)


@page(Right.HAND_OVER)
def protocol_make(visit: Visit) -> HttpResponse:
    """A protocol."""
    form = forms.ProtocolForm(visit.author.investigation, visit.posted)
    write = lambda a, handovers, language: protocol(a, list(handovers), language)  # noqa: E731
    return _entered(visit, _("Protocol"), form, write)


@page(Right.PUBLISH)
def circulation_make(visit: Visit) -> HttpResponse:
    """A letter with an annex."""
    confirmed = Assessment.objects.standing().filter(verdict=Assessment.Verdict.CORROBORATED).values("claim")

    def write(author, claims, language, items, **said):
        numbers = tuple(int(i) for i in items.split(",") if i.strip())
        return circulation(author, Letter(items=numbers, **said), list(claims), language)

    form = forms.CirculationForm(visible_claims(visit.author).filter(pk__in=confirmed), visit.posted)
    return _entered(visit, _("Letter for circulation"), form, write)


@page(Right.PUBLISH)
def accounting_make(visit: Visit) -> HttpResponse:
    """A public accounting."""
    write = lambda a, grouping, language: public_accounting(a, grouping, language=language)  # noqa: E731
    return _entered(visit, _("Public accounting"), forms.AccountingForm(visit.posted), write)


@page(Right.PUBLISH)
def disclose_make(visit: Visit) -> HttpResponse:
    """A disclosure set."""

    def act(author, said):
        chosen = chosen_from(author, list(said["sources"]), said["redactions"])
        made_ = disclose(author, said["recipient"], said["purpose"], chosen)
        for code, left in made_.remains.items():
            text = _(
                "%(code)s still holds these single words of what was taken out: %(words)s. Look at them."
            )
            messages.warning(visit.request, text % {"code": code, "words": ", ".join(left)})
        for name, what in made_.not_read.items():
            text = _("%(name)s was not searched for what was taken out elsewhere (%(what)s). Look at it.")
            messages.warning(visit.request, text % {"name": name, "what": what})
        return made_

    form = forms.DiscloseForm(visible_sources(visit.author).exclude(sha256=""), visit.posted)
    help = _(
        "Words are taken out of the text, which is then given instead of the original; regions are painted"
        " over in a new picture of the photograph or page."
        " A set in which one of them is still found anywhere is not made."
    )
    return visit.enter(_("Make a disclosure set"), form, act, visit.url("reports"), help)


def chosen_from(author: Author, sources: list[Source], redactions: str) -> list[Chosen]:
    """The sources with what is to be taken out of each; InputError for a line that names none of them.

    A claim's number stands for the words or the region that the claim marks.
    """
    lines: dict[str, list[str]] = {s.code: [] for s in sources}
    for line in filter(str.strip, redactions.splitlines()):
        code, colon, text = line.partition(":")
        if not colon or code.strip().upper() not in lines or not text.strip():
            raise InputError(f"'{line}' does not begin with the number of a chosen source and a colon")
        lines[code.strip().upper()].append(text.strip())
    chosen = []
    for source in sources:
        said = [_marked_by(author, source, text) for text in lines[source.code]]
        words = tuple(t for t in said if not is_region(t))
        chosen.append(Chosen(source, words, tuple(t for t in said if is_region(t))))
    return chosen


def _marked_by(author: Author, source: Source, text: str) -> str:
    if not re.fullmatch(r"C-[0-9]+", text, re.IGNORECASE):
        return text
    claim = visible_claims(author).filter(code__iexact=text).select_related("passage").first()
    if claim is None or claim.passage.source_id != source.pk:
        raise InputError(f"{text} is no claim on {source.code} that stands; quote the words themselves")
    if stands(claim.passage) is None:
        raise InputError(f"the passage of {claim.code} no longer matches {source.code}; quote its words")
    return claim.passage.exact or claim.passage.fragment
