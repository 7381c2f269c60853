"""Forms of the sources stage."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.register.access.choosing import offer
from antigone.register.access.models import ProtectedIdentity
from antigone.register.access.pages import Entry, FactForm
from antigone.register.people.models import Event, Person
from antigone.register.sources.models import (
    Assessment,
    Claim,
    CountedGroup,
    Custody,
    Part,
    Source,
    Testimony,
    Visibility,
)

_KINDS = [(k.value, k.label) for k in Source.Kind if k != Source.Kind.TESTIMONY]


def _area(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **more)


class IncomingForm(Entry):
    """A source that comes in."""

    title = forms.CharField(label=_("Title"), max_length=500)
    received_from = forms.CharField(label=_("Received from"), max_length=300)
    way = forms.CharField(label=_("In what way"), max_length=200, required=False)
    origin = forms.CharField(label=_("Where it comes from"), max_length=500, required=False)
    author_name = forms.CharField(label=_("Author"), max_length=300, required=False)
    addressee = forms.CharField(label=_("Addressee"), max_length=300, required=False)
    date = forms.CharField(label=_("Date"), max_length=60, required=False, help_text=_("1993, spring 1993 …"))
    language = forms.CharField(label=_("Language"), max_length=60, required=False)
    who = forms.ChoiceField(label=_("Who may see it"), choices=Visibility.Who.choices)


class SourceForm(IncomingForm):
    """A document, picture, film, item or web page."""

    kind = forms.ChoiceField(label=_("Kind"), choices=_KINDS)
    file = forms.FileField(label=_("File; none for an item"), required=False)
    address = forms.URLField(
        label=_("Web address"), required=False, assume_scheme="https",
        help_text=_("of a web page: its saved HTML file is kept as WARC; without a file the page is fetched, "
                    "where this record may"),
    )  # fmt: skip
    field_order = ("kind", "file", "title", "received_from")


class TestimonyForm(IncomingForm):
    """What a witness said."""

    witness = forms.ModelChoiceField(
        ProtectedIdentity.objects.none(), label=_("Protected witness"), required=False
    )
    witness_name = forms.CharField(label=_("Witness, if not protected"), max_length=300, required=False)
    interviewer = forms.CharField(label=_("Interviewer"), max_length=300)
    held_on = forms.DateField(label=_("Held on"))
    consent = forms.ChoiceField(label=_("May be used by"), choices=Testimony.Consent.choices)
    file = forms.FileField(label=_("File"), required=False)
    words = _area(_("Or its words"), 8, required=False)

    def __init__(self, investigation, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["witness"].queryset = ProtectedIdentity.objects.filter(investigation=investigation)


class CustodyForm(FactForm):
    """The original goes to another holder."""

    class Meta:
        model = Custody
        fields = ("giver", "receiver", "when", "place")


class VisibilityForm(Entry):
    """Who may see it."""

    who = forms.ChoiceField(label=_("Who may see it"), choices=Visibility.Who.choices)


class ReaderForm(Entry):
    """One more reader."""

    user = forms.CharField(label=_("User name"), max_length=150)


class ParticularForm(Entry):
    """What a paper says of itself, by hand."""

    name = forms.CharField(label=_("Particular"), max_length=40, help_text=_("symbol, date, author …"))
    value = forms.CharField(label=_("What the paper says"), max_length=2000)


class SpokenForm(Entry):
    """The parts of every claim."""

    statement = _area(_("What is claimed, in a sentence"))
    speakers = _area(_("According to whom; those they cite below, one a line"))
    words = forms.CharField(label=_("Words of confidence in the text"), required=False, max_length=200)

    def spoken(self) -> list[str]:
        """The chain of speakers."""
        return self.cleaned_data["speakers"].splitlines()


class CountForm(SpokenForm):
    """A count accepted: of a part of a group, of a new part, or of a new group."""

    part = forms.ModelChoiceField(Part.objects.none(), label=_("Of whom"), required=False)
    new_part = forms.CharField(
        label=_("or a new part of these (without a choice above: a new group)"),
        required=False,
        max_length=200,
    )
    least = forms.IntegerField(label=_("At least"), min_value=0, required=False)
    most = forms.IntegerField(label=_("At most"), min_value=0, required=False)
    field_order = ("part", "new_part", "least", "most", "speakers", "words", "statement")

    def __init__(self, investigation, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        parts = Part.objects.of(investigation).standing().select_related("group", "of")
        self.fields["part"].queryset = parts.order_by("group__code", "made_at")
        self.fields["part"].label_from_instance = lambda p: (
            f"{p.group.title} › {p.title}" if p.of_id else p.title
        )


class ElapsedForm(SpokenForm):
    """Days, and since when they may count."""

    days = forms.IntegerField(label=_("Days"), min_value=0)
    approximate = forms.BooleanField(label=_("About"), required=False)
    starts = forms.MultipleChoiceField(
        label=_("They may count from"), widget=forms.CheckboxSelectMultiple, required=False
    )
    other_start = forms.CharField(label=_("or from"), max_length=60, required=False)
    field_order = ("days", "approximate", "starts", "other_start", "statement", "speakers", "words")

    def __init__(self, starts, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts"].choices = starts


class ClaimForm(SpokenForm, FactForm):
    """Any claim on a passage."""

    quote = _area(_("Words of the source, which stand there once"), 2, required=False)
    new_event = forms.CharField(
        label=_("or a new event"), required=False, max_length=200,
        help_text=_("a name that takes no side, such as the place and the month"),
    )  # fmt: skip
    fragment = forms.CharField(
        label=_("or a region or time"), required=False, max_length=120,
        help_text=_("page=2&xywh=percent:10,20,30,5 or t=12.5,20 (seconds)"),
    )  # fmt: skip
    field_order = ("quote", "fragment", "kind", "statement", "speakers", "words", "event", "new_event")

    groups = (
        (_("The passage"), ("quote", "fragment")),
        (_("The claim"), ("kind", "statement", "speakers", "words", "event", "new_event")),
        (_("Where and when"), ("place", "latitude", "longitude", "when", "method")),
        (_("Of whom"), ("person", "subject", "fate", "other", "relation")),
        (_("How many"), ("part", "least", "most")),
        (_("What was damaged"), ("thing", "extent")),
    )

    class Media:
        js = ("sources/claim.js",)

    class Meta:
        model = Claim
        fields = (
            "kind", "event", "place", "latitude", "longitude", "when", "method", "person", "subject", "fate",
            "other", "relation", "part", "least", "most", "thing", "extent",
        )  # fmt: skip

    def __init__(self, investigation, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "event", Event.objects.of(investigation).standing().order_by("title"))
        offer(self, "person", Person.objects.of(investigation).standing().order_by("code"))
        self.fields["part"].queryset = Part.objects.of(investigation).standing()


class AssessForm(Entry):
    """A reviewer's opinion."""

    reason_required = True
    verdict = forms.ChoiceField(label=_("Verdict"), choices=Assessment.Verdict.choices)
    reliability = forms.ChoiceField(
        label=_("Reliability of the source"),
        choices=[("A", _("A: reliable")), ("B", _("B: usually reliable")), ("C", _("C: fairly reliable")),
                 ("D", _("D: not usually reliable")), ("E", _("E: unreliable")),
                 ("F", _("F: cannot be judged"))],
        initial="F",
    )  # fmt: skip
    credibility = forms.TypedChoiceField(
        label=_("Credibility of the claim"), coerce=int,
        choices=[(1, _("1: confirmed by others")), (2, _("2: probably true")), (3, _("3: possibly true")),
                 (4, _("4: doubtful")), (5, _("5: improbable")), (6, _("6: cannot be judged"))],
        initial=6,
    )  # fmt: skip


class CiteForm(Entry):
    """On which other claim it rests."""

    code = forms.CharField(label=_("Number of the claim it rests on"), max_length=30)


class AllegedForm(Entry):
    """Whom a claim accuses."""

    role = forms.CharField(label=_("Alleged role"), max_length=100)
    unit = forms.CharField(label=_("Unit alleged"), max_length=200, required=False)
    name = forms.CharField(label=_("Name; it is sealed"), max_length=300, required=False)


class ReceiveForm(Entry):
    """Another body's claims."""

    received_from = forms.CharField(label=_("Received from"), max_length=300)
    file = forms.FileField(label=_("File"))


class CompareForm(Entry):
    """Pictures before and after."""

    before = forms.ModelChoiceField(Source.objects.none(), label=_("Before"))
    after = forms.ModelChoiceField(Source.objects.none(), label=_("After"))

    def __init__(self, pictures, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["before"].queryset = self.fields["after"].queryset = pictures


class GroupForm(FactForm):
    """A counted group."""

    class Meta:
        model = CountedGroup
        fields = ("title", "event")

    def __init__(self, investigation, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "event", Event.objects.of(investigation).standing().order_by("title"))


class PartForm(Entry):
    """A part of a part."""

    of = forms.ModelChoiceField(Part.objects.none(), label=_("Part of"))
    title = forms.CharField(label=_("Who"), max_length=200)

    def __init__(self, parts, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].queryset = parts


class WholeForm(Entry):
    """Parts that are all of a part."""

    of = forms.ModelChoiceField(Part.objects.none(), label=_("All of"))
    parts = forms.ModelMultipleChoiceField(
        Part.objects.none(), label=_("is made up of, without overlap"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, parts, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].queryset = self.fields["parts"].queryset = parts


class AskForm(Entry):
    """A sum of parts."""

    title = forms.CharField(label=_("What is asked"), max_length=200, help_text=_("such as: the dead"))
    parts = forms.ModelMultipleChoiceField(
        Part.objects.none(), label=_("The sum of"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, parts, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].queryset = parts
