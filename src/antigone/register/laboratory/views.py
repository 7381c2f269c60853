"""Samples, custody, profiles, and what waits for the laboratory."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.register.access.pages import Entry, FactForm, Link, Section, Visit, page, paged
from antigone.register.access.roles import Right
from antigone.register.field.models import Remains
from antigone.register.laboratory.custody import pass_on, take_sample
from antigone.register.laboratory.models import Custody, FrequencyTable, Profile, Sample
from antigone.register.laboratory.profiling import import_frequencies, import_profiles
from antigone.register.people.models import Person, Relative


class SampleForm(FactForm):
    """What was taken, when."""

    class Meta:
        model = Sample
        fields = ("material", "taken_on")


class CustodyForm(FactForm):
    """From whom to whom."""

    class Meta:
        model = Custody
        fields = ("giver", "receiver", "when", "place", "seal")


class FileForm(Entry):
    """A laboratory's file."""

    file = forms.FileField(label=gettext_lazy("CSV file"))


class FrequencyForm(FileForm):
    """A table of frequencies."""

    code = forms.CharField(label=gettext_lazy("Number of the table"), max_length=60)


@page()
def samples(visit: Visit) -> HttpResponse:
    """All samples; ?waiting=1 those without a profile."""
    found = Sample.objects.of(visit.author.investigation).standing().order_by("code")
    profiled = Profile.objects.standing().values("sample")
    waiting = found.exclude(pk__in=profiled)
    if "waiting" in visit.request.GET:
        found = waiting
    shown = paged(visit.request, found.select_related("remains", "relative", "owner"))
    typed = set(
        Profile.objects.standing().filter(sample__in=[s.pk for s in shown]).values_list("sample", flat=True)
    )
    rows = [
        (
            Link(s.code, visit.url("sample", s.pk)),
            s.remains or s.relative or s.owner,
            s.material,
            s.taken_on,
            _("yes") if s.pk in typed else _("no"),
        )
        for s in shown
    ]
    actions = [
        Link(_("Waiting for a profile: %d") % waiting.count(), visit.url("samples") + "?waiting=1"),
        Link(_("Import profiles"), visit.url("profiles_import"), Right.LABORATORY),
        Link(_("Import allele frequencies"), visit.url("frequencies_import"), Right.LABORATORY),
    ]
    header = (_("Number"), _("Of"), _("Material"), _("Taken on"), _("Profile"))
    empty = _("No samples yet: they are taken from remains, or from relatives who agreed.")
    return visit.sheet(_("Laboratory"), [Section("", header, rows, actions, empty)], page=shown)


@page()
def sample(visit: Visit, key) -> HttpResponse:
    """A sample's custody and profiles."""
    row = visit.get(Sample, key)
    chain = [
        (c.when.strftime("%Y-%m-%d %H:%M"), c.giver, c.receiver, c.place, c.seal, c.reason)
        for c in row.custody.standing().order_by("step")
    ]
    act = Link(_("Pass on"), visit.url("custody_add", row.pk))
    sections = [
        Section(
            _("Chain of custody"),
            (_("When"), _("From"), _("To"), _("Where"), _("Seal"), _("Why")),
            chain,
            [act],
        )
    ]
    for p in row.profiles.standing():
        alleles = [(m, ", ".join(a)) for m, a in sorted(p.genotypes.items())]
        sections.append(Section(_("Profile from %s") % p.file, (_("Marker"), _("Alleles")), alleles))
    if row.remains_id:
        of = Link(row.remains, visit.url("remains", row.remains_id))
    elif row.relative_id:
        of = Link(row.relative, visit.url("family", row.relative.family_id))
    else:
        of = Link(row.owner, visit.url("person", row.owner_id))
    sections.insert(
        0, Section("", (_("Of"), _("Material"), _("Taken on")), [(of, row.material, row.taken_on)])
    )
    return visit.sheet(_("Sample %s") % row, sections, history=visit.url("ledger") + f"?row={row.pk}")


def _taken(visit: Visit, **source) -> HttpResponse:
    form = SampleForm(visit.posted)
    title = _("Take a sample of %s") % next(iter(source.values()))
    return visit.enter(
        title,
        form,
        lambda author, said: take_sample(author, **said, **source),
        lambda s: visit.url("sample", s.pk),
    )


@page()
def sample_of_remains(visit: Visit, key) -> HttpResponse:
    """From remains."""
    return _taken(visit, remains=visit.get(Remains, key))


@page()
def sample_of_relative(visit: Visit, key) -> HttpResponse:
    """From a relative."""
    return _taken(visit, relative=visit.standing(Relative, key))


@page()
def sample_of_effect(visit: Visit, key) -> HttpResponse:
    """From an effect of a missing person."""
    return _taken(visit, owner=visit.get(Person, key))


@page()
def custody_add(visit: Visit, key) -> HttpResponse:
    """The sample goes on."""
    row = visit.get(Sample, key)
    last = row.custody.standing().order_by("-step").first()
    form = CustodyForm(visit.posted, initial={"giver": last.receiver} if last else {})
    return visit.enter(
        _("Pass on %s") % row,
        form,
        lambda author, said: pass_on(author, row, **said),
        visit.url("sample", key),
    )


@page(Right.LABORATORY)
def profiles_import(visit: Visit) -> HttpResponse:
    """Profiles from the laboratory's file."""
    form = FileForm(visit.posted, visit.files)
    return visit.enter(
        _("Import profiles"),
        form,
        lambda author, said: import_profiles(author, said["file"].name[:200], said["file"].read()),
        visit.url("samples"),
        _("Columns: sample (or subject), kind, marker, allele1, allele2; or one row a sample."),
    )


@page(Right.LABORATORY)
def frequencies_import(visit: Visit) -> HttpResponse:
    """Allele frequencies."""
    form = FrequencyForm(visit.posted, visit.files)
    return visit.enter(
        _("Import allele frequencies"),
        form,
        lambda author, said: import_frequencies(
            author, said["code"], said["file"].name[:200], said["file"].read()
        ),
        visit.url("samples"),
        _("Columns: marker, allele, frequency."),
    )


def frequency_tables(visit: Visit):
    """The tables a run may use."""
    return FrequencyTable.objects.of(visit.author.investigation).standing()
