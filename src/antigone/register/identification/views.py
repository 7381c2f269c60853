"""Runs of the engine and the candidates to review."""

from __future__ import annotations

import math

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.register.access.pages import Entry, Link, Section, Visit, made, page, paged
from antigone.register.access.roles import Right
from antigone.register.identification.comparing import points
from antigone.register.identification.models import Candidate, Run
from antigone.register.identification.running import run_engine
from antigone.register.laboratory.models import FrequencyTable


class RunForm(Entry):
    """With which frequencies, from what LR on."""

    table = forms.ModelChoiceField(FrequencyTable.objects.none(), label=gettext_lazy("Allele frequencies"))
    threshold_log10 = forms.FloatField(
        label=gettext_lazy("Candidates from log10 LR"), initial=4.0, min_value=-10, max_value=40
    )

    def __init__(self, investigation, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["table"].queryset = FrequencyTable.objects.of(investigation).standing()


@page()
def runs(visit: Visit) -> HttpResponse:
    """All runs."""
    shown = paged(
        visit.request, Run.objects.of(visit.author.investigation).select_related("made_by").order_by("-code")
    )
    rows = [(Link(r.code, visit.url("run", r.pk)), made(r), r.pairs, r.candidates.count()) for r in shown]
    add = Link(_("Run the engine"), visit.url("run_add"), Right.RUN)
    header = (_("Number"), _("By"), _("Pairs compared"), _("Candidates"))
    empty = _("No runs yet: import profiles and allele frequencies, then run the engine.")
    return visit.sheet(_("Comparison"), [Section("", header, rows, [add], empty)], page=shown)


@page(Right.RUN)
def run_add(visit: Visit) -> HttpResponse:
    """Compares every profile of remains with every family."""
    form = RunForm(visit.author.investigation, visit.posted)
    return visit.enter(
        _("Run the engine"),
        form,
        lambda author, said: run_engine(author, **said),
        lambda r: visit.url("run", r.pk),
    )


@page()
def run(visit: Visit, key) -> HttpResponse:
    """A run's candidates, notes and inputs."""
    row = visit.get(Run, key)
    shown = paged(visit.request, row.candidates.select_related("remains", "person").order_by("-log10_lr"))
    rows = [
        (
            Link(f"{c.remains} – {c.person}", visit.url("candidate", c.pk)),
            f"{c.log10_lr:.2f}",
            "" if c.posterior is None else f"{c.posterior:.6f}",
        )
        for c in shown
    ]
    kept = [
        (_("version of the engine"), row.version),
        (_("threshold, log10"), row.threshold_log10),
        (_("pairs compared"), row.pairs),
        (_("SHA-256 of the inputs"), row.sha256),
        (_("by"), made(row)),
    ]
    header = (_("Pair"), _("log10 LR"), _("Joint posterior"))
    return visit.sheet(
        _("Run %s") % row,
        [
            Section(_("Candidates"), header, rows, (), _("No pair reached the threshold.")),
            Section(_("How it was made"), ("", ""), kept),
            Section(_("Notes"), (_("Note"),), [(n,) for n in row.notes[:100]]),
        ],
        page=shown,
    )


@page()
def candidate(visit: Visit, key) -> HttpResponse:
    """Why: point by point, and marker by marker."""
    row = visit.get(Candidate, key)
    verdicts = {"agree": _("agree"), "differ": _("differ"), "unknown": _("unknown"), "": ""}
    compared = [(p.what, p.before, p.after, verdicts[p.verdict]) for p in points(row.person, row.remains)]
    markers = [(m, f"{lr:.4g}", f"{math.log10(lr):+.3f}") for m, lr in row.markers.items()]
    links = [
        (_("Remains"), Link(row.remains, visit.url("remains", row.remains_id))),
        (_("Person"), Link(row.person, visit.url("person", row.person_id))),
        (_("Run"), Link(row.run, visit.url("run", row.run_id))),
    ]
    lead = _("log10 LR %.2f") % row.log10_lr
    if row.posterior is not None:
        lead += " · " + _("joint posterior %.6f") % row.posterior
    propose = Link(_("Propose this identification"), visit.url("propose", row.pk), Right.PROPOSE)
    return visit.sheet(
        _("%(remains)s as %(person)s") % {"remains": row.remains, "person": row.person},
        [
            Section("", ("", ""), links, [propose]),
            Section(
                _("Before and after death"),
                (_("Point"), _("Ante-mortem"), _("Post-mortem"), _("Verdict")),
                compared,
            ),
            Section(_("Marker by marker"), (_("Marker"), _("LR"), _("log10")), markers),
        ],
        lead,
    )
