"""Forms of the people stage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.register.access.choosing import offer
from antigone.register.access.pages import Entry, FactForm
from antigone.register.people.date_words import date_for_form
from antigone.register.people.models import Consent, Description, Event, Group, Relative, Report
from antigone.register.people.models.family import Sex

REPORT = (
    "reporter", "protected_reporter", "event", "last_seen", "place", "latitude", "longitude", "radius_m",
    "circumstances",
)  # fmt: skip
DATE_HELP = _("1993, spring 1993, 15 July 1993, 1992/1993 (between), 1993~ (about)")
DESCRIPTION = ("sex", "birth", "stature_min_cm", "stature_max_cm", "body", "teeth", "effects")


class ReportForm(FactForm):
    """Last seen when, where, and how it came about."""

    class Meta:
        model = Report
        fields = REPORT

    def __init__(self, investigation, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "event", Event.objects.of(investigation).standing().order_by("title"))
        identities = self.fields["protected_reporter"]
        identities.queryset = identities.queryset.filter(investigation=investigation)
        self.fields["last_seen"].help_text = DATE_HELP
        self.initial["last_seen"] = date_for_form(self.initial.get("last_seen") or "")


class NewPersonForm(ReportForm):
    """A report of somebody new."""

    names = forms.CharField(
        label=_("Names, one a line, in any script"), widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, initial=Sex.UNKNOWN)
    birth = forms.CharField(label=_("Date of birth"), required=False, max_length=60, help_text=DATE_HELP)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["names", "sex", "birth", *REPORT, "reason"])


class DescriptionForm(FactForm):
    """Ante-mortem data."""

    class Meta:
        model = Description
        fields = DESCRIPTION

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth"].help_text = DATE_HELP
        self.initial["birth"] = date_for_form(self.initial.get("birth") or "")


class NameForm(Entry):
    """Another name."""

    text = forms.CharField(label=_("Name"), widget=forms.TextInput(attrs={"dir": "auto"}))
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class PhotographForm(Entry):
    """A photograph from before."""

    photograph = forms.FileField(label=_("Photograph (JPEG, PNG, WebP or TIFF)"))
    caption = forms.CharField(
        label=_("What it shows"), max_length=300, help_text=_("such as: second from left")
    )
    taken = forms.CharField(label=_("Taken when"), required=False, max_length=60, help_text=DATE_HELP)
    given = forms.CharField(label=_("Given by"), required=False, max_length=200)


class AliveForm(Entry):
    """Found alive."""

    when = forms.CharField(label=_("When"), required=False, max_length=60, help_text=DATE_HELP)
    source = forms.CharField(label=_("How it is known"), widget=forms.Textarea(attrs={"rows": 3}))


class MemberField(forms.TypedChoiceField):
    """One of the members of a family, or nobody."""

    def __init__(self, members: Sequence[Relative], **kwargs: Any) -> None:
        by_key = {str(m.pk): m for m in members}
        choices = [
            ("", "–"),
            *((key, f"{m.label or _('not named')} ({m.code})") for key, m in by_key.items()),
        ]
        super().__init__(choices=choices, coerce=by_key.get, empty_value=None, **kwargs)


class RelativeForm(Entry):
    """A relative, by relation."""

    relation = forms.CharField(
        label=_("Relation"),
        max_length=200,
        help_text=_(
            'such as "father", "mother\'s brother", "daughter", "wife", "half-sister on the father\'s side", '
            '"identical twin"'
        ),
    )
    label = forms.CharField(label=_("Name or pseudonym"), max_length=200)
    person = forms.CharField(
        label=_("Number, if reported missing too"),
        required=False,
        max_length=30,
        help_text=_("such as P-00012"),
    )

    def __init__(self, members: Sequence[Relative], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other_parent"] = MemberField(
            members, label=_("Other parent of a child"), required=False,
            help_text=_("only where there were several partners"),
        )  # fmt: skip
        self.order_fields(["relation", "label", "other_parent", "person", "reason"])


class RelativeCorrectForm(Entry):
    """Name, sex, parents."""

    label = forms.CharField(label=_("Name or pseudonym"), max_length=200, required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices)

    def __init__(self, members: Sequence[Relative], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["father"] = MemberField(members, label=_("Father"), required=False)
        self.fields["mother"] = MemberField(members, label=_("Mother"), required=False)
        self.order_fields(["label", "sex", "father", "mother", "reason"])


class TwinForm(Entry):
    """Whose twin."""

    identical = forms.BooleanField(label=_("Identical twins: of one genotype"), required=False)

    def __init__(self, members: Sequence[Relative], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["twin"] = MemberField(members, label=_("Twin"))
        self.order_fields(["twin", "identical", "reason"])


class NumberForm(Entry):
    """A person's number."""

    code = forms.CharField(label=_("Number of the person"), max_length=30, help_text=_("such as P-00012"))


class ConsentForm(FactForm):
    """Agreement."""

    class Meta:
        model = Consent
        fields = ("purpose", "given", "on")


class EventForm(FactForm):
    """An event."""

    class Meta:
        model = Event
        fields = ("title", "when", "place")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["when"].help_text = DATE_HELP
        self.initial["when"] = date_for_form(self.initial.get("when") or "")


class GroupForm(FactForm):
    """People counted together by a source."""

    class Meta:
        model = Group
        fields = ("title", "fate", "least", "most", "source")


class MergeForm(Entry):
    """The other person's number."""

    reason_required = True
    code = forms.CharField(label=_("Number of the person who is the same"), max_length=30)
