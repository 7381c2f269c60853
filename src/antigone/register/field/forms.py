"""Forms of the field stage."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.register.access.choosing import offer
from antigone.register.access.pages import Entry, FactForm
from antigone.register.field.bones import REGIONS
from antigone.register.field.models import Bone, Examination, HazardArea, Operation, Remains, Site
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
        offer(self, "event", Event.objects.of(investigation).standing().order_by("title"))


class OperationForm(FactForm):
    """A planned operation."""

    class Meta:
        model = Operation
        fields = ("kind", "planned_on")


class OperationAtForm(OperationForm):
    """The same from the list of operations: at which site."""

    site = forms.ModelChoiceField(Site.objects.none(), label=_("Site"))

    def __init__(self, investigation, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "site", Site.objects.of(investigation).standing().order_by("code"))
        self.order_fields(["site", "kind", "planned_on"])


class OutcomeForm(FactForm):
    """What came of an operation."""

    class Meta:
        model = Operation
        fields = ("outcome", "ended_on", "result")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [
            c for c in Operation.Outcome.choices if c[0] != Operation.Outcome.PLANNED
        ]
        self.fields["ended_on"].required = True


class OperationCorrectForm(FactForm):
    """An operation, mended; the day it was held and what came of it only where it has ended."""

    class Meta:
        model = Operation
        fields = ("kind", "planned_on", "ended_on", "result")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.outcome == Operation.Outcome.PLANNED:
            del self.fields["ended_on"], self.fields["result"]
        else:
            self.fields["ended_on"].required = True


class LookForm(Entry):
    """A second look at an override."""

    agrees = forms.ChoiceField(
        label=_("You"), choices=[("yes", _("agree")), ("no", _("do not agree"))], widget=forms.RadioSelect
    )

    def clean_agrees(self) -> bool:
        """As a truth value."""
        return self.cleaned_data["agrees"] == "yes"


class OverlayForm(Entry):
    """A GeoJSON file of lines and what they are."""

    title = forms.CharField(label=_("Title"), max_length=200)
    file = forms.FileField(label=_("GeoJSON file"))


class ItemForm(Entry):
    """A thing found."""

    description = forms.CharField(label=_("What"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)
    found_on = forms.DateField(label=_("Found on"))
    remains = forms.ModelChoiceField(Remains.objects.none(), label=_("With remains"), required=False)
    photograph = forms.FileField(label=_("Photograph"), required=False)

    def __init__(self, site, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remains"].queryset = site.remains.standing().order_by("code")


class ItemCorrectForm(ItemForm):
    """The same, mended; a photograph stays as it came."""

    def __init__(self, site, *args, **kwargs) -> None:
        super().__init__(site, *args, **kwargs)
        del self.fields["photograph"]


class OverrideForm(Entry):
    """A named officer's word."""

    reason_required = True
    area = forms.ModelChoiceField(HazardArea.objects.none(), label=_("Hazard area"))
    field_order = ("area", "officer", "reason")
    officer = forms.CharField(label=_("Officer who answers for it"), max_length=200)

    def __init__(self, investigation, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "area", HazardArea.objects.of(investigation).standing().order_by("code"))


class HazardFileForm(Entry):
    """A GeoJSON file."""

    file = forms.FileField(label=_("GeoJSON file"))


class ClearanceForm(Entry):
    """An area was cleared."""

    on = forms.DateField(label=_("Cleared on"))
    source = forms.CharField(label=_("Declared by"), max_length=200)


class RemainsForm(FactForm):
    """Remains recovered."""

    class Meta:
        model = Remains
        fields = ("recovered_on", "operation", "description")

    def __init__(self, site, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["operation"].queryset = site.operations.standing().order_by("code")


class RemainsCorrectForm(RemainsForm):
    """The same, mended."""

    def __init__(self, site, *args, **kwargs) -> None:
        super().__init__(site, *args, **kwargs)
        held = self.instance.operation
        if held is not None:
            # The row may name the operation as it was planned; the list has it as it was held.
            now = self.fields["operation"].queryset.filter(code=held.code).first()
            self.initial["operation"] = now.pk if now else None


class BoneForm(FactForm):
    """A line of the inventory."""

    class Meta:
        model = Bone
        fields = ("bag", "element", "side", "count", "completeness")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["completeness"].required = False

    def clean_completeness(self) -> str:
        """Complete, where nothing is said."""
        return self.cleaned_data["completeness"] or Bone.Completeness.COMPLETE


class InventoryForm(Entry):
    """All bones of one bag at once: a number for each bone and side, and how much of it is there."""

    bag = forms.CharField(label=_("Bag"), max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, held: dict, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for region in REGIONS:
            for element in region.elements:
                for side in ("left", "right", "") if element.sided else ("",):
                    count, completeness = held.get((element.name, side), (0, Bone.Completeness.COMPLETE))
                    key = f"{element.name}|{side}"
                    self.fields[f"n|{key}"] = forms.IntegerField(
                        min_value=0, max_value=2000, required=False, initial=count or None
                    )
                    self.fields[f"c|{key}"] = forms.ChoiceField(
                        choices=Bone.Completeness.choices, required=False, initial=completeness
                    )

    def rows(self):
        """(region, [(element, [(side, number, completeness)])]), the fields bound."""
        for region in REGIONS:
            lines = []
            for element in region.elements:
                sides = ("left", "right", "") if element.sided else ("",)
                lines.append(
                    (
                        element,
                        [(s, self[f"n|{element.name}|{s}"], self[f"c|{element.name}|{s}"]) for s in sides],
                    )
                )
            yield region, lines

    def counts(self) -> dict:
        """(bone, side) → (how many, completeness), all that the form holds."""
        found = {}
        for name, value in self.cleaned_data.items():
            if name.startswith("n|"):
                _n, element, side = name.split("|")
                completeness = self.cleaned_data.get(f"c|{element}|{side}") or Bone.Completeness.COMPLETE
                found[element, side] = (value or 0, completeness)
        return found


class SplitForm(Entry):
    """Bones that are of somebody else."""

    reason_required = True
    bones = forms.ModelMultipleChoiceField(
        Bone.objects.none(), label=_("Bones taken out"), widget=forms.CheckboxSelectMultiple
    )
    description = forms.CharField(
        label=_("Description of what is taken out"), required=False, max_length=4000
    )

    def __init__(self, remains, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bones"].queryset = remains.bones.standing().order_by("bag", "element", "side")


class ExaminationForm(FactForm):
    """An examiner's opinion."""

    class Meta:
        model = Examination
        fields = EXAMINATION


class PresumptionForm(Entry):
    """Presumed to be a person."""

    code = forms.CharField(label=_("Number of the person"), max_length=30)
    grounds = forms.CharField(label=_("Grounds"), widget=forms.Textarea(attrs={"rows": 3}))
