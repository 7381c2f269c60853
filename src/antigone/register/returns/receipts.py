"""Receipts scanned or photographed: taken in with a form, given out as they came."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy

from antigone.register.access.pages import FactForm
from antigone.register.returns.models import HandOver, Transfer
from antigone.register.sources import store


class ScannedForm(FactForm):
    """A passing on, with its signed receipt as a file."""

    scan = forms.FileField(
        label=gettext_lazy("The signed receipt, scanned or photographed"),
        required=False,
        help_text=gettext_lazy("kept as it is, under its SHA-256"),
    )


def with_scan_kept(said: dict[str, Any]) -> dict[str, Any]:
    """The values of a ScannedForm, the file put into the store."""
    scan = said.pop("scan")
    if scan is None:
        return said
    return {**said, "scan_name": scan.name[:200], "scan_sha256": store.put(scan.chunks()).sha256}


def scan_response(row: HandOver | Transfer) -> HttpResponse:
    """The scanned receipt as it was received; never shown inside a page."""
    response = HttpResponse(store.whole(row.scan_sha256), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="receipt-{row.pk}"'
    return response
