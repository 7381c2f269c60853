"""Pages of duplicates: the search, its pairs, the evidence for one, and the decision."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from antigone.register.access.author import Author
from antigone.register.access.exports import table_response
from antigone.register.access.pages import Entry, Link, Mark, Section, Visit, exports, made, page, paged
from antigone.register.access.roles import Right
from antigone.register.people.date_words import date_in_words
from antigone.register.people.duplicates import (
    apart,
    keep_apart,
    last_search,
    no_longer_apart,
    search_duplicates,
    undecided,
)
from antigone.register.people.merging import merge
from antigone.register.people.models import Distinct, Likeness, Listing, Name
from antigone.register.people.names import side_by_side
from antigone.register.people.waterfall import waterfall
from antigone.register.work.asking import Done, Enter, enqueue, job
from antigone.register.work.place import Progress


class Decision(Entry):
    """A finding about a pair, with the reason."""

    reason_required = True


@job(Right.IMPORT)
def duplicate_search(author: Author, progress: Progress) -> Enter:
    """Compares all persons of the investigation."""
    progress(_("comparing all persons"))
    found = search_duplicates(author.investigation)

    def enter(now: Author) -> Done:
        row = found(now)
        text = _("%(found)d pairs to look at, of %(persons)d persons.") % {
            "found": row.found,
            "persons": row.persons,
        }
        return Done(text, reverse("duplicates", args=(now.investigation.slug,)))

    return enter


@page()
def duplicates(visit: Visit) -> HttpResponse:
    """Pairs that may be one person, the strongest first."""
    search = last_search(visit.author.investigation)
    start = Link(_("Search for duplicates"), visit.url("duplicate_search"), Right.IMPORT, main=search is None)
    apart_link = Link(_("Pairs found to be two persons"), visit.url("distinct"))
    if search is None:
        empty = _(
            "No search was made yet. It compares all persons over spellings and scripts, and merges nothing."
        )
        return visit.sheet(_("Duplicates"), [Section("", actions=[start, apart_link], empty=empty)])
    pairs = undecided(search)
    shown = paged(visit.request, pairs.select_related("first", "second"))
    names = _names([p.first_id for p in shown] + [p.second_id for p in shown])
    rows = [
        (
            Link(f"{p.bits:+.1f}", visit.url("duplicate", p.pk)),
            Mark(*_strength(p.bits)),
            f"{p.first} {names.get(p.first_id, '')}",
            f"{p.second} {names.get(p.second_id, '')}",
            "; ".join(t["found"] for t in p.terms if t["bits"] >= 2)[:160],
        )
        for p in shown
    ]
    header = (_("Weight"), "", _("Person"), _("Person"), _("What agrees"))
    export = exports(visit, "duplicates_export")
    lead = _(
        "Search %(code)s by %(who)s compared %(persons)d persons. A weight of 0 bits means as likely one "
        "person as two; each bit more doubles the odds."
    ) % {"code": search, "who": made(search), "persons": search.persons}
    empty = _("Every pair of this search is decided. Search again when lists have come in.")
    section = Section("", header, rows, [start, apart_link, *export], empty)
    return visit.sheet(_("Duplicates"), [section], lead, page=shown)


def _names(persons: Any) -> dict[Any, str]:
    found: dict[Any, list[str]] = {}
    for person, text in (
        Name.objects.standing()
        .filter(person__in=persons)
        .order_by("made_at", "pk")
        .values_list("person", "text")
    ):
        found.setdefault(person, []).append(text)
    return {person: side_by_side(texts) for person, texts in found.items()}


def _strength(bits: float) -> tuple[Any, str]:
    if bits >= 10:
        return _("very likely one"), "good"
    if bits >= 3:
        return _("likely one"), "info"
    return _("open"), "plain"


@page(Right.IMPORT)
def duplicate_search_start(visit: Visit) -> HttpResponse:
    """Puts the search into the queue."""
    if visit.request.method == "POST":
        row = enqueue(visit.author, duplicate_search, _("Search for duplicates"))
        return redirect(visit.url("job", row.pk))
    help = _(
        "All persons are compared over spellings and scripts. It only proposes; a person decides each pair."
    )
    return visit.render("form.html", title=_("Search for duplicates"), form=Entry(), help=help,
                        button=_("Search"), cancel=visit.url("duplicates"))  # fmt: skip


@page()
def duplicate(visit: Visit, key) -> HttpResponse:
    """The evidence for a pair, term by term."""
    row = visit.get(Likeness, key)
    names = _names([row.first_id, row.second_id])
    terms = [(t["what"], t["left"], t["right"], t["found"], f"{t['bits']:+.1f}") for t in row.terms]
    other = apart(row.first, row.second)
    merged = row.first.merged_into.standing().first() or row.second.merged_into.standing().first()
    lead = _("%(bits)+.1f bits: the odds that the two are one person are %(odds)s.") % {
        "bits": row.bits, "odds": _odds(row.bits)}  # fmt: skip
    decide = [
        Link(_("They are one: merge"), visit.url("duplicate_merge", row.pk), Right.IMPORT, main=True),
        Link(_("They are two"), visit.url("duplicate_apart", row.pk), Right.IMPORT),
    ]
    said = []
    if merged:
        decide = []
        kept = Link(merged.kept, visit.url("person", merged.kept_id))
        said = [(_("Merged"), kept, merged.reason, made(merged),
                 Link(_("undo"), visit.url("merge_undo", merged.pk), Right.IMPORT))]  # fmt: skip
    elif other:
        decide = []
        said = [(_("Two persons"), "", other.reason, made(other),
                 Link(_("undo"), visit.url("distinct_undo", other.pk), Right.IMPORT))]  # fmt: skip
    both = [
        (Link(p, visit.url("person", p.pk)), names.get(p.pk, ""), _listed(p), _others(p))
        for p in (row.first, row.second)
    ]
    words = _("The weights added up: from %(prior)+.1f bits before anything is compared to %(bits)+.1f")
    image = Link(words % {"prior": row.prior, "bits": row.bits}, visit.url("duplicate_drawing", row.pk))
    note = _(
        "Weights are log2 of how much likelier such an agreement is for one person than for two; the rates "
        "are stated with the search. Brothers share names, place and time: look at the years of birth."
    )
    compared = (_("What"), str(row.first), str(row.second), _("Found"), _("Bits"))
    sections = [
        Section(_("The two"), (_("Number"), _("Names"), _("On lists"), _("Last seen")), both, decide),
        Section(_("Decided"), (_("What"), _("Who"), _("Why"), _("Stated by"), ""), said) if said else None,
        Section(_("What was compared"), compared, terms, image=image, note=note),
    ]  # fmt: skip
    return visit.sheet(
        _("May be one person: %(a)s and %(b)s") % {"a": row.first, "b": row.second}, sections, lead
    )


def _odds(bits: float) -> str:
    return _("%s to 1") % f"{2**bits:,.0f}" if bits >= 0 else _("1 to %s") % f"{2**-bits:,.0f}"


def _listed(person: Any) -> str:
    rows = Listing.objects.standing().filter(person=person).select_related("list")
    return "; ".join(f"{r.list}: {r.number}" for r in rows)


def _others(person: Any) -> str:
    return "; ".join(f"{date_in_words(r.last_seen)} {r.place}".strip() for r in person.reports.standing())


@page()
def duplicate_drawing(visit: Visit, key) -> HttpResponse:
    """The waterfall."""
    row = visit.get(Likeness, key)
    title = f"{row.first}, {row.second}"
    terms = [(t["what"], t["bits"]) for t in row.terms]
    return HttpResponse(waterfall(row.prior, terms, title), content_type="image/svg+xml")


@page(Right.IMPORT)
def duplicate_merge(visit: Visit, key) -> HttpResponse:
    """The two are one."""
    row = visit.standing(Likeness, key)
    title = _("%(a)s and %(b)s are one person") % {"a": row.first, "b": row.second}
    help = _("%(b)s will count as %(a)s. All that is known of either stays, and the merge can be undone.") % {
        "a": row.first, "b": row.second}  # fmt: skip
    return visit.enter(
        title, Decision(visit.posted), lambda author, said: merge(author, row.first, row.second),
        visit.url("duplicates"), help,
    )  # fmt: skip


@page(Right.IMPORT)
def duplicate_apart(visit: Visit, key) -> HttpResponse:
    """The two are two."""
    row = visit.standing(Likeness, key)
    title = _("%(a)s and %(b)s are two persons") % {"a": row.first, "b": row.second}
    return visit.enter(
        title, Decision(visit.posted), lambda author, said: keep_apart(author, row.first, row.second),
        visit.url("duplicates"),
    )  # fmt: skip


@page()
def distinct(visit: Visit) -> HttpResponse:
    """Pairs found to be two persons."""
    own = (
        Distinct.objects.of(visit.author.investigation)
        .standing()
        .select_related("first", "second", "made_by")
    )
    shown = paged(visit.request, own.order_by("-made_at"))
    rows = [
        (Link(d.first, visit.url("person", d.first_id)), Link(d.second, visit.url("person", d.second_id)),
         d.reason, made(d), Link(_("undo"), visit.url("distinct_undo", d.pk), Right.IMPORT))
        for d in shown
    ]  # fmt: skip
    header = (_("Person"), _("Person"), _("Why"), _("Stated by"), "")
    section = Section("", header, rows, empty=_("None yet: each is decided on the page of a pair."))
    return visit.sheet(_("Pairs found to be two persons"), [section], page=shown)


@page(Right.IMPORT)
def distinct_undo(visit: Visit, key) -> HttpResponse:
    """They may be one after all."""
    row = visit.standing(Distinct, key)
    title = _("%(a)s and %(b)s may be one person after all") % {"a": row.first, "b": row.second}
    return visit.enter(
        title,
        Decision(visit.posted),
        lambda author, said: no_longer_apart(author, row),
        visit.url("distinct"),
    )


@page(Right.EXPORT)
def duplicates_export(visit: Visit, kind: str) -> HttpResponse:
    """The undecided pairs as a file."""
    search = last_search(visit.author.investigation)
    pairs = list(undecided(search).select_related("first", "second")) if search else []
    names = _names({key for p in pairs for key in (p.first_id, p.second_id)})
    rows = [
        (p.first, names.get(p.first_id, ""), p.second, names.get(p.second_id, ""), round(p.bits, 2),
         "; ".join(f"{t['what']}: {t['found']} ({t['bits']:+.1f})" for t in p.terms))
        for p in pairs
    ]  # fmt: skip
    header = ("first", "first_names", "second", "second_names", "bits", "evidence")
    return table_response(kind, "duplicates", header, rows)
