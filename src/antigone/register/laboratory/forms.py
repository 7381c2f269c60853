"""Forms of the laboratory stage."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.register.access.pages import Entry, FactForm
from antigone.register.laboratory.models import Custody, Sample, Step


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


class StepForm(FactForm):
    """What was done."""

    class Meta:
        model = Step
        fields = ("kind", "on", "kit", "note")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate


class FileForm(Entry):
    """A laboratory's file."""

    file = forms.FileField(label=_("File"), allow_empty_file=True)


class ProfilesForm(FileForm):
    """Profiles: first a dry run."""

    file = forms.FileField(label=_("File (CSV, XLSX, GeneMapper, CODIS CMF)"), allow_empty_file=True)
    kit = forms.CharField(label=_("Kit of all new profiles"), max_length=120, required=False)
    homozygous = forms.BooleanField(
        label=_("One allele in a GeneMapper or CMF file stands for two alike"), required=False
    )
    dry = forms.BooleanField(label=_("Only show what would change"), required=False, initial=True)
    replace = forms.BooleanField(
        label=_("Replace profiles that differ (say why under Reason)"), required=False
    )


class FrequencyForm(FileForm):
    """A table of frequencies."""

    code = forms.CharField(label=_("Number of the table"), max_length=60)
    population = forms.CharField(label=_("Population"), max_length=200, required=False)
    origin = forms.CharField(label=_("Published or measured by"), max_length=300, required=False)
    field_order = ("code", "population", "origin", "file", "reason")
