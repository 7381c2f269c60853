"""What pages share about corrections: the version a form was filled from, and what stood before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from antigone.register.access.pages import Section, Visit, made
from antigone.register.ledger.correcting import earlier_versions, version_of
from antigone.register.ledger.facts import Fact


def seen_version(visit: Visit, row: Fact) -> str:
    """The version that the form was filled from: of the sent form, or of the row as it is now."""
    return str(visit.request.POST.get("version") or version_of(row))


def before(row: Fact, names: Sequence[str]) -> Section | None:
    """What was corrected, by whom and why; None for a row that never was."""
    if not row.supersedes_id:
        return None
    lines = []
    later = row
    for old in earlier_versions(row):
        lines.append(("; ".join(_words(old, later, names)), made(old), made(later), later.reason))
        later = old
    header = (_("As it was"), _("Stated by"), _("Corrected by"), _("Why"))
    return Section(_("Corrected"), header, lines)


def _words(old: Fact, later: Fact, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        was: Any = getattr(old, name)
        if was != getattr(later, name):
            yield f"{old._meta.get_field(name).verbose_name}: {'–' if was in (None, '') else was}"
