"""Notes that say where a figure comes from: a passage, a row of the record, or a query and its date."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from antigone.register.ledger.facts import Fact
from antigone.register.ledger.models import Entry
from antigone.register.reports.wording import Wording, day_in
from antigone.register.sources.models import Claim
from antigone.register.sources.wording import where


def of_claim(claim: Claim) -> str:
    """The claim's number, source and passage, and how it was assessed."""
    passage = claim.passage
    quote = f" “{' '.join(passage.exact.split())}”" if passage.exact else ""
    text = f"{claim.code}: {passage.source.title} ({where(passage)}){quote}"
    if passage.source.sha256:
        text += f"; SHA-256 {passage.source.sha256}"
    verdict = claim.assessments.standing().select_related("made_by").first()
    if verdict is None:
        return text + "; " + _("not assessed")
    return text + "; " + _("assessed as %(verdict)s (%(code)s) by %(who)s on %(day)s: %(why)s") % {
        "verdict": verdict.get_verdict_display(), "code": f"{verdict.reliability}{verdict.credibility}",
        "who": verdict.made_by, "day": _day(verdict), "why": verdict.reason,
    }  # fmt: skip


def of_row(row: Fact) -> str:
    """The row's place in the ledger, and who stated it when."""
    entry = entry_of(row)
    return _("Record: %(what)s, stated by %(who)s on %(day)s, ledger entry %(number)s") % {
        "what": row._meta.verbose_name, "who": row.made_by, "day": _day(row),
        "number": entry.sequence if entry else "–",
    }  # fmt: skip


def of_row_in(say: Wording, row: Fact) -> str:
    """The same in the language of a paper that families and other parties read."""
    entry = entry_of(row)
    return say.note(
        what=say.notes[row._meta.model_name or ""], who=str(row.made_by),
        day=day_in(say.language, timezone.localdate(row.made_at)), number=entry.sequence if entry else "–",
    )  # fmt: skip


def entry_of(row: Fact) -> Entry | None:
    """The ledger's entry of a row."""
    return Entry.objects.filter(table=row._meta.label_lower, row=str(row.pk)).order_by("sequence").first()


def _day(row: Fact) -> str:
    return day_in(translation.get_language() or "en", timezone.localdate(row.made_at))


def of_query(what: str, at: datetime | None) -> str:
    """What was counted, and the moment."""
    moment = at or timezone.now()
    return _("Record: %(what)s, as of %(at)s") % {"what": what, "at": f"{moment:%Y-%m-%d %H:%M %Z}"}
