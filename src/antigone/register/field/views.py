"""Sites, hazards, remains."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from antigone.errors import InputError
from antigone.register.access.exports import table_response
from antigone.register.access.pages import Link, Section, Visit, made, page, paged
from antigone.register.access.roles import Right
from antigone.register.field import forms
from antigone.register.field.hazards import clear_hazard, hazards_near, import_hazards, override_hazard
from antigone.register.field.models import HazardStatus, Remains, Site
from antigone.register.field.recovering import (
    add_bone,
    add_site,
    examine,
    individuals_at_least,
    plan_operation,
    presume,
    recover,
)
from antigone.register.people.models import Person


@page()
def sites(visit: Visit) -> HttpResponse:
    """All sites."""
    shown = paged(visit.request, Site.objects.of(visit.author.investigation).standing().order_by("code"))
    rows = []
    for s in shown:
        place = s.locations.standing().first()
        where = f"{place.latitude:.5f}, {place.longitude:.5f} ± {place.radius_m} m" if place else ""
        rows.append((Link(s.code, visit.url("site", s.pk)), s.title, where, s.remains.standing().count()))
    add = Link(_("Add a site"), visit.url("site_add"), Right.FIELD)
    header = (_("Number"), _("Title"), _("Where"), _("Remains"))
    empty = _("No sites yet: add the first place where remains may lie.")
    return visit.sheet(_("Sites"), [Section("", header, rows, [add], empty)], page=shown)


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
    """A site, the hazards near it, what was planned and found."""
    row = visit.get(Site, key)
    place = row.locations.standing().first()
    near = hazards_near(place, visit.author.investigation.hazard_distance_m) if place else []
    act = lambda text, name, right=Right.FIELD: Link(text, visit.url(name, row.pk), right)  # noqa: E731
    overrides = row.overrides.standing().select_related("area", "made_by")
    return visit.sheet(
        row,
        [
            Section(
                _("Hazards near"),
                (_("Area"), _("Status"), _("Metres away")),
                [(n.status.area, n.status.get_status_display(), f"{n.metres:.0f}") for n in near],
                [act(_("Override a hazard"), "override", Right.OVERRIDE_HAZARD)] if near else [],
                _("None known within the distance kept."),
            ),
            Section(
                _("Overrides"),
                (_("Area"), _("Officer"), _("Why"), _("Stated by")),
                [(o.area, o.officer, o.reason, made(o)) for o in overrides],
            ),
            Section(
                _("Operations"),
                (_("Number"), _("Kind"), _("Planned for")),
                [(o.code, o.get_kind_display(), o.planned_on) for o in row.operations.standing()],
                [act(_("Plan an operation"), "operation_add")],
            ),
            Section(
                _("Remains"),
                (_("Number"), _("Recovered on"), _("Description")),
                [
                    (Link(r.code, visit.url("remains", r.pk)), r.recovered_on, r.description)
                    for r in row.remains.standing().order_by("code")[:500]
                ],
                [act(_("Enter remains"), "remains_add")],
            ),
        ],
        f"{place.latitude:.5f}, {place.longitude:.5f} ± {place.radius_m} m" if place else "",
        history=visit.url("ledger") + f"?row={row.pk}",
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
    )


@page()
def hazards(visit: Visit) -> HttpResponse:
    """All areas."""
    statuses = HazardStatus.objects.of(visit.author.investigation).standing().select_related("area")
    shown = paged(visit.request, statuses.order_by("area__code"))
    rows = [
        (
            s.area,
            s.get_status_display(),
            s.on or "",
            s.source,
            Link(_("cleared"), visit.url("hazard_clear", s.pk)) if s.status != "cleared" else "",
        )
        for s in shown
    ]
    add = Link(_("Import GeoJSON"), visit.url("hazard_import"), Right.FIELD)
    header = (_("Area"), _("Status"), _("Since"), _("Source"), "")
    empty = _("No areas yet. Until the mine-action centre's export is imported, no site can be called safe.")
    return visit.sheet(_("Hazards"), [Section("", header, rows, [add], empty)], page=shown)


@page(Right.FIELD)
def hazard_import(visit: Visit) -> HttpResponse:
    """Areas from a file."""

    def act(author, said):
        try:
            text = said["file"].read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise InputError(f"{said['file'].name}: not UTF-8; export the areas as GeoJSON") from None
        return import_hazards(author, said["file"].name[:200], text)

    form = forms.HazardFileForm(visit.posted, visit.files)
    return visit.enter(_("Import GeoJSON"), form, act, visit.url("hazards"))


@page(Right.FIELD)
def hazard_clear(visit: Visit, key) -> HttpResponse:
    """A clearance."""
    row = visit.get(HazardStatus, key)
    form = forms.ClearanceForm(visit.posted)
    title = _("Area %s was cleared") % row.area
    return visit.enter(
        title, form, lambda author, said: clear_hazard(author, row, **said), visit.url("hazards")
    )


@page()
def all_remains(visit: Visit) -> HttpResponse:
    """All remains."""
    found = Remains.objects.of(visit.author.investigation).standing().select_related("site").order_by("code")
    shown = paged(visit.request, found)
    rows = [
        (
            Link(r.code, visit.url("remains", r.pk)),
            r.site,
            r.recovered_on,
            r.description[:120],
            ", ".join(str(i.person) for i in r.identifications.standing().select_related("person")),
        )
        for r in shown
    ]
    files = [Link(k.upper(), visit.url("remains_export", k), Right.EXPORT) for k in ("csv", "xlsx")]
    header = (_("Number"), _("Site"), _("Recovered on"), _("Description"), _("Identified as"))
    empty = _("No remains yet: they are entered at their site.")
    return visit.sheet(_("Remains"), [Section("", header, rows, files, empty)], page=shown)


@page(Right.EXPORT)
def remains_export(visit: Visit, kind: str) -> HttpResponse:
    """The list as a file."""
    found = Remains.objects.of(visit.author.investigation).standing().select_related("site").order_by("code")
    rows = ((r.code, r.site.code, r.site.title, r.recovered_on, r.description) for r in found.iterator(2000))
    return table_response(kind, "remains", ("number", "site", "title", "recovered_on", "description"), rows)


@page(Right.FIELD)
def remains_add(visit: Visit, key) -> HttpResponse:
    """Remains of a site."""
    row = visit.get(Site, key)
    form = forms.RemainsForm(visit.posted)
    return visit.enter(
        _("Enter remains"),
        form,
        lambda author, said: recover(author, row, **said),
        lambda r: visit.url("remains", r.pk),
    )


@page()
def remains(visit: Visit, key) -> HttpResponse:
    """A body or bag: inventory, opinions, samples, course."""
    row = visit.get(Remains, key)
    act = lambda text, name, right: Link(text, visit.url(name, row.pk), right)  # noqa: E731
    course = [
        (_("Presumed to be"), Link(p.person, visit.url("person", p.person_id)), p.grounds)
        for p in row.presumptions.standing().select_related("person")
    ]
    course += [
        (_("Proposed"), Link(p, visit.url("proposal", p.pk)), p.person) for p in row.proposals.standing()
    ]
    course += [
        (_("Identified"), Link(i.person, visit.url("identification", i.pk)), made(i))
        for i in row.identifications.standing().select_related("person")
    ]
    opinions = []
    for e in row.examinations.standing():
        said = [
            (f.verbose_name, getattr(e, f.name)) for f in e._meta.fields if f.name in forms.EXAMINATION[2:]
        ]
        opinions.append((e.examiner, e.on, "; ".join(f"{k}: {v}" for k, v in said if v not in (None, ""))))
    mni = individuals_at_least(row)
    return visit.sheet(
        row,
        [
            Section(
                _("Inventory: at least %d individual(s)") % mni,
                (_("Bag"), _("Bone"), _("Side"), _("How many")),
                [(b.bag, b.element, b.get_side_display(), b.count) for b in row.bones.standing()],
                [
                    act(_("Add a bone"), "bone_add", Right.FIELD),
                    act(_("Add a bone"), "bone_add", Right.EXAMINE),
                ],
            ),
            Section(
                _("Examinations"),
                (_("Examiner"), _("On"), _("Opinion")),
                opinions,
                [act(_("Enter an examination"), "examination_add", Right.EXAMINE)],
            ),
            Section(
                _("Samples"),
                (_("Number"), _("Material"), _("Taken on")),
                [
                    (Link(s.code, visit.url("sample", s.pk)), s.material, s.taken_on)
                    for s in row.samples.standing()
                ],
                [
                    act(_("Take a sample"), "sample_of_remains", Right.LABORATORY),
                    act(_("Take a sample"), "sample_of_remains", Right.FIELD),
                ],
            ),
            Section(
                _("Found and compared"),
                (_("What"), _("Which"), _("Why")),
                course,
                [act(_("Presume who it is"), "presumption_add", Right.FIELD)],
            ),
        ],
        f"{row.site} · {row.recovered_on} · {row.description}",
        history=visit.url("ledger") + f"?row={row.pk}",
    )


@page()
def bone_add(visit: Visit, key) -> HttpResponse:
    """A bone."""
    row = visit.get(Remains, key)
    form = forms.BoneForm(visit.posted)
    return visit.enter(
        _("Add a bone"), form, lambda author, said: add_bone(author, row, **said), visit.url("remains", key)
    )


@page(Right.EXAMINE)
def examination_add(visit: Visit, key) -> HttpResponse:
    """An opinion."""
    row = visit.get(Remains, key)
    form = forms.ExaminationForm(visit.posted)
    return visit.enter(
        _("Enter an examination"),
        form,
        lambda author, said: examine(author, row, said),
        visit.url("remains", key),
    )


@page(Right.FIELD)
def presumption_add(visit: Visit, key) -> HttpResponse:
    """A presumption."""
    row = visit.get(Remains, key)

    def act(author, said):
        person = get_object_or_404(Person.objects.of(author.investigation), code__iexact=said["code"].strip())
        return presume(author, row, person, said["grounds"])

    form = forms.PresumptionForm(visit.posted)
    return visit.enter(_("Presume who it is"), form, act, visit.url("remains", key))
