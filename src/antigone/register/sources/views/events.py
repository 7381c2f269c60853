"""Events as claims tell of them, in time, and what may link them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from antigone.register.access.corrected import before
from antigone.register.access.pages import Link, Section, Visit, made, page
from antigone.register.access.roles import Right
from antigone.register.people.date_words import date_in_words
from antigone.register.people.models import Event
from antigone.register.sources.events import decide_link, proposed_links, timeline
from antigone.register.sources.models import Alleged, Claim, EventLink
from antigone.register.sources.seeing import visible_claims
from antigone.register.sources.timepicture import Bar, time_picture
from antigone.register.sources.views.claims import header
from antigone.register.sources.views.maps import placed, section
from antigone.register.sources.views.seen import claim_row, sent
from antigone.register.sources.wording import told

# The facts, their corrections and the counts come before what is drawn.
FACTS = 3


@page()
def timeline_page(visit: Visit) -> HttpResponse:
    """All dated claims in order, and links proposed."""
    rows = [claim_row(visit, c) for c in timeline(visit.author)]
    links = (
        EventLink.objects.standing()
        .of(visit.author.investigation)
        .select_related("first", "second", "made_by")
    )
    return visit.render(
        "sources/timeline.html",
        title=_("Timeline"), picture=_picture(visit, timeline(visit.author)),
        header=header(), rows=rows,
        proposed=proposed_links(visit.author),
        decided=[(_link(visit, x.first), _link(visit, x.second), _("linked") if x.linked else _("not linked"),
                  "; ".join(x.grounds), made(x)) for x in links],
        decided_header=(_("Event"), _("Event"), _("Decided"), _("Grounds"), _("By")),
    )  # fmt: skip


def _picture(visit: Visit, claims: list[Claim]) -> str:
    """The SVG, whose texts are escaped by the writer of XML."""
    bars = [
        Bar(str(c.event) if c.event else _("without an event"), c.earliest, c.latest, c.passage.source.code,
            told(c), visit.url("claim", c.pk))
        for c in claims if c.earliest and c.latest
    ]  # fmt: skip
    return mark_safe(time_picture(bars, _("Dated claims in order")))  # nosec


@page()
def event(visit: Visit, key) -> HttpResponse:
    """An event: everything that is claimed of it, and by whom."""
    row = visit.get(Event, key)
    claimed = visible_claims(visit.author).filter(event=row)
    dated = timeline(visit.author, row)
    links = EventLink.objects.standing().filter(linked=True)
    others = [x.second for x in links.filter(first=row)] + [x.first for x in links.filter(second=row)]
    counted = [
        (g.title, g.fate, g.how_many, g.source, made(g),
         Link(_("correct"), visit.url("event_group_correct", g.pk), Right.REPORT))
        for g in row.groups.standing().select_related("made_by").order_by("made_at")
    ]  # fmt: skip
    about = [
        (_("When"), date_in_words(row.when) or "–"), (_("Where"), row.place or "–"),
        (_("Stated by"), made(row)),
    ]  # fmt: skip
    sections = [
        Section("", rows=about,
                actions=[Link(_("Correct"), visit.url("event_correct", row.pk), Right.REPORT)]),
        before(row, ("title", "when", "place")),
        Section(_("Groups of people, with counts"),
                (_("Who"), _("What happened"), _("How many"), _("Who says so"), _("Stated by"), ""), counted,
                [Link(_("Enter a group"), visit.url("event_group_add", row.pk), Right.REPORT)],
                _("None yet.")),
        Section(_("In order of time"), header(), [claim_row(visit, c) for c in dated],
                empty=_("No claim of it has a date.")),
        _some(Section(_("Without a date"), header(),
                      [claim_row(visit, c) for c in claimed if c not in dated])),
        _some(Section(_("Alleged, by these claims only"), (_("Claim"), _("Role"), _("Unit"), _("Name")),
                      _alleged(visit, list(claimed)))),
        _some(Section(_("Counted groups"), (_("Who"),),
                      [(Link(g, visit.url("group", g.pk)),) for g in row.counted_groups.standing()])),
        Section(_("Linked events"), (_("Event"),), [(_link(visit, e),) for e in others],
                [Link(_("Timeline and proposed links"), visit.url("timeline"))], _("None.")),
    ]  # fmt: skip
    picture = _picture(visit, dated)
    lead = _("What sources claim of it, each according to whom; accounts that disagree stand side by side.")
    drawn = section(visit, placed(visit, row), visit.url("event_map_data", row.pk))
    if len(dated) > 1:
        sections.insert(FACTS, Section("", template="sources/drawn.html", data=picture))
    sections.insert(FACTS, drawn)
    return visit.sheet(row.title, sections, lead)


def _some(section: Section) -> Section | None:
    return section if section.rows else None


def _alleged(visit: Visit, claims: list[Claim]) -> list:
    rows = Alleged.objects.standing().filter(claim__in=claims).select_related("claim").order_by("made_at")
    may = Right.SEE_ALLEGED in visit.author.rights
    name = lambda a: Link(_("open"), visit.url("alleged_open", a.pk)) if may else _("sealed")  # noqa: E731
    return [
        (Link(a.claim.code, visit.url("claim", a.claim_id)), a.role, a.unit, name(a) if a.sealed_name else "")
        for a in rows
    ]


def _link(visit: Visit, row: Event) -> Link:
    return Link(row.title, visit.url("event", row.pk))


@page(Right.ASSESS)
def link_decide(visit: Visit) -> HttpResponse:
    """A person confirms or declines a proposed link."""
    sent(visit)
    posted = visit.request.POST
    own = Event.objects.standing().of(visit.author.investigation)
    first, second = (get_object_or_404(own, code=posted.get(n, "")) for n in ("first", "second"))
    grounds = next(
        (p.reasons for p in proposed_links(visit.author) if {p.first, p.second} == {first, second}), ()
    )
    decide_link(visit.author, first, second, posted.get("linked") == "yes", list(grounds))
    return redirect(visit.url("timeline"))
