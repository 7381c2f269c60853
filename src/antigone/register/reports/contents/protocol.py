"""The hand-over protocol between two parties: what passed, when, where, against which receipts."""

from __future__ import annotations

from collections.abc import Sequence

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.reports.citing import of_row_in
from antigone.register.reports.content import Heading, Notes, Report, Span, paragraph, table
from antigone.register.reports.contents.identified import today
from antigone.register.reports.models import Document
from antigone.register.reports.standing import require_own, resting_on
from antigone.register.reports.wording import day_in, wording
from antigone.register.returns.models import HandOver


def protocol(author: Author, handovers: Sequence[HandOver], language: str = "en") -> Report:
    """All of one giver, one receiver and one day; InputError for a mixture, or one that was taken back."""
    author.require(Right.HAND_OVER)
    require_own(author, *handovers)
    if not handovers:
        raise InputError("choose the hand-overs of the protocol")
    if len({(h.giver, h.receiver, h.on, h.place) for h in handovers}) > 1:
        raise InputError("a protocol is of one giver, one receiver, one day and one place; make several")
    standing = set(
        HandOver.objects.standing().filter(pk__in=[h.pk for h in handovers]).values_list("pk", flat=True)
    )
    if len(standing) < len(handovers):
        raise InputError("one of these hand-overs does not stand any more")
    first, say, notes = handovers[0], wording("protocol", language), Notes()
    rows = [
        (str(n), Span(str(h.remains), (notes.cite(of_row_in(say, h.remains)),)),
         Span(h.person.code, (notes.cite(of_row_in(say, h)),)),
         " · ".join(x.text for x in h.person.names.standing().order_by("made_at")), h.receipt)
        for n, h in enumerate(sorted(handovers, key=lambda h: h.remains.code), start=1)
    ]  # fmt: skip
    on = day_in(language, first.on)
    header = tuple(say(key) for key in ("number", "remains", "person", "names", "receipt"))
    line = "______________"
    blocks = (
        paragraph(say("passed", day=on, place=first.place, giver=first.giver, receiver=first.receiver)),
        table(header, rows),
        paragraph(say("total", n=len(rows))),
        paragraph(say("open")),
        Heading(say("signatures")),
        table(
            (say("giver"), say("receiver"), say("witness")),
            [(first.giver, first.receiver, ""), ("", "", ""), (line, line, line)],
        ),
    )
    return Report(
        Document.Kind.PROTOCOL, say("title", day=on), language, today(), blocks, tuple(notes.texts),
        notes_title=say.notes["title"], about=resting_on([*handovers, *(h.remains for h in handovers)]),
    )  # fmt: skip
