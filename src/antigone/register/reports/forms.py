"""Forms of the reports."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.register.access.pages import Entry
from antigone.register.decisions.models import Identification
from antigone.register.people.derived import GROUPINGS
from antigone.register.reports.wording import languages
from antigone.register.returns.models import HandOver
from antigone.register.sources.models import Claim, Source

FORMS = [("pdf", "PDF"), ("docx", "DOCX"), ("html", "HTML")]


class ReportForm(Entry):
    """In which form and language."""

    form = forms.ChoiceField(label=_("Form"), choices=FORMS)
    language = forms.ChoiceField(label=_("Language"), choices=[("en", "English")], initial="en")


class WordedForm(ReportForm):
    """A paper whose texts stand in several languages."""

    language = forms.ChoiceField(label=_("Language"), choices=lambda: list(languages().items()), initial="en")


class CaseFileForm(ReportForm):
    """Of whom."""

    code = forms.CharField(label=_("Number of the person"), max_length=30)
    field_order = ("code", "form", "language")


class IdentificationForm(WordedForm):
    """Of which identification."""

    identification = forms.ModelChoiceField(Identification.objects.none(), label=_("Identification"))
    field_order = ("identification", "addressee", "contact", "language", "form")

    def __init__(self, investigation, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        rows = Identification.objects.standing().of(investigation).select_related("person", "remains")
        self.fields["identification"].queryset = rows
        self.fields["identification"].label_from_instance = lambda i: f"{i.person} · {i.remains}"


class FamilyLetterForm(IdentificationForm):
    """And to whom."""

    addressee = forms.CharField(
        label=_("Written to"), max_length=200, help_text=_("as one addresses them in that language")
    )
    contact = forms.CharField(
        label=_("How the family reaches you"), max_length=300, required=False,
        help_text=_("a name, a telephone number, hours"),
    )  # fmt: skip


class ProtocolForm(WordedForm):
    """Of which hand-overs."""

    handovers = forms.ModelMultipleChoiceField(
        HandOver.objects.none(), label=_("Hand-overs"), widget=forms.CheckboxSelectMultiple
    )
    field_order = ("handovers", "form", "language")

    def __init__(self, investigation, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        rows = (
            HandOver.objects.standing().of(investigation).select_related("person", "remains").order_by("-on")
        )
        self.fields["handovers"].queryset = rows
        self.fields["handovers"].label_from_instance = lambda h: (
            f"{h.on} {h.giver} → {h.receiver}: {h.remains}"
        )


class CirculationForm(ReportForm):
    """The letter and the claims of its annex."""

    organ = forms.CharField(label=_("Body"), max_length=200)
    session = forms.CharField(label=_("Session or year"), max_length=200, required=False)
    items = forms.RegexField(
        r"^\s*(\d{1,3}(\s*,\s*\d{1,3})*)?\s*$", label=_("Agenda items"), required=False, help_text="34, 35"
    )
    office = forms.CharField(label=_("Office of the sender"), max_length=200)
    signatory = forms.CharField(label=_("Signed by"), max_length=200)
    addressee = forms.CharField(label=_("Addressed to the"), max_length=200)
    date = forms.CharField(label=_("Date of the letter"), max_length=10, help_text="2026-05-04")
    subject = forms.CharField(label=_("Regarding"), max_length=300)
    claims = forms.ModelMultipleChoiceField(
        Claim.objects.none(), label=_("Confirmed claims"), widget=forms.CheckboxSelectMultiple
    )

    field_order = ("organ", "session", "items", "office", "signatory", "addressee", "date", "subject",
                   "claims", "language", "form")  # fmt: skip

    def __init__(self, claims, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claims"].queryset = claims
        self.fields["claims"].label_from_instance = lambda c: f"{c.code} {c.according_to}: {c.statement}"


class AccountingForm(ReportForm):
    """By what."""

    grouping = forms.ChoiceField(
        label=_("By"), choices=[*((g, g) for g in GROUPINGS), ("all", _("event, place and list"))]
    )
    form = forms.ChoiceField(label=_("Form"), choices=[*FORMS, ("zip", _("HTML and CSV for a site (ZIP)"))])
    field_order = ("grouping", "form", "language")


class DiscloseForm(Entry):
    """Which sources, and what is taken out of them."""

    recipient = forms.CharField(label=_("For whom"), max_length=300)
    purpose = forms.CharField(label=_("What for"), max_length=500)
    sources = forms.ModelMultipleChoiceField(
        Source.objects.none(), label=_("Sources"), widget=forms.CheckboxSelectMultiple
    )
    redactions = forms.CharField(
        label=_("Take out"), required=False, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_(
            "one a line: SRC-00001: the words; of a picture or page SRC-00002: xywh=percent:10,20,30,5 or"
            " page=2&xywh=percent:10,20,30,5; or what a claim marks, SRC-00001: C-00012"
        ),
    )  # fmt: skip

    def __init__(self, sources, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sources"].queryset = sources
