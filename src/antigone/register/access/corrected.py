"""What pages share about corrections: the version a form was filled from, and what stood before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.utils.translation import gettext as _

from antigone.register.access.pages import Link, ReasonForm, Section, Visit, made
from antigone.register.ledger.correcting import earlier_versions, version_of
from antigone.register.ledger.facts import Fact


def seen_version(visit: Visit, row: Fact) -> str:
    """The version that the form was filled from: of the sent form, or of the row as it is now."""
    return str(visit.request.POST.get("version") or version_of(row))


def mend(
    visit: Visit,
    title: Any,
    form: Form,
    act: Callable[..., Any],
    back: str,
    version: str = "",
    others: Sequence[Link] = (),
    note: Any = "",
) -> HttpResponse:
    """The page of a form that corrects a row: a reason is asked for, and `version` travels with the form."""
    form.fields["reason"].required = True
    setattr(form, "version", version)  # noqa: B010 - form.html sends it back
    kept = _("What was entered before stays in the record, beside your version and your reason.")
    return visit.enter(title, form, act, back, f"{note} {kept}".strip(), others=others)


def correct_seen(
    visit: Visit, title: Any, form: Form, row: Fact, act: Callable[..., Any], back: str
) -> HttpResponse:
    """The same for a row to which others point: `act` is told the author, the version seen and the values."""
    seen = seen_version(visit, row)
    return mend(visit, title, form, lambda author, said: act(author, seen, said), back, seen)


def take_back_page(
    visit: Visit, title: Any, act: Callable[..., Any], back: str, note: Any = ""
) -> HttpResponse:
    """The page on which a row is taken back, with a reason."""
    note = note or _("The row stays in the record as retracted.")
    return visit.enter(title, ReasonForm(visit.posted), lambda author, said: act(author), back, note)


def before(row: Fact, names: Sequence[str]) -> Section | None:
    """What was corrected, by whom and why; None for a row that never was."""
    return all_before([row], names)


def all_before(rows: Iterable[Fact], names: Sequence[str]) -> Section | None:
    """The same for rows of a table, with those that were taken back; None where nothing was corrected."""
    lines = []
    for row in rows:
        later = row
        for old in earlier_versions(row):
            if later.retracted:
                said = _("%s – taken back") % "; ".join(_said(old, names))
            else:
                said = "; ".join(_words(old, later, names))
            lines.append((said, made(old), made(later), later.reason))
            later = old
    header = (_("As it was"), _("Stated by"), _("Corrected by"), _("Why"))
    return Section(_("Corrected"), header, lines) if lines else None


def _words(old: Fact, later: Fact, names: Sequence[str]) -> Iterator[str]:
    return _said(old, [n for n in names if getattr(old, n) != getattr(later, n)])


def _said(row: Fact, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        was: Any = getattr(row, name)
        yield f"{row._meta.get_field(name).verbose_name}: {'–' if was in (None, '') else was}"
