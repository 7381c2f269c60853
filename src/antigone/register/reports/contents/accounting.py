"""The public accounting: how many, with small numbers suppressed so that no sum gives them away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.people.accounting import COLUMNS, Line, account, account_by
from antigone.register.people.derived import GROUPINGS
from antigone.register.reports.citing import of_query
from antigone.register.reports.content import Block, Heading, Notes, Report, Span, paragraph, table
from antigone.register.reports.contents.identified import day, today
from antigone.register.reports.models import Document
from antigone.register.reports.suppressing import suppressed

LEAST_SHOWN, MOST_LINES = 5, 15
HIDDEN = "*"
ALL = "all"


def public_accounting(
    author: Author, grouping: str = "event", at: datetime | None = None, language: str = "en"
) -> Report:
    """The accounting by event, place, list, or by "all" three; cells that could tell of few are withheld.

    What is withheld is chosen over all three, whichever is shown: two papers of one moment, laid side by
    side, tell no more than each.
    """
    author.require(Right.PUBLISH)
    if grouping not in (*GROUPINGS, ALL):
        raise InputError(f"'{grouping}' is no grouping; choose one of {', '.join((*GROUPINGS, ALL))}")
    with translation.override(language):
        total = account(author.investigation, at)
        lines = {g: _shortened(account_by(g, author.investigation, at)) for g in GROUPINGS}
        keys = {g: [f"{g} {n}" for n in range(len(of))] for g, of in lines.items()}
        counts = {"": total.counts}
        for g, of in lines.items():
            counts |= dict(zip(keys[g], (line.counts for line in of), strict=True))
        hidden = suppressed(counts, LEAST_SHOWN, list(keys.values()))
        notes = Notes()
        blocks: list[Block] = [
            paragraph(_("As the record stood on %s.") % day(timezone.localdate(at))),
        ]
        for g in GROUPINGS if grouping == ALL else (grouping,):
            if grouping == ALL:
                blocks.append(Heading(_headings()[g]))
            rows = []
            for key, line in zip(["", *keys[g]], [total, *lines[g]], strict=True):
                query = of_query(_("persons counted by %(grouping)s “%(title)s”") % {
                    "grouping": g, "title": line.title or _("all")}, at)  # fmt: skip
                cells = [HIDDEN if (key, c) in hidden else str(line.counts[c]) for c in COLUMNS]
                rows.append((Span(line.title or _("All"), (notes.cite(query),)), *cells))
            blocks.append(table(("", *_titles().values()), rows))
        blocks += _method()
        title = _("Accounting of missing persons: %s") % author.investigation.title
        return Report(
            Document.Kind.ACCOUNTING, title, language, today(), tuple(blocks), tuple(notes.texts), public=True
        )


def _titles() -> dict[str, str]:
    return {
        "reported": _("reported"),
        "alive": _("located alive"),
        "recovered": _("recovered, not identified"),
        "identified": _("identified"),
        "returned": _("of these returned"),
        "missing": _("still missing"),
    }


def _headings() -> dict[str, str]:
    return {"event": _("By event"), "place": _("By place"), "list": _("By list")}


def _method() -> Iterator[Block]:
    withheld = _(
        "%(mark)s: withheld. Numbers from 1 to %(n)s are withheld, and so are as many others as it takes that"
        " neither a sum nor a difference gives them away. A nought is shown."
    )
    yield paragraph(withheld % {"mark": HIDDEN, "n": LEAST_SHOWN - 1}, role="small")
    yield Heading(_("How this was counted"))
    for text in (
        _("Each person reported missing is counted once in “All”; who was reported twice was merged first."),
        _(
            "No state is typed in: it follows from the rows of the record. Reported = located alive +"
            " identified + still missing. “Recovered, not identified” are persons to whom remains are"
            " presumed to belong; they are among those still missing."
        ),
        _("Identified: two members of the review board signed, and nobody withdrew it since."),
        _("Who was reported at two places, events or on two lists stands in each of their lines."),
        _("At most %s lines are named in each table; the rest, and persons without any, are “others”.")
        % MOST_LINES,
        _("Numbers say what was reported and what was found; they state nothing of who was responsible."),
    ):
        yield paragraph(text, role="small")


def _shortened(lines: Sequence[Line]) -> list[Line]:
    named = [line for line in lines if line.title]
    rest = [line for line in lines if not line.title] + named[MOST_LINES:]
    if not rest:
        return named
    others = {c: sum(line.counts[c] for line in rest) for c in COLUMNS}
    return [*named[:MOST_LINES], Line(_("others"), others)]
