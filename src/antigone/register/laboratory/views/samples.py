"""Pages of samples, their custody, and what waits for the laboratory."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.register.access.corrected import all_before, before, correct_seen, mend, take_back_page
from antigone.register.access.pages import Link, Section, Visit, exports, made, page, paged
from antigone.register.access.roles import Right
from antigone.register.field.models import Remains
from antigone.register.laboratory.correcting import CORRECTED, correct_custody, take_back_custody
from antigone.register.laboratory.custody import correct_sample, pass_on, take_sample
from antigone.register.laboratory.forms import CustodyForm, SampleForm, StepForm
from antigone.register.laboratory.models import Custody, Profile, Sample
from antigone.register.laboratory.queue import Waiting, enter_step, waiting
from antigone.register.people.models import Person, Relative

FIRST = 20


@page()
def queue(visit: Visit) -> HttpResponse:
    """What waits for the laboratory, the oldest first."""
    own = visit.author.investigation
    sections = []
    for kind in Waiting:
        rows = waiting(own, kind)
        count = len(rows)
        link = Link(_("All %d") % count, visit.url("samples") + f"?waiting={kind.value}")
        lines = [
            (Link(s.code, visit.url("sample", s.pk)), s.remains or s.relative or s.owner, s.material,
             s.taken_on, Link(_("Enter what was done"), visit.url("step_add", s.pk), Right.LABORATORY))
            for s in rows[:FIRST]
        ]  # fmt: skip
        header = (_("Number"), _("Of"), _("Material"), _("Taken on"), "")
        title = _("Waiting for %(what)s: %(n)d") % {"what": kind.label, "n": count}
        sections.append(Section(title, header, lines, [link] if count > FIRST else [], _("Nothing.")))
    return visit.sheet(_("Laboratory"), sections)


@page()
def samples(visit: Visit) -> HttpResponse:
    """All samples; ?waiting= those that wait for something."""
    own = visit.author.investigation
    asked = visit.request.GET.get("waiting", "")
    if asked in Waiting.values:
        shown = paged(visit.request, waiting(own, Waiting(asked)))
    else:
        found = Sample.objects.of(own).standing().select_related("remains", "relative", "owner")
        if asked:
            found = found.exclude(pk__in=Profile.objects.standing().values("sample"))
        shown = paged(visit.request, found.order_by("code"))
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
        Link(_("Import profiles"), visit.url("profiles_import"), Right.LABORATORY, main=True),
        Link(_("What waits"), visit.url("lab_queue")),
        *exports(visit, "samples_export", title=_("Samples")),
        *exports(visit, "custody_export", title=_("Custody")),
        *exports(visit, "profiles_export", title=_("Profiles")),
    ]  # fmt: skip
    header = (_("Number"), _("Of"), _("Material"), _("Taken on"), _("Profile"))
    empty = _("No samples yet: they are taken from remains, or from relatives who agreed.")
    return visit.sheet(_("Samples"), [Section("", header, rows, actions, empty)], page=shown)


@page()
def sample(visit: Visit, key) -> HttpResponse:
    """A sample's custody and profiles."""
    row = visit.get(Sample, key)
    right = Right.LABORATORY if Right.LABORATORY in visit.author.rights else Right.FIELD
    steps = list(row.custody.standing().order_by("step"))
    correct = lambda c: Link(_("correct"), visit.url("custody_correct", c.pk), right)  # noqa: E731
    chain = [
        (f"{timezone.localtime(c.when):%Y-%m-%d %H:%M}", c.giver, c.receiver, c.place, c.seal, c.reason,
         correct(c))
        for c in steps
    ]  # fmt: skip
    taken_back = row.custody.filter(retracted=True).order_by("step")
    act = Link(_("Pass on"), visit.url("custody_add", row.pk))
    work = [
        (s.on, s.get_kind_display(), s.kit, s.note or s.reason, made(s))
        for s in row.steps.standing().order_by("on", "made_at")
    ]
    done = Link(_("Enter what was done"), visit.url("step_add", row.pk), Right.LABORATORY)
    step_header = (_("On"), _("What"), _("Kit or method"), _("Note"), _("Entered by"))
    sections = [
        Section(
            _("Chain of custody"),
            (_("When"), _("From"), _("To"), _("Where"), _("Seal"), _("Why"), ""),
            chain,
            [act],
            _("None yet: nobody can say where it was."),
        ),
        Section(_("Work on it"), step_header, work, [done], _("Nothing was done with it yet.")),
    ]
    for p in row.profiles.standing():
        alleles = [(m, ", ".join(a)) for m, a in sorted(p.genotypes.items(), key=_natural)]
        sections.append(
            Section(
                _("Profile from %s") % (f"{p.file}, {p.kit}" if p.kit else p.file),
                (_("Marker"), _("Alleles")),
                alleles,
            )
        )
    if row.remains_id:
        of = Link(row.remains, visit.url("remains", row.remains_id))
    elif row.relative_id:
        of = Link(row.relative, visit.url("family", row.relative.family_id))
    else:
        of = Link(row.owner, visit.url("person", row.owner_id))
    facts = [(_("Of"), of), (_("Material"), row.material), (_("Taken on"), row.taken_on),
             (_("Stated by"), made(row))]  # fmt: skip
    sections.insert(
        0, Section("", rows=facts, actions=[Link(_("Correct"), visit.url("sample_correct", row.pk), right)])
    )
    sections.append(before(row, ("material", "taken_on")))
    sections.append(all_before([*steps, *taken_back], CORRECTED))
    return visit.sheet(_("Sample %s") % row, sections, history=visit.url("ledger") + f"?row={row.pk}")


def _natural(item: tuple[str, Any]) -> list[Any]:
    """M2 before M10."""
    return [int(part) if part.isdigit() else part for part in re.split(r"([0-9]+)", item[0])]


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


@page()
def custody_correct(visit: Visit, key) -> HttpResponse:
    """A step of the chain of custody."""
    row = visit.get(Custody, key)
    chain = row.sample.custody.standing().order_by("step")
    others = [Link(_("Take this step back"), visit.url("custody_retract", row.pk))]
    return mend(
        visit,
        _("Correct step %(step)d of the custody of %(sample)s") % {"step": row.step, "sample": row.sample},
        CustodyForm(visit.posted, instance=row),
        lambda author, said: correct_custody(author, row, said),
        visit.url("sample", row.sample_id),
        others=others if row == chain.last() else (),
        note=_("Who hands over is who received before: a name is mended in the step beside it too."),
    )


@page()
def custody_retract(visit: Visit, key) -> HttpResponse:
    """The newest step did not happen, or with another sample."""
    row = visit.get(Custody, key)
    return take_back_page(
        visit,
        _("Take back step %(step)d of the custody of %(sample)s") % {"step": row.step, "sample": row.sample},
        lambda author: take_back_custody(author, row),
        visit.url("sample", row.sample_id),
    )


@page()
def sample_correct(visit: Visit, key) -> HttpResponse:
    """What was taken, and when."""
    row = visit.standing(Sample, key)
    return correct_seen(
        visit,
        _("Correct sample %s") % row,
        SampleForm(visit.posted, instance=row),
        row,
        lambda author, seen, said: correct_sample(author, row, seen, **said),
        visit.url("sample", key),
    )


@page(Right.LABORATORY)
def step_add(visit: Visit, key) -> HttpResponse:
    """What was done with a sample."""
    row = visit.get(Sample, key)
    form = StepForm(visit.posted)
    return visit.enter(
        _("Work on %s") % row,
        form,
        lambda author, said: enter_step(author, row, **said),
        visit.url("sample", key),
    )
