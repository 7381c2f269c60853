"""Pages of remains that pass from party to party before they are identified."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.register.access.pages import FactForm, Visit, page
from antigone.register.field.models import Remains
from antigone.register.returns.models import Transfer
from antigone.register.returns.passing import pass_remains
from antigone.register.returns.returning import last_step, last_transfer
from antigone.register.sources import store


class TransferForm(FactForm):
    """From whom to whom."""

    groups = (
        (gettext_lazy("From whom to whom"), ("giver", "receiver", "on", "place", "seal")),
        (gettext_lazy("Receipt"), ("receipt", "scan")),
    )
    scan = forms.FileField(
        label=gettext_lazy("The signed receipt, scanned or photographed"), required=False,
        help_text=gettext_lazy("kept as it is, under its SHA-256"),
    )  # fmt: skip

    class Meta:
        model = Transfer
        fields = ("giver", "receiver", "on", "place", "seal", "receipt")


@page()
def remains_pass(visit: Visit, key) -> HttpResponse:
    """The remains go to another party."""
    row = visit.standing(Remains, key)
    last = last_step(row) or last_transfer(row)
    form = TransferForm(visit.posted, visit.files, initial={"giver": last.receiver} if last else None)

    def act(author, said):
        scan = said.pop("scan")
        if scan is not None:
            said |= {"scan_name": scan.name[:200], "scan_sha256": store.put(scan.chunks()).sha256}
        return pass_remains(author, row, **said)

    help = _("For remains not identified yet. Hand-overs to a family are entered at the identification.")
    return visit.enter(_("Pass on %s") % row, form, act, visit.url("remains", key), help)


@page()
def transfer_receipt(visit: Visit, key) -> HttpResponse:
    """The scanned receipt as it was received; never shown inside a page."""
    row = visit.get(Transfer, key)
    response = HttpResponse(store.whole(row.scan_sha256), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="receipt-{row.pk}"'
    return response
