"""Forms of the returns stage."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from antigone.register.access.pages import FactForm
from antigone.register.returns.models import FamilyConsent, HandOver, Notification, Transfer


class ScannedForm(FactForm):
    """A passing on, with its signed receipt as a file."""

    scan = forms.FileField(
        label=gettext_lazy("The signed receipt, scanned or photographed"),
        required=False,
        help_text=gettext_lazy("kept as it is, under its SHA-256"),
    )


class NotificationForm(FactForm):
    """Who was told."""

    class Meta:
        model = Notification
        fields = ("told", "by", "on")


class ConsentForm(FactForm):
    """Who agreed."""

    class Meta:
        model = FamilyConsent
        fields = ("given_by", "wishes", "on")


class HandOverForm(ScannedForm):
    """From whom to whom."""

    groups = (
        (gettext_lazy("From whom to whom"), ("giver", "receiver", "on", "place")),
        (gettext_lazy("What"), ("part", "final")),
        (gettext_lazy("Receipt"), ("receipt", "scan")),
    )

    class Meta:
        model = HandOver
        fields = ("giver", "receiver", "on", "place", "receipt", "final", "part")


class TakeBackForm(FactForm):
    """From whom, to where."""

    class Meta:
        model = HandOver
        fields = ("giver", "receiver", "on", "place", "receipt")


class HandOverCorrectForm(HandOverForm):
    """The same, mended; whether it went to the family is what the hand-over is."""

    groups = (
        *HandOverForm.groups[:1],
        (gettext_lazy("What"), ("part",)),
        *HandOverForm.groups[2:],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["final"]
        if not self.instance.part:
            del self.fields["part"]


class TransferForm(ScannedForm):
    """From whom to whom."""

    groups = (
        (gettext_lazy("From whom to whom"), ("giver", "receiver", "on", "place", "seal")),
        (gettext_lazy("Receipt"), ("receipt", "scan")),
    )

    class Meta:
        model = Transfer
        fields = ("giver", "receiver", "on", "place", "seal", "receipt")
