"""Pages of sites, of work at them, and of things found."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from antigone.register.access.corrected import before
from antigone.register.access.exports import table_response
from antigone.register.access.mapping import Layer, Placed, features_response, map_section, point
from antigone.register.access.pages import Link, Mark, Section, Visit, exports, made, page, paged
from antigone.register.access.roles import Right
from antigone.register.access.tiles import tiles_url
from antigone.register.field import forms
from antigone.register.field.hazards import (
    counts,
    hazards_in_the_way,
    hazards_near,
    in_words,
    look_at_override,
    override_hazard,
)
from antigone.register.field.inventory import bones_at, minimum
from antigone.register.field.models import HazardOverride, Item, Location, Operation, Site
from antigone.register.field.recovering import add_site, end_operation, enter_item, plan_operation
from antigone.register.field.views.hazards import status_mark, stopped
from antigone.register.field.views.remains import reason_of
from antigone.register.sources.photographs import keep_photograph, shown

OUTCOME_TONES = {"planned": "info", "held": "good", "called off": "plain"}


@page()
def sites(visit: Visit) -> HttpResponse:
    """All sites."""
    standing = Q(remains__retracted=False, remains__superseded_by__isnull=True)
    found = Site.objects.of(visit.author.investigation).standing().order_by("code")
    found = found.annotate(recovered=Count("remains", filter=standing))
    shown_ = paged(visit.request, found.prefetch_related("locations__superseded_by"))
    rows = []
    for s in shown_:
        places = (p for p in s.locations.all() if not p.retracted and not hasattr(p, "superseded_by"))
        rows.append((Link(s.code, visit.url("site", s.pk)), s.title, _where(next(places, None)), s.recovered))
    actions = [
        Link(_("Add a site"), visit.url("site_add"), Right.FIELD, main=True),
        Link(_("Map"), visit.url("map")),
        *exports(visit, "sites_export"),
    ]
    header = (_("Number"), _("Title"), _("Where"), _("Remains"))
    empty = _("No sites yet: add the first place where remains may lie.")
    return visit.sheet(_("Sites"), [Section("", header, rows, actions, empty)], page=shown_)


def _where(place: Location | None) -> str:
    return f"{place.latitude:.5f}, {place.longitude:.5f} ±\u00a0{place.radius_m}\u00a0m" if place else ""


@page(Right.EXPORT)
def sites_export(visit: Visit, kind: str) -> HttpResponse:
    """The list as a file."""
    places = Location.objects.of(visit.author.investigation).standing().select_related("site__event")
    rows = (
        (p.site.code, p.site.title, p.site.event, p.latitude, p.longitude, p.radius_m)
        for p in places.order_by("site__code").iterator(2000)
    )
    header = ("number", "title", "event", "latitude", "longitude", "radius_m")
    return table_response(kind, "sites", header, rows)


@page(Right.FIELD)
def site_add(visit: Visit) -> HttpResponse:
    """A site."""
    form = forms.SiteForm(visit.author.investigation, visit.posted)
    return visit.enter(
        _("Add a site"),
        form,
        lambda author, said: add_site(author, **said),
        lambda s: visit.url("site", s.pk),
    )


@page()
def site(visit: Visit, key) -> HttpResponse:
    """A site, the hazards near it, what was planned and found, and how many people at least."""
    row = visit.get(Site, key)
    place = row.locations.standing().first()
    near = hazards_near(place, visit.author.investigation.hazard_distance_m) if place else []
    in_the_way = hazards_in_the_way(row) if near else []
    act = lambda text, name, right=Right.FIELD: Link(text, visit.url(name, row.pk), right)  # noqa: E731
    stopping = [
        Section(
            _("Nobody may work here"),
            note=_("%s. Record a clearance, or the override of a named officer with a second look.")
            % in_words(in_the_way),
        )
    ]
    return visit.sheet(
        row,
        [
            *(stopping if in_the_way else []),
            map_section(visit.url("site_data", row.pk), _layers(visit, row), tiles_url(visit))
            if place
            else None,
            Section(
                _("Hazards near"),
                (_("Area"), _("Status"), _("Metres away")),
                [
                    (
                        Link(n.status.area, visit.url("hazard", n.status.area_id)),
                        status_mark(n.status),
                        f"{n.metres:.0f}",
                    )
                    for n in near
                ],
                [act(_("Override a hazard"), "override", Right.OVERRIDE_HAZARD)] if near else [],
                _("None known within %d m.") % visit.author.investigation.hazard_distance_m,
            ),
            _overrides(visit, row),
            Section(
                _("Operations"),
                (_("Number"), _("Kind"), _("Planned for"), _("Outcome"), _("What came of it"), ""),
                [_operation(visit, o) for o in row.operations.standing().order_by("planned_on")],
                [act(_("Plan an operation"), "operation_add")],
                _("None planned."),
            ),
            _individuals(row),
            Section(
                _("Remains"),
                (_("Number"), _("Recovered on"), _("Description")),
                [
                    (Link(r.code, visit.url("remains", r.pk)), r.recovered_on, r.description)
                    for r in row.remains.standing().order_by("code")[:500]
                ],
                [act(_("Enter remains"), "remains_add")],
                _("None yet."),
            ),
            Section(
                _("Items found"),
                (_("Number"), _("What"), _("Found on"), _("With")),
                [
                    (Link(i.code, visit.url("item", i.pk)), i.description[:200], i.found_on, i.remains or "")
                    for i in row.items.standing().select_related("remains").order_by("code")[:500]
                ],
                [act(_("Enter an item"), "item_add")],
                _("None yet."),
            ),
            Section(
                _("How it is entered"),
                rows=_entered(row, place),
                actions=[act(_("Correct the site"), "site_correct")],
            ),
            before(row, ("title", "event")),
        ],
        _where(place),
        history=visit.url("ledger") + f"?row={row.pk}",
    )


def _entered(row: Site, place: Location | None) -> list[tuple]:
    rows = [(_("Title"), row.title), (_("Event"), row.event or "–"), (_("Stated by"), made(row))]
    while place is not None:
        said = f"{_where(place)} · {made(place)}" + (f" · {place.reason}" if place.reason else "")
        rows.append((_("Position") if place.supersedes_id is None else _("Position, corrected"), said))
        place = place.supersedes
    return rows


def _layers(visit: Visit, row: Site) -> list[Layer]:
    place = row.locations.standing().first()
    if place is None:
        return []
    found = Layer(
        "site", _("This site"), [Placed(row, point(place.latitude, place.longitude), place.radius_m)]
    )
    near: dict[str, list[Placed]] = {}
    for n in hazards_near(place, visit.author.investigation.hazard_distance_m * 10 + 2000):
        s = n.status
        near.setdefault(s.status, []).append(
            Placed(s.area, s.geometry, s.radius_m, visit.url("hazard", s.area_id), [f"{n.metres:.0f} m"])
        )
    return [found, *(Layer(k, _("Hazard, %s") % _(k), things) for k, things in sorted(near.items()))]


@page()
def site_data(visit: Visit, key) -> HttpResponse:
    """What the site's map draws."""
    return features_response(_layers(visit, visit.get(Site, key)))


def _overrides(visit: Visit, row: Site) -> Section | None:
    lines = []
    for o in row.overrides.standing().select_related("area", "made_by").order_by("made_at"):
        looks = "; ".join(
            f"{made(x)}: {_('agrees') if x.agrees else _('does not agree')} {x.reason}"
            for x in o.looks.standing().select_related("made_by")
        )
        counting = Mark(_("counts"), "good") if counts(o) else Mark(_("does not count yet"), "warn")
        look = Link(_("Second look"), visit.url("override_look", o.pk))
        lines.append((o.area, o.officer, o.reason, made(o), looks or look, counting))
    header = (_("Area"), _("Officer"), _("Why"), _("Stated by"), _("Second look"), "")
    return Section(_("Overrides"), header, lines) if lines else None


def _individuals(row: Site) -> Section:
    found = minimum(bones_at(row))
    without = row.remains.standing().exclude(pk__in=[b.remains_id for b in bones_at(row)]).count()
    rows = [
        (_("At least"), _("%d people") % found.number if found.number else _("no bones are inventoried yet")),
        (_("Because of"), reason_of(found)),
        (_("Remains without an inventory"), without),
    ]
    return Section(_("How many people, by the bones"), rows=[r for r in rows if r[1] != ""])


def _operation(visit: Visit, o: Operation) -> tuple:
    outcome = Mark(o.get_outcome_display(), OUTCOME_TONES[o.outcome])
    if o.outcome == Operation.Outcome.PLANNED:
        came = Link(_("Enter what came of it"), visit.url("operation_end", o.pk), Right.FIELD)
    else:
        came = f"{o.ended_on} {o.result}"
    mend = Link(_("correct"), visit.url("operation_correct", o.pk), Right.FIELD)
    return (o.code, o.get_kind_display(), o.planned_on, outcome, came, mend)


@page()
def operations(visit: Visit) -> HttpResponse:
    """All operations, first those that must stop."""
    own = Operation.objects.of(visit.author.investigation).standing().select_related("site")
    shown_ = paged(visit.request, own.order_by("-planned_on", "code"))
    rows = []
    for o in shown_:
        code, *more = _operation(visit, o)
        rows.append((code, Link(o.site, visit.url("site", o.site_id)), *more))
    actions = [
        Link(_("Plan an operation"), visit.url("operation_plan"), Right.FIELD, main=True),
        *exports(visit, "operations_export"),
    ]
    header = (_("Number"), _("Site"), _("Kind"), _("Planned for"), _("Outcome"), _("What came of it"), "")
    empty = _("No searches or recoveries planned yet.")
    return visit.sheet(
        _("Operations"), [stopped(visit), Section("", header, rows, actions, empty)], page=shown_
    )


@page(Right.EXPORT)
def operations_export(visit: Visit, kind: str) -> HttpResponse:
    """The list as a file."""
    own = Operation.objects.of(visit.author.investigation).standing().select_related("site").order_by("code")
    rows = ((o.code, o.site.code, o.kind, o.planned_on, o.outcome, o.ended_on, o.result) for o in own)
    header = ("number", "site", "kind", "planned_for", "outcome", "ended_on", "result")
    return table_response(kind, "operations", header, rows)


@page(Right.FIELD)
def operation_plan(visit: Visit) -> HttpResponse:
    """Plans work at a site that is chosen."""
    form = forms.OperationAtForm(visit.author.investigation, visit.posted)
    return visit.enter(
        _("Plan an operation"),
        form,
        lambda author, said: plan_operation(author, **said),
        visit.url("operations"),
    )


@page(Right.FIELD)
def operation_add(visit: Visit, key) -> HttpResponse:
    """Plans work, unless a hazard forbids it."""
    row = visit.get(Site, key)
    form = forms.OperationForm(visit.posted)
    return visit.enter(
        _("Plan an operation"),
        form,
        lambda author, said: plan_operation(author, row, **said),
        visit.url("site", key),
    )


@page(Right.FIELD)
def operation_end(visit: Visit, key) -> HttpResponse:
    """It was held, or called off."""
    row = visit.get(Operation, key)
    form = forms.OutcomeForm(visit.posted)
    return visit.enter(
        _("What came of %s") % row,
        form,
        lambda author, said: end_operation(author, row, said),
        visit.url("site", row.site_id),
    )


@page(Right.OVERRIDE_HAZARD)
def override(visit: Visit, key) -> HttpResponse:
    """An officer answers for work near a hazard."""
    row = visit.get(Site, key)
    form = forms.OverrideForm(visit.author.investigation, visit.posted)
    return visit.enter(
        _("Override a hazard"),
        form,
        lambda author, said: override_hazard(author, row, **said),
        visit.url("site", key),
        _("It counts once somebody else has looked at it and agrees, and while the area stays as it is."),
    )


@page(Right.FIELD)
def override_look(visit: Visit, key) -> HttpResponse:
    """A second look."""
    row = visit.get(HazardOverride, key)
    form = forms.LookForm(visit.posted)
    help = _("%(officer)s answers for work at %(site)s in spite of %(area)s: %(why)s") % {
        "officer": row.officer, "site": row.site, "area": row.area, "why": row.reason,
    }  # fmt: skip
    return visit.enter(
        _("A second look at an override"),
        form,
        lambda author, said: look_at_override(author, row, **said),
        visit.url("site", row.site_id),
        help,
    )


@page()
def items(visit: Visit) -> HttpResponse:
    """All things found."""
    own = Item.objects.of(visit.author.investigation).standing().select_related("site", "remains")
    shown_ = paged(visit.request, own.order_by("code"))
    rows = [
        (Link(i.code, visit.url("item", i.pk)), Link(i.site, visit.url("site", i.site_id)),
         i.description[:200], i.found_on,
         Link(i.remains, visit.url("remains", i.remains_id)) if i.remains_id else "",
         _("yes") if i.photograph else _("no"))
        for i in shown_
    ]  # fmt: skip
    files = exports(visit, "items_export")
    header = (_("Number"), _("Site"), _("What"), _("Found on"), _("With"), _("Photograph"))
    empty = _("Nothing yet: items are entered at their site.")
    return visit.sheet(_("Items found"), [Section("", header, rows, files, empty)], page=shown_)


@page(Right.EXPORT)
def items_export(visit: Visit, kind: str) -> HttpResponse:
    """The list as a file."""
    own = Item.objects.of(visit.author.investigation).standing().select_related("site", "remains")
    rows = (
        (i.code, i.site.code, i.remains, i.description, i.found_on, i.photograph)
        for i in own.order_by("code").iterator(2000)
    )
    header = ("number", "site", "remains", "what", "found_on", "photograph_sha256")
    return table_response(kind, "items", header, rows)


@page(Right.FIELD)
def item_add(visit: Visit, key) -> HttpResponse:
    """A thing found at a site."""
    row = visit.get(Site, key)

    def act(author, said):
        file = said.pop("photograph", None)
        if file:
            said["photograph"], said["media_type"] = keep_photograph(file)
        return enter_item(author, row, **said)

    form = forms.ItemForm(row, visit.posted, visit.files)
    return visit.enter(_("Enter an item"), form, act, lambda i: visit.url("item", i.pk))


@page()
def item(visit: Visit, key) -> HttpResponse:
    """A thing and its photograph."""
    row = visit.get(Item, key)
    picture = Link(row.description[:200], visit.url("item_photograph", row.pk)) if row.photograph else None
    rows = [
        (_("What"), row.description),
        (_("Site"), Link(row.site, visit.url("site", row.site_id))),
        (_("Found on"), row.found_on),
        (_("With"), Link(row.remains, visit.url("remains", row.remains_id)) if row.remains_id else "–"),
        (_("Entered"), made(row)),
    ]
    if row.photograph:
        rows.append((_("SHA-256 of the original photograph"), row.photograph))
    return visit.sheet(
        _("Item %s") % row,
        [
            Section(
                "",
                rows=rows,
                image=picture,
                actions=[Link(_("Correct"), visit.url("item_correct", row.pk), Right.FIELD)],
            ),
            before(row, ("description", "found_on", "remains")),
        ],
        history=visit.url("ledger") + f"?row={row.pk}",
    )


@page()
def item_photograph(visit: Visit, key) -> HttpResponse:
    """The photograph, re-encoded."""
    row = visit.get(Item, key)
    if len(row.photograph) != 64:
        raise Http404
    return HttpResponse(shown(row.photograph), content_type="image/jpeg")
