"""Counted groups and what adds up."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from antigone.register.access.pages import Link, Section, Visit, files_of, page
from antigone.register.access.roles import Right
from antigone.register.sources import forms
from antigone.register.sources.account import GroupAccount, account_of
from antigone.register.sources.groups import add_part, ask, declare_whole, parts_of, start_group
from antigone.register.sources.icicle import Slice, icicle, words
from antigone.register.sources.models import CountedGroup, Part
from antigone.register.sources.views.claims import header
from antigone.register.sources.views.seen import claim_row


@page()
def groups(visit: Visit) -> HttpResponse:
    """All counted groups."""
    own = (
        CountedGroup.objects.of(visit.author.investigation)
        .standing()
        .select_related("event")
        .order_by("code")
    )
    rows = [(Link(g.code, visit.url("group", g.pk)), g.title, g.event or "") for g in own]
    add = Link(_("Add a group"), visit.url("group_add"), Right.SOURCES)
    lead = _("People of whom sources give counts: what each source's counts add up to.")
    empty = _("No groups yet. Accept a count on the page of a source, and a group begins.")
    sections = [
        Section(
            "", (_("Number"), _("Who"), _("Event")), rows, [add, *files_of(visit, "counted-groups")], empty
        )
    ]
    return visit.sheet(_("Counted groups"), sections, lead)


@page()
def group(visit: Visit, key) -> HttpResponse:
    """What each source's counts say of the group, what follows, what contradicts."""
    row = visit.get(CountedGroup, key)
    found = account_of(visit.author, row)
    act = lambda text, name: Link(text, visit.url(name, row.pk), Right.SOURCES)  # noqa: E731
    sections = [
        Section(_("What the counts allow"), _columns(found), _lines(found),
                [act(_("Add a part"), "part_add"), act(_("Say what makes up a whole"), "whole_add"),
                 act(_("Ask for a sum"), "ask_add")]),
        Section(_("How it follows"), (_("According to"), _("Who"), _("From")), _derived(found),
                empty=_("Nothing follows that no claim states.")),
        Section(_("What cannot all hold"), (_("Together"), _("Who"), _("Count"), *header()),
                [(n, c.part, words((c.least or 0, c.most)), *claim_row(visit, c))
                 for n, ids in enumerate(found.result.together.conflicts, start=1)
                 for c in (found.claims[i] for i in ids)],
                empty=_("No contradiction found.")),
        Section(_("The claims"), (_("Who"), _("Count"), *header()),
                [(c.part, words((c.least or 0, c.most)), *claim_row(visit, c))
                 for c in found.claims.values()]),
        Section(_("Taken back by their source, not counted"), header(),
                [claim_row(visit, c) for c in found.left_out], empty=_("None.")),
    ]  # fmt: skip
    for code, finding in found.result.sources.items():
        if finding.bounds is not None:
            title = _("According to %(whom)s (%(source)s)") % {"whom": found.speakers(code), "source": code}
            picture = Link(title, visit.url("group_picture", row.pk, code))
            sections.append(Section(title, image=picture))
    return visit.sheet(row.title, sections, _("Counts as sources give them; none is established."))


def _columns(found: GroupAccount) -> tuple:
    by_source = [_("according to %(whom)s (%(source)s)") % {"whom": found.speakers(s), "source": s}
                 for s in found.result.sources]  # fmt: skip
    return (_("Who"), *by_source, _("all together"), _("known by name in the record"))


def _lines(found: GroupAccount) -> list:
    depth: dict = {}
    for part in found.parts:
        depth[part.pk] = depth.get(part.of_id, -1) + 1
    columns = [*found.result.sources.values(), found.result.together]
    lines = [(p.title, "– " * depth[p.pk] + p.title) for p in found.parts]
    lines += [(q.title, _("sum: %s") % q.title) for q in found.questions]
    contradiction = _("contradiction")
    return [
        (label, *(words(c.bounds[title]) if c.bounds else contradiction for c in columns),
         found.named.get(title, ""))
        for title, label in lines
    ]  # fmt: skip


def _derived(found: GroupAccount) -> list:
    rows = [(f"{found.speakers(s)} ({s})", part, text)
            for s, f in found.result.sources.items() for part, text in f.derivations.items()]  # fmt: skip
    return rows + [
        (_("all together"), part, text) for part, text in found.result.together.derivations.items()
    ]


@page()
def group_picture(visit: Visit, key, code) -> HttpResponse:
    """The icicle of one source's account."""
    found = account_of(visit.author, visit.get(CountedGroup, key))
    finding = found.result.sources.get(code)
    slices = []
    if finding and finding.bounds:
        titles = {p.pk: p.title for p in found.parts}
        slices = [Slice(p.title, titles.get(p.of_id), finding.bounds[p.title]) for p in found.parts]
    heading = _("According to %s") % (found.speakers(code) if finding else code)
    return HttpResponse(icicle(slices, heading), content_type="image/svg+xml")


@page(Right.SOURCES)
def group_add(visit: Visit) -> HttpResponse:
    """A group."""
    form = forms.GroupForm(visit.author.investigation, visit.posted)
    return visit.enter(
        _("Add a group"), form, lambda a, said: start_group(a, **said), lambda g: visit.url("group", g.pk)
    )


@page(Right.SOURCES)
def part_add(visit: Visit, key) -> HttpResponse:
    """A part."""
    form = forms.PartForm(_parts(visit, key), visit.posted)
    return visit.enter(_("Add a part"), form, lambda a, said: add_part(a, **said), visit.url("group", key))


@page(Right.SOURCES)
def whole_add(visit: Visit, key) -> HttpResponse:
    """What makes up a whole."""
    form = forms.WholeForm(_parts(visit, key), visit.posted)
    act = lambda a, said: declare_whole(a, said["of"], list(said["parts"]))  # noqa: E731
    return visit.enter(_("Say what makes up a whole"), form, act, visit.url("group", key))


@page(Right.SOURCES)
def ask_add(visit: Visit, key) -> HttpResponse:
    """A sum of parts."""
    row = visit.get(CountedGroup, key)
    form = forms.AskForm(_parts(visit, key), visit.posted)
    act = lambda a, said: ask(a, row, said["title"], list(said["parts"]))  # noqa: E731
    return visit.enter(_("Ask for a sum"), form, act, visit.url("group", key))


def _parts(visit: Visit, key):
    row = visit.get(CountedGroup, key)
    return Part.objects.standing().filter(pk__in=[p.pk for p in parts_of(row)]).order_by("made_at")
