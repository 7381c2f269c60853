"""Receipts scanned or photographed: taken in with a form, given out as they came."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from antigone.register.returns.models import HandOver, Transfer
from antigone.register.sources import store


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
