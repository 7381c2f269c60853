"""Pages of hazard areas."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.register.access.exports import table_response
from antigone.register.access.mapping import Layer, Placed, features_response, map_section
from antigone.register.access.pages import Link, Mark, Section, Visit, exports, made, page, paged
from antigone.register.access.roles import Right
from antigone.register.access.tiles import tiles_url
from antigone.register.field import forms
from antigone.register.field.hazards import clear_hazard, import_hazards, in_words, stopped_operations
from antigone.register.field.models import HazardArea, HazardStatus
from antigone.register.field.views.maps import text_of

TONES = {"confirmed": "bad", "suspected": "warn", "cleared": "good"}


def status_mark(status: HazardStatus) -> Mark:
    """The status as a word set apart."""
    return Mark(status.get_status_display(), TONES[status.status])


@page()
def hazards(visit: Visit) -> HttpResponse:
    """All areas, and the planned work that they stop."""
    statuses = HazardStatus.objects.of(visit.author.investigation).standing().select_related("area")
    shown = paged(visit.request, statuses.order_by("area__code"))
    rows = [
        (
            Link(s.area, visit.url("hazard", s.area_id)),
            status_mark(s),
            s.on or "",
            s.kind,
            s.source,
            Link(_("Enter a clearance"), visit.url("hazard_clear", s.pk), Right.FIELD)
            if s.status != "cleared"
            else "",
        )
        for s in shown
    ]
    actions = [
        Link(_("Import GeoJSON"), visit.url("hazard_import"), Right.FIELD, main=True),
        Link(_("Map"), visit.url("map")),
        *exports(visit, "hazards_export"),
    ]
    header = (_("Area"), _("Status"), _("Since"), _("What"), _("Source"), "")
    empty = _("No areas yet. Until the mine-action centre's export is imported, no site can be called safe.")
    return visit.sheet(_("Hazards"), [stopped(visit), Section("", header, rows, actions, empty)], page=shown)


def stopped(visit: Visit) -> Section | None:
    """Planned work that a hazard found since forbids; None where there is none."""
    rows = [
        (o.code, Link(o.site, visit.url("site", o.site_id)), o.planned_on, Mark(in_words(near), "bad"))
        for o, near in stopped_operations(visit.author.investigation)
    ]
    if not rows:
        return None
    note = _(
        "These were planned before the hazard was known. Call them off, or record a clearance or override."
    )
    header = (_("Operation"), _("Site"), _("Planned for"), _("Hazards in the way"))
    return Section(_("Planned work that must stop"), header, rows, note=note)


@page()
def hazard(visit: Visit, key) -> HttpResponse:
    """An area: what it is, what it was, where it lies, and which exceptions were made."""
    row = visit.get(HazardArea, key)
    history = list(row.statuses.select_related("made_by").order_by("-made_at"))
    now = next((s for s in history if not s.retracted), None)
    standing = row.statuses.standing().first() or now
    past = [(status_mark(s), s.on or "", s.kind, s.source, made(s), s.reason) for s in history]
    overrides = row.overrides.standing().select_related("site", "made_by")
    clear = [Link(_("Enter a clearance"), visit.url("hazard_clear", standing.pk), Right.FIELD)]
    return visit.sheet(
        _("Hazard area %s") % row,
        [
            map_section(visit.url("hazard_data", row.pk), _layers(visit, row), tiles_url(visit)),
            Section(
                _("Status and history"),
                (_("Status"), _("Since"), _("What"), _("Source"), _("Entered"), _("Why")),
                past,
                clear if standing.status != "cleared" else [],
            ),
            Section(
                _("Overrides"),
                (_("Site"), _("Officer"), _("Why"), _("Stated by")),
                [
                    (Link(o.site, visit.url("site", o.site_id)), o.officer, o.reason, made(o))
                    for o in overrides
                ],
                empty=_("None."),
            ),
        ],
        history=visit.url("ledger") + f"?row={row.pk}",
    )


def _layers(visit: Visit, row: HazardArea) -> list[Layer]:
    return [
        Layer(
            s.status,
            s.get_status_display(),
            [Placed(row.code, s.geometry, s.radius_m, lines=[s.kind, s.source])],
        )
        for s in row.statuses.standing()
        if s.geometry
    ]


@page()
def hazard_data(visit: Visit, key) -> HttpResponse:
    """What its map draws."""
    return features_response(_layers(visit, visit.get(HazardArea, key)))


@page(Right.EXPORT)
def hazards_export(visit: Visit, kind: str) -> HttpResponse:
    """The list as a file."""
    rows = HazardStatus.objects.of(visit.author.investigation).standing().select_related("area")
    cells = (
        (s.area.code, s.status, s.on, s.kind, s.source) for s in rows.order_by("area__code").iterator(2000)
    )
    return table_response(kind, "hazards", ("number", "status", "since", "what", "source"), cells)


@page(Right.FIELD)
def hazard_import(visit: Visit) -> HttpResponse:
    """Areas from a file."""

    def act(author, said):
        new, changed = import_hazards(author, said["file"].name[:200], text_of(said["file"]))
        messages.info(
            visit.request, _("%(new)d areas are new, %(changed)d changed.") % {"new": new, "changed": changed}
        )
        if found := stopped_operations(author.investigation):
            text = ngettext("%d planned operation must stop.", "%d planned operations must stop.", len(found))
            messages.warning(visit.request, text % len(found))

    form = forms.HazardFileForm(visit.posted, visit.files)
    help = _(
        "GeoJSON in longitude and latitude, as IMSMA exports it: areas, or points with a radius in metres. "
        "Each needs an id and a status (suspected, confirmed, cleared; or SHA, CHA with open, closed). "
        "All areas come in, or none; the same file again changes nothing."
    )
    return visit.enter(_("Import GeoJSON"), form, act, visit.url("hazards"), help)


@page(Right.FIELD)
def hazard_clear(visit: Visit, key) -> HttpResponse:
    """A clearance."""
    row = visit.get(HazardStatus, key)
    form = forms.ClearanceForm(visit.posted)
    title = _("Area %s was cleared") % row.area
    return visit.enter(
        title, form, lambda author, said: clear_hazard(author, row, **said), visit.url("hazard", row.area_id)
    )
