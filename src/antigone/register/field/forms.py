"""Forms of the field stage."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.register.access.pages import Entry, FactForm
from antigone.register.field.models import Bone, Examination, HazardArea, Operation, Remains
from antigone.register.people.models import Event

EXAMINATION = (
    "examiner", "on", "sex", "age_min", "age_max", "stature_min_cm", "stature_max_cm", "trauma", "cause",
    "teeth", "effects",
)  # fmt: skip


class SiteForm(Entry):
    """A site and its place."""

    title = forms.CharField(label=_("Title"), max_length=200)
    latitude = forms.FloatField(label=_("Latitude"))
    longitude = forms.FloatField(label=_("Longitude"))
    radius_m = forms.IntegerField(label=_("Certain to within, metres"), min_value=1, initial=10)
    event = forms.ModelChoiceField(Event.objects.none(), label=_("Event"), required=False)

    def __init__(self, investigation, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = Event.objects.of(investigation).standing()


class OperationForm(FactForm):
    """A planned operation."""

    class Meta:
        model = Operation
        fields = ("kind", "planned_on")


class OverrideForm(Entry):
    """A named officer's word."""

    reason_required = True
    area = forms.ModelChoiceField(HazardArea.objects.none(), label=_("Hazard area"))
    officer = forms.CharField(label=_("Officer who answers for it"), max_length=200)

    def __init__(self, investigation, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = HazardArea.objects.of(investigation).standing()


class HazardFileForm(Entry):
    """A GeoJSON file."""

    file = forms.FileField(label=_("GeoJSON (properties id, status, date)"))


class ClearanceForm(Entry):
    """An area was cleared."""

    on = forms.DateField(label=_("Cleared on"))
    source = forms.CharField(label=_("Declared by"), max_length=200)


class RemainsForm(FactForm):
    """Remains recovered."""

    class Meta:
        model = Remains
        fields = ("recovered_on", "description")


class BoneForm(FactForm):
    """A line of the inventory."""

    class Meta:
        model = Bone
        fields = ("bag", "element", "side", "count")


class ExaminationForm(FactForm):
    """An examiner's opinion."""

    class Meta:
        model = Examination
        fields = EXAMINATION


class PresumptionForm(Entry):
    """Presumed to be a person."""

    code = forms.CharField(label=_("Number of the person"), max_length=30)
    grounds = forms.CharField(label=_("Grounds"), widget=forms.Textarea(attrs={"rows": 3}))
