"""An account that a paper's counts suggest, entered with one form."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.errors import InputError
from antigone.register.access.pages import Visit, page
from antigone.register.access.roles import Right
from antigone.register.sources.account_form import AccountForm
from antigone.register.sources.extracting import standing_extraction, text_of
from antigone.register.sources.groups import parts_of
from antigone.register.sources.models import CountedGroup, Extraction
from antigone.register.sources.proposals import spoken_at
from antigone.register.sources.suggested import Row, matched, record_account, suggested
from antigone.register.sources.views.seen import source_seen


@page(Right.SOURCES)
def account_add(visit: Visit, key, number: int) -> HttpResponse:
    """The group whose words stand at `number`, and its parts; a person corrects names, ticks what holds."""
    row = source_seen(visit, key)
    extraction = standing_extraction(row)
    offered = suggested(extraction, number, number + 1) if extraction and extraction.text_sha256 else {}
    if number not in offered:
        raise Http404
    group = _group(visit)
    rows = offered[number]
    titles = matched(rows, group) if group else [r.title for r in rows]
    spoken = _spoken(extraction, rows)
    form = AccountForm(rows, titles, spoken[0][:1], visit.posted)
    status = 200
    if visit.posted is not None:
        status = 422
        if form.is_valid():
            entered, whole, dead = form.entered()
            chains = {i: [*form.speakers(), *spoken[r.place][1:]] for i, r in enumerate(entered)}
            author = visit.author.because(form.cleaned_data["reason"])
            try:
                made = record_account(author, row, extraction, [r.row for r in entered], group, chains,
                                      whole=whole, dead=dead)  # fmt: skip
            except InputError as error:
                form.add_error(None, str(error))
            else:
                messages.success(visit.request, _("Entered."))
                return redirect(visit.url("group", made.pk))
    groups = CountedGroup.objects.standing().of(visit.author.investigation).order_by("code")
    return visit.render(
        "sources/account.html", status,
        title=_("An account that the counts suggest"), source=row, form=form, groups=groups, group=group,
        parts=[p.title for p in parts_of(group)] if group else [], sentence=_sentences(extraction, rows),
    )  # fmt: skip


def _group(visit: Visit) -> CountedGroup | None:
    asked = visit.request.GET.get("group", "")
    if not asked:
        return None
    own = CountedGroup.objects.standing().of(visit.author.investigation)
    found = own.filter(code=asked).first()
    if found is None:
        raise Http404
    return found


def _spoken(extraction: Extraction, rows: list[Row]) -> list[list[str]]:
    """For each row who says it and whom it cites; the rest is said by whom the group is."""
    text = text_of(extraction)
    chains = [list(spoken_at(extraction, text, r.found).speakers) if r.found else [""] for r in rows]
    return [c or [""] for c in chains]


def _sentences(extraction: Extraction, rows: list[Row]) -> list[str]:
    text = text_of(extraction)
    return list(
        dict.fromkeys(spoken_at(extraction, text, replace(r.found)).statement for r in rows if r.found)
    )
