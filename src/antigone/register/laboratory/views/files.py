"""Pages of the laboratory's files: profiles, frequencies, staff; in and out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from antigone.errors import InputError
from antigone.register.access.exports import table_response
from antigone.register.access.pages import Link, Section, Visit, exports, made, page
from antigone.register.access.roles import Right
from antigone.register.laboratory import forms
from antigone.register.laboratory.models import Custody, FrequencyTable, Profile, Sample, StaffProfile
from antigone.register.laboratory.profiling import (
    ProfileImport,
    import_frequencies,
    import_profiles,
    import_staff,
    read_profiles,
)

SHOWN = 200


@page(Right.LABORATORY)
def profiles_import(visit: Visit) -> HttpResponse:
    """Profiles from the laboratory's file: a dry run with the differences, then all or nothing."""
    form = forms.ProfilesForm(visit.posted, visit.files)
    said = form.cleaned_data if visit.request.method == "POST" and form.is_valid() else None
    if said and said["dry"]:
        file = said["file"]
        try:
            found = read_profiles(visit.author, file.name[:200], file.read(), said["homozygous"])
        except InputError as error:
            form.add_error(None, str(error))
            return visit.render("form.html", 422, title=_("Import profiles"), form=form)
        return _differences(visit, found)

    def act(author, values):
        values.pop("dry")
        file = values.pop("file")
        found = import_profiles(author, file.name[:200], file.read(), **values)
        for warning in found.warnings[:20]:
            messages.warning(visit.request, warning)
        return found

    help = _("All profiles of the file come in, or none. Samples are told by their numbers in the record.")
    return visit.enter(_("Import profiles"), form, act, visit.url("samples"), help)


def _differences(visit: Visit, found: ProfileImport) -> HttpResponse:
    again = Link(_("Import a file"), visit.url("profiles_import"), Right.LABORATORY, main=True)
    counts = [
        (_("New profiles"), len(found.new)),
        (_("As before"), len(found.known)),
        (
            _("With more markers"),
            len([c for c in found.extended if c not in {d.sample for d in found.differing}]),
        ),
        (_("Differing at a marker"), len({d.sample for d in found.differing})),
    ]
    return visit.sheet(
        found.file,
        [
            Section(_("Counts"), rows=counts, actions=[again]),
            Section(_("To look at"), ("",), [(w,) for w in found.warnings[:SHOWN]])
            if found.warnings
            else None,
            Section(
                _("Differences"),
                (_("Sample"), _("Marker"), _("In the record"), _("In the file")),
                [(d.sample, d.marker, ", ".join(d.held), ", ".join(d.said)) for d in found.differing[:SHOWN]],
                empty=_("None: no profile in the record would change."),
            ),
            Section(
                _("New"),
                (_("Sample"), _("Markers")),
                [(c, len(g)) for c, g in list(found.new.items())[:SHOWN]],
                empty=_("None."),
            ),
        ],
        _("Nothing was entered. This is what would change. To enter it, send it again without the tick."),
    )


@page()
def frequencies(visit: Visit) -> HttpResponse:
    """All frequency tables."""
    rows = [
        (Link(t, visit.url("frequency_table", t.pk)), t.population, t.origin, len(t.frequencies), made(t))
        for t in FrequencyTable.objects.of(visit.author.investigation).standing().order_by("code")
    ]
    add = Link(_("Import allele frequencies"), visit.url("frequencies_import"), Right.LABORATORY, main=True)
    header = (_("Number"), _("Population"), _("Origin"), _("Markers"), _("Entered by"))
    empty = _("None yet. A run of the engine needs the allele frequencies of a population.")
    return visit.sheet(_("Allele frequencies"), [Section("", header, rows, [add], empty)])


@page()
def frequency_table(visit: Visit, key) -> HttpResponse:
    """A table, marker by marker."""
    row = visit.get(FrequencyTable, key)
    lines = [
        (m, ", ".join(f"{a}: {f:g}" for a, f in alleles.items()), f"{sum(alleles.values()):.4f}")
        for m, alleles in row.frequencies.items()
    ]
    about = [(_("Population"), row.population or "–"), (_("Origin"), row.origin or "–"),
             (_("SHA-256 of the file"), row.sha256 or "–"), (_("Entered"), made(row))]  # fmt: skip
    files = exports(visit, "frequencies_export", row.pk)
    return visit.sheet(
        _("Allele frequencies %s") % row,
        [
            Section("", rows=about, actions=files),
            Section(_("By marker"), (_("Marker"), _("Alleles and their frequencies"), _("Sum")), lines),
        ],
        history=visit.url("ledger") + f"?row={row.pk}",
    )


@page(Right.EXPORT)
def frequencies_export(visit: Visit, key, kind: str) -> HttpResponse:
    """A table as the case folder has it."""
    row = visit.get(FrequencyTable, key)
    rows = ((m, a, f) for m, alleles in row.frequencies.items() for a, f in alleles.items())
    return table_response(kind, "frequencies", ("marker", "allele", "frequency"), rows)


@page(Right.LABORATORY)
def frequencies_import(visit: Visit) -> HttpResponse:
    """Allele frequencies."""

    def act(author, said):
        file = said.pop("file")
        return import_frequencies(author, said.pop("code"), file.name[:200], file.read(), **said)

    form = forms.FrequencyForm(visit.posted, visit.files)
    help = _("CSV or XLSX. Columns: marker, allele, frequency; or the wide layout of published tables.")
    return visit.enter(_("Import allele frequencies"), form, act, visit.url("frequencies"), help)


@page()
def staff(visit: Visit) -> HttpResponse:
    """Profiles of those who handle samples; only how many markers of each are shown."""
    rows = [
        (s.code, len(s.genotypes), made(s))
        for s in StaffProfile.objects.of(visit.author.investigation).standing().order_by("code")
    ]
    add = Link(_("Import staff profiles"), visit.url("staff_import"), Right.LABORATORY, main=True)
    empty = _(
        "None yet. With them, a file of profiles that shows a member of staff is noticed when it comes in."
    )
    header = (_("Number"), _("Markers"), _("Entered by"))
    return visit.sheet(_("Profiles of staff"), [Section("", header, rows, [add], empty)])


@page(Right.LABORATORY)
def staff_import(visit: Visit) -> HttpResponse:
    """Staff by numbers, never by names."""
    form = forms.FileForm(visit.posted, visit.files)
    help = _("The same files as for profiles; the subject or sample is the number of the member of staff.")
    return visit.enter(
        _("Import staff profiles"),
        form,
        lambda author, said: import_staff(author, said["file"].name[:200], said["file"].read()),
        visit.url("staff"),
        help,
    )


@page(Right.EXPORT)
def samples_export(visit: Visit, kind: str) -> HttpResponse:
    """All samples."""
    own = (
        Sample.objects.of(visit.author.investigation)
        .standing()
        .select_related("remains", "relative", "owner")
    )
    rows = (
        (
            s.code,
            s.remains or "",
            s.relative.code if s.relative else "",
            s.owner or "",
            s.material,
            s.taken_on,
        )
        for s in own.order_by("code").iterator(2000)
    )
    header = ("number", "remains", "relative", "effect_of", "material", "taken_on")
    return table_response(kind, "samples", header, rows)


@page(Right.EXPORT)
def custody_export(visit: Visit, kind: str) -> HttpResponse:
    """All chains of custody."""
    own = Custody.objects.of(visit.author.investigation).standing().select_related("sample")
    rows = (
        (c.sample.code, c.step, c.when.isoformat(), c.giver, c.receiver, c.place, c.seal, c.reason)
        for c in own.order_by("sample__code", "step").iterator(2000)
    )
    header = ("sample", "step", "when", "from", "to", "where", "seal", "why")
    return table_response(kind, "custody", header, rows)


@page(Right.EXPORT)
def profiles_export(visit: Visit, kind: str) -> HttpResponse:
    """All profiles as profiles.csv of the case folder."""
    own = Profile.objects.of(visit.author.investigation).standing()
    own = own.select_related("sample__remains", "sample__relative", "sample__owner").order_by("sample__code")
    rows = (
        (*_subject(p.sample), marker, *(*alleles, "", "")[:2], p.sample.code)
        for p in own.iterator(2000)
        for marker, alleles in p.genotypes.items()
    )
    return table_response(
        kind, "profiles", ("subject", "kind", "marker", "allele1", "allele2", "sample"), rows
    )


def _subject(sample: Sample) -> tuple[str, str]:
    if sample.remains is not None:
        return sample.remains.code, "remains"
    if sample.relative is not None:
        return sample.relative.code, "reference"
    return sample.owner.code, "personal"
