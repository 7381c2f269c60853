"""Forms of the identification stage."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.cases.settings import Model, Mutation, PriorSettings, SexRates
from antigone.register.access.choosing import offer
from antigone.register.access.pages import Entry
from antigone.register.field.models import Site
from antigone.register.identification.freezing import Question, Scope
from antigone.register.identification.models import Judgement
from antigone.register.laboratory.models import FrequencyTable
from antigone.register.people.models import Event

MUTATION = (
    ("none", _("none")),
    ("equal", _("equal")),
    ("proportional", _("proportional")),
    ("stepwise", _("stepwise")),
    ("onestep", _("one step")),
)


class RunForm(Entry):
    """What a run asks: frequencies, threshold, model, prior, and of whom."""

    groups = (
        (_("What is compared"), ("table", "threshold_log10", "events", "sites")),
        (
            _("Model"),
            (
                "theta",
                "mutation",
                "rate_female",
                "rate_male",
                "mutation_range",
                "rate2",
                "silent",
                "dropout",
                "dropin",
                "minimum_frequency",
            ),
        ),
        (_("Prior"), ("closed",)),
    )
    table = forms.ModelChoiceField(FrequencyTable.objects.none(), label=_("Allele frequencies"))
    threshold_log10 = forms.FloatField(
        label=_("Candidates from log10 LR"),
        initial=4.0,
        min_value=-10,
        max_value=40,
        help_text=_("4 means: the profiles are 10,000 times more probable if they are this person"),
    )
    events = forms.ModelMultipleChoiceField(
        Event.objects.none(),
        label=_("Only persons last seen in these events"),
        required=False,
        help_text=_("none chosen: all"),
        widget=forms.SelectMultiple(attrs={"size": 4}),
    )
    sites = forms.ModelMultipleChoiceField(
        Site.objects.none(),
        label=_("Only remains from these sites"),
        required=False,
        help_text=_("none chosen: all"),
        widget=forms.SelectMultiple(attrs={"size": 4}),
    )
    theta = forms.FloatField(
        label=_("theta"),
        initial=0.0,
        min_value=0,
        max_value=0.2,
        help_text=_("correlation within the population (F_ST); 0.01 to 0.03 is usual"),
    )
    mutation = forms.ChoiceField(label=_("Mutation model"), choices=MUTATION, initial="none")
    rate_female = forms.FloatField(
        label=_("Mutation rate of mothers"), initial=0.001, min_value=0, max_value=0.1
    )
    rate_male = forms.FloatField(
        label=_("Mutation rate of fathers"), initial=0.002, min_value=0, max_value=0.1
    )
    mutation_range = forms.FloatField(
        label=_("Stepwise: factor for each further step"), initial=0.1, min_value=0, max_value=1
    )
    rate2 = forms.FloatField(
        label=_("Stepwise: rate to micro-variants"), initial=0.000001, min_value=0, max_value=0.1
    )
    silent = forms.FloatField(label=_("Frequency of silent alleles"), initial=0.0, min_value=0, max_value=0.5)
    dropout = forms.FloatField(
        label=_("Probability that an allele of remains fails to show"),
        initial=0.0,
        min_value=0,
        max_value=0.9,
    )
    dropin = forms.FloatField(label=_("Probability of drop-in"), initial=0.0, min_value=0, max_value=0.5)
    minimum_frequency = forms.FloatField(
        label=_("Least frequency of an allele"), initial=0.001, min_value=0.000001, max_value=0.1
    )
    closed = forms.BooleanField(
        label=_("Every remains belongs to one of the missing (a closed case)"), required=False
    )

    def clean(self) -> dict:
        """What was left empty is as the form would have it."""
        said = super().clean()
        for name in self.groups[1][1]:
            if said.get(name) in (None, ""):
                said[name] = self.fields[name].initial
        return said

    def __init__(self, investigation, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in self.groups[1][1]:
            self.fields[name].required = False
        self.fields["table"].queryset = FrequencyTable.objects.of(investigation).standing().order_by("code")
        offer(self, "events", Event.objects.of(investigation).standing().order_by("title"))
        offer(self, "sites", Site.objects.of(investigation).standing().order_by("code"))


class CheckForm(RunForm):
    """What a check of the quality looks at, and from where on it speaks up."""

    groups = (
        (_("What is checked"), ("table", "events", "sites")),
        RunForm.groups[1],
        (_("From where on it speaks up"), ("relationship_log10", "match_log10")),
    )
    relationship_log10 = forms.FloatField(
        label=_("Another relationship, log10 LR"), initial=3.0, min_value=0, max_value=40,
        help_text=_("3 means: another relationship explains two profiles 1,000 times better"),
    )  # fmt: skip
    match_log10 = forms.FloatField(
        label=_("Two profiles of one person, log10 LR"), initial=6.0, min_value=0, max_value=40
    )

    def __init__(self, investigation, *args, **kwargs) -> None:
        super().__init__(investigation, *args, **kwargs)
        del self.fields["threshold_log10"], self.fields["closed"]


def question_of(said: dict) -> Question:
    """The question that a valid form asks."""
    mutation = Mutation()
    if said["mutation"] != "none":
        stepwise = said["mutation"] == "stepwise"
        mutation = Mutation(
            model=said["mutation"],
            rate=SexRates(said["rate_female"], said["rate_male"]),
            rate2=said["rate2"] if stepwise else 0.0,
            range=said["mutation_range"] if stepwise else 0.1,
        )
    return Question(
        said["table"],
        said.get("threshold_log10", 4.0),
        Model(
            population=said["table"].code,
            theta=said["theta"],
            silent=said["silent"],
            dropout=said["dropout"],
            dropin=said["dropin"],
            minimum_frequency=said["minimum_frequency"],
            mutation=mutation,
        ),
        PriorSettings(closed=said.get("closed", False)),
        Scope(list(said["events"]), list(said["sites"])),
    )


class JudgementForm(Entry):
    """Which point, and do the two sides agree?"""

    reason_required = True
    point = forms.ChoiceField(label=_("Point"), choices=Judgement.Point.choices, widget=forms.RadioSelect)
    verdict = forms.ChoiceField(
        label=_("Do the two sides agree?"), choices=Judgement.Verdict.choices, widget=forms.RadioSelect
    )


class CaseForm(Entry):
    """A case of another laboratory; first a dry run."""

    groups = (
        (_("The case"), ("file", "title")),
        (_("How it came"), ("by", "receiver", "on", "agreed")),
        (_("Enter it?"), ("enter",)),
    )
    file = forms.FileField(
        label=_("Case folder as ZIP, workbook (.xlsx) or Familias file (.fam)"),
        help_text=_("see docs/case-folder.md"),
    )
    title = forms.CharField(
        label=_("Title, under which its numbers are remembered"),
        max_length=60,
        help_text=_("The same case under the same title again adds nothing."),
    )
    by = forms.CharField(label=_("Sent by"), max_length=150)
    receiver = forms.CharField(label=_("Received by"), max_length=200)
    on = forms.DateField(label=_("Received on"))
    agreed = forms.BooleanField(
        label=_("The sender states in writing that the relatives agreed to the comparison")
    )
    enter = forms.BooleanField(label=_("Enter it (without: only show what would be added)"), required=False)
