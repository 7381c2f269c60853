"""The public accounting: how many, with small numbers suppressed so that no sum gives them away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.people.accounting import COLUMNS, Line, account, account_by
from antigone.register.reports.citing import of_query
from antigone.register.reports.content import Notes, Report, Span, paragraph, table
from antigone.register.reports.contents.identified import today
from antigone.register.reports.models import Document
from antigone.register.reports.suppressing import suppressed

LEAST_SHOWN, MOST_LINES = 5, 15
HIDDEN = "*"


def public_accounting(
    author: Author, grouping: str = "event", at: datetime | None = None, language: str = "en"
) -> Report:
    """The accounting by event, place or list; cells that could tell of few people are withheld."""
    author.require(Right.PUBLISH)
    total = account(author.investigation, at)
    lines = account_by(grouping, author.investigation, at)
    with translation.override(language):
        shown = _shortened(lines)
        hidden = suppressed({"": total.counts} | {line.title: line.counts for line in shown}, LEAST_SHOWN)
        titles = {
            "reported": _("reported"),
            "alive": _("located alive"),
            "recovered": _("recovered, not identified"),
            "identified": _("identified"),
            "returned": _("of these returned"),
            "missing": _("still missing"),
        }
        notes = Notes()
        rows = []
        for line in [Line("", total.counts), *shown]:
            query = of_query(_("persons counted by %(grouping)s “%(title)s”") % {
                "grouping": grouping, "title": line.title or _("all")}, at)  # fmt: skip
            cells = [HIDDEN if (line.title, c) in hidden else str(line.counts[c]) for c in COLUMNS]
            rows.append((Span(line.title or _("All"), (notes.cite(query),)), *cells))
        moment = at or timezone.now()
        withheld = _(
            "%(mark)s: withheld. Numbers from 1 to %(n)s are withheld, and so are as many others as it takes"
            " that no sum gives them away."
        )
        blocks = (
            paragraph(_("As the record stood on %s.") % f"{moment:%Y-%m-%d}"),
            table(("", *(titles[c] for c in COLUMNS)), rows),
            paragraph(withheld % {"mark": HIDDEN, "n": LEAST_SHOWN - 1}, role="small"),
        )  # fmt: skip
        title = _("Accounting of missing persons: %s") % author.investigation.title
        return Report(
            Document.Kind.ACCOUNTING, title, language, today(), blocks, tuple(notes.texts), public=True
        )


def _shortened(lines: list[Line]) -> list[Line]:
    named = [line for line in lines if line.title]
    rest = [line for line in lines if not line.title] + named[MOST_LINES:]
    if not rest:
        return named
    others: Mapping[str, int] = {c: sum(line.counts[c] for line in rest) for c in COLUMNS}
    return [*named[:MOST_LINES], Line(_("others"), dict(others))]
