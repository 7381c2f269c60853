"""Claims: the list, one claim, assessments, and what contradicts what."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from antigone.register.access.pages import Link, ReasonForm, Section, Visit, files_of, made, page, paged
from antigone.register.access.roles import Right
from antigone.register.people.date_words import date_in_words, span_in_words
from antigone.register.sources import forms
from antigone.register.sources.alleged import name_alleged, open_alleged
from antigone.register.sources.assessing import all_assessments, assess
from antigone.register.sources.claiming import cite, compare, withdraw_claim
from antigone.register.sources.contradictions import contradictions, of_claim
from antigone.register.sources.damage import pictures_of
from antigone.register.sources.elapsed import agrees, answers
from antigone.register.sources.exchange import export_claims
from antigone.register.sources.models import Alleged, Claim
from antigone.register.sources.passages import stands
from antigone.register.sources.receiving import import_claims
from antigone.register.sources.seeing import visible_claims, visible_sources
from antigone.register.sources.views.seen import claim_row, claim_seen, passage_url
from antigone.register.sources.wording import according_to, told, where, words_of


def header() -> tuple:
    """The columns of a table of claims."""
    return (_("Number"), _("Claim"), _("Kind"), _("When"), _("Source"), _("Assessed"))


@page()
def claims(visit: Visit) -> HttpResponse:
    """All claims that the visitor may see."""
    shown = paged(visit.request, visible_claims(visit.author))
    rows = [claim_row(visit, c) for c in shown]
    acts = [
        Link(_("Contradictions"), visit.url("contradictions")),
        Link(_("Give them to another body (JSON-LD)"), visit.url("claims_export"), Right.EXPORT),
        Link(_("Receive claims of another body"), visit.url("claims_import"), Right.IMPORT),
    ]
    empty = _("No claims yet. Read a source and accept what it says, or mark a passage.")
    lead = _("What sources say. Nothing here is established; each line says according to whom.")
    return visit.sheet(
        _("Claims"),
        [Section("", header(), rows, [*acts, *files_of(visit, "claims")], empty)],
        lead,
        page=shown,
    )


@page(Right.EXPORT)
def claims_export(visit: Visit) -> HttpResponse:
    """All claims as JSON-LD."""
    data = json.dumps(export_claims(visit.author), ensure_ascii=False, indent=1)
    attached = {"Content-Disposition": 'attachment; filename="claims.jsonld"'}
    return HttpResponse(data, content_type="application/ld+json", headers=attached)


@page(Right.IMPORT)
def claims_import(visit: Visit) -> HttpResponse:
    """Another body's claims."""
    form = forms.ReceiveForm(visit.posted, visit.files)
    help = _("Each is entered as that body's, citing those whom it cites.")

    def act(author, said):
        return import_claims(author, said["received_from"], said["file"].name, said["file"].read())

    return visit.enter(_("Receive claims of another body"), form, act, visit.url("claims"), help)


@page()
def contradictions_page(visit: Visit) -> HttpResponse:
    """Claims that cannot all be true, side by side."""
    sections = [
        Section(f"{c.kind}: {c.why}", header(), [claim_row(visit, x) for x in c.claims])
        for c in contradictions(visit.author)
    ]
    lead = _("Claims that cannot all be true. Which of them are, the record does not say.")
    return visit.sheet(_("Contradictions"), sections or [Section("", empty=_("None found."))], lead)


@page()
def claim(visit: Visit, key) -> HttpResponse:
    """Everything about a claim."""
    row = claim_seen(visit, key)
    act = lambda text, name, right=Right.SOURCES: Link(text, visit.url(name, row.pk), right)  # noqa: E731
    sections = [
        Section("", ("", ""), _about(visit, row),
                actions=[act(text, name, right) for text, name, right in _acts(row)]),
        Section(_("Days counted"), (_("From"), _("Leads to")), _elapsed(row)),
        Section(_("Contradicted by"), (_("Why"), *header()),
                [(c.why, *claim_row(visit, x))
                 for c in of_claim(visit.author, row) for x in c.claims if x != row]),
        Section(_("Assessments, the latest last"),
                (_("Verdict"), _("Reliability"), _("Credibility"), _("Why"), _("By")),
                [(a.get_verdict_display(), a.reliability, a.credibility, a.reason, made(a))
                 for a in all_assessments(row)], empty=_("Not assessed.")),
        Section(_("Alleged, by this claim only"), (_("Role"), _("Unit"), _("Name")), _alleged(visit, row)),
    ]  # fmt: skip
    pictures = [
        (visit.url("source_picture", s.pk, 1), f"{title}: {s}")
        for c in pictures_of(visit.author, [row]).get(row.pk, ())
        for title, s in ((_("Before"), c.before), (_("After"), c.after))
    ]
    return visit.render(
        "sources/claim.html",
        title=row.code, sections=_allowed(visit, sections), lead=told(row), pictures=pictures,
        history=visit.url("ledger") + f"?row={row.pk}",
    )  # fmt: skip


def _allowed(visit: Visit, sections: list[Section]) -> list[dict]:
    return [
        {"title": s.title, "header": s.header, "rows": s.rows, "empty": s.empty,
         "actions": [a for a in s.actions if a.right in visit.author.rights]}
        for s in sections if s.rows or s.actions or s.empty
    ]  # fmt: skip


SHOWN = ("words", "event", "place", "when", "method", "person", "subject", "other", "relation", "fate",
         "part", "least", "most", "thing", "extent")  # fmt: skip


def _acts(row: Claim) -> list:
    acts = [
        (_("Assess"), "claim_assess", Right.ASSESS),
        (_("It rests on another claim"), "claim_cite", Right.SOURCES),
        (_("Whom it accuses"), "alleged_add", Right.SOURCES),
        (_("Withdraw"), "claim_withdraw", Right.SOURCES),
    ]
    if row.kind == Claim.Kind.DAMAGE:
        acts.append((_("Pictures before and after"), "claim_compare", Right.SOURCES))
    return acts


def _about(visit: Visit, row: Claim) -> list:
    found = stands(row.passage)
    now = (
        _("no longer matches the text as it was extracted last; mark it anew") if found is None else found.how
    )
    about = [
        (_("who says so"), according_to(row)),
        (_("words of the source"), words_of(row.passage)),
        (_("where"), Link(where(row.passage), passage_url(visit, row.passage))),
        (_("the passage"), now),
    ]
    about += [(f.verbose_name, _linked(visit, row, f.name)) for f in row._meta.fields
              if f.name in SHOWN and getattr(row, f.name) not in (None, "")]  # fmt: skip
    for c in row.cites.standing().select_related("cited"):
        about.append((_("rests on"), Link(c.cited.code, visit.url("claim", c.cited_id))))
    return [*about, (_("recorded by"), made(row))]


def _linked(visit: Visit, row: Claim, name: str):
    value = getattr(row, name)
    match name:
        case "event" | "person":
            return Link(value, visit.url(name, value.pk))
        case "part":
            return Link(value, visit.url("group", value.group_id))
        case "fate":
            return row.get_fate_display()
        case "when":
            return date_in_words(value)
    return value


def _elapsed(row: Claim) -> list:
    rows = []
    for e in row.elapsed.standing():
        about = _("about ") if e.approximate else ""
        for a in answers(e):
            since = _("%(about)s%(days)s days from %(start)s") % {
                "about": about, "days": e.days, "start": date_in_words(str(a.start)),
            }  # fmt: skip
            rows.append((since, span_in_words(a.earliest, a.latest)))
        if len(e.starts) > 1:
            rows.append((_("The text leaves open which of these it means."), ""))
        if agrees(e) is False:
            rows.append((_("None of these is the date that the claim gives."), date_in_words(row.when)))
    return rows


def _alleged(visit: Visit, row: Claim) -> list:
    may = Right.SEE_ALLEGED in visit.author.rights
    return [
        (
            a.role,
            a.unit,
            (Link(_("open"), visit.url("alleged_open", a.pk)) if may else _("sealed"))
            if a.sealed_name
            else "",
        )
        for a in row.alleged.standing()
    ]


@page(Right.ASSESS)
def claim_assess(visit: Visit, key) -> HttpResponse:
    """A reviewer's opinion."""
    row = claim_seen(visit, key)
    form = forms.AssessForm(visit.posted)
    return visit.enter(
        _("Assess %s") % row, form, lambda a, said: assess(a, row, **said), visit.url("claim", key), told(row)
    )


@page(Right.SOURCES)
def claim_cite(visit: Visit, key) -> HttpResponse:
    """On which other claim it rests."""
    row = claim_seen(visit, key)

    def act(author, said):
        return cite(author, row, get_object_or_404(visible_claims(author), code__iexact=said["code"].strip()))

    return visit.enter(
        _("%s rests on") % row, forms.CiteForm(visit.posted), act, visit.url("claim", key), told(row)
    )


@page(Right.SOURCES)
def claim_withdraw(visit: Visit, key) -> HttpResponse:
    """It was recorded wrongly."""
    row = claim_seen(visit, key)
    form = ReasonForm(visit.posted)
    return visit.enter(
        _("Withdraw %s") % row, form, lambda a, said: withdraw_claim(a, row), visit.url("claims"), told(row)
    )


@page(Right.SOURCES)
def alleged_add(visit: Visit, key) -> HttpResponse:
    """Whom it accuses."""
    row = claim_seen(visit, key)
    form = forms.AllegedForm(visit.posted)
    help = _("A role in this claim, not a finding. The name is sealed; a role of its own opens it.")
    return visit.enter(
        _("Whom it accuses"),
        form,
        lambda a, said: name_alleged(a, row, **said),
        visit.url("claim", key),
        help,
    )


@page()
def alleged_open(visit: Visit, key) -> HttpResponse:
    """Opens a name, once, for a reason."""
    row = visit.standing(Alleged, key)
    claim_seen(visit, row.claim_id)
    visit.author.require(Right.SEE_ALLEGED)

    def act(author, said):
        name = open_alleged(author, row)
        messages.info(visit.request, _("%(whom)s alleges of %(name)s: %(role)s") % {
            "whom": according_to(row.claim), "name": name, "role": row.role,
        })  # fmt: skip

    form = ReasonForm(visit.posted)
    return visit.enter(_("Open a sealed name"), form, act, visit.url("claim", row.claim_id))


@page(Right.SOURCES)
def claim_compare(visit: Visit, key) -> HttpResponse:
    """Pictures before and after."""
    row = claim_seen(visit, key)
    pictures = visible_sources(visit.author).filter(media_type__startswith="image/")
    form = forms.CompareForm(pictures, visit.posted)
    return visit.enter(
        _("Pictures before and after"), form, lambda a, said: compare(a, row, **said), visit.url("claim", key)
    )
