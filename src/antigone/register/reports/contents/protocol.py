"""The hand-over protocol between two parties: what passed, when, where, against which receipts."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.reports.citing import of_row
from antigone.register.reports.content import Heading, Notes, Report, Span, paragraph, table
from antigone.register.reports.contents.identified import day, today
from antigone.register.reports.models import Document
from antigone.register.returns.models import HandOver


def protocol(author: Author, handovers: Sequence[HandOver], language: str = "en") -> Report:
    """All of one giver, one receiver and one day; InputError for a mixture, or one that was taken back."""
    author.require(Right.HAND_OVER)
    if not handovers:
        raise InputError("choose the hand-overs of the protocol")
    if len({(h.giver, h.receiver, h.on, h.place) for h in handovers}) > 1:
        raise InputError("a protocol is of one giver, one receiver, one day and one place; make several")
    standing = set(
        HandOver.objects.standing().filter(pk__in=[h.pk for h in handovers]).values_list("pk", flat=True)
    )
    if len(standing) < len(handovers):
        raise InputError("one of these hand-overs does not stand any more")
    first = handovers[0]
    with translation.override(language):
        notes = Notes()
        rows = [
            (str(n), Span(str(h.remains), (notes.cite(of_row(h.remains)),)),
             Span(h.person.code, (notes.cite(of_row(h)),)),
             " · ".join(x.text for x in h.person.names.standing().order_by("made_at")), h.receipt)
            for n, h in enumerate(sorted(handovers, key=lambda h: h.remains.code), start=1)
        ]  # fmt: skip
        passed = {
            "day": day(first.on),
            "place": first.place,
            "giver": first.giver,
            "receiver": first.receiver,
        }
        line = "______________"
        blocks = (
            paragraph(_("On %(day)s, at %(place)s, %(giver)s handed over to %(receiver)s:") % passed),
            table((_("No."), _("Remains"), _("Person"), _("Names"), _("Receipt")), rows),
            paragraph(_("In all: %s") % len(rows)),
            paragraph(_("This protocol states a hand-over; it leaves every other question open.")),
            Heading(_("Signatures")),
            table(
                (_("For the giver"), _("For the receiver"), _("Witness")),
                [(first.giver, first.receiver, ""), (line, line, line)],
            ),
        )
        title = _("Protocol of hand-over, %s") % day(first.on)
        return Report(Document.Kind.PROTOCOL, title, language, today(), blocks, tuple(notes.texts))
