"""Pages of remains that pass from party to party before they are identified."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from antigone.register.access.pages import Visit, page
from antigone.register.field.models import Remains
from antigone.register.returns.forms import TransferForm
from antigone.register.returns.models import Transfer
from antigone.register.returns.passing import pass_remains
from antigone.register.returns.receipts import scan_response, with_scan_kept
from antigone.register.returns.returning import last_change


@page()
def remains_pass(visit: Visit, key) -> HttpResponse:
    """The remains go to another party."""
    row = visit.standing(Remains, key)
    last = last_change(row)
    form = TransferForm(visit.posted, visit.files, initial={"giver": last.receiver} if last else None)
    act = lambda author, said: pass_remains(author, row, **with_scan_kept(said))  # noqa: E731
    help = _("For remains not identified yet. Hand-overs to a family are entered at the identification.")
    return visit.enter(_("Pass on %s") % row, form, act, visit.url("remains", key), help)


@page()
def transfer_receipt(visit: Visit, key) -> HttpResponse:
    """The scanned receipt as it was received; never shown inside a page."""
    row = visit.get(Transfer, key)
    return scan_response(row)
