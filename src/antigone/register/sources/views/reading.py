"""The reading page: a paper's text with what the rules propose, each accepted or set aside by a click."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.errors import InputError
from antigone.register.access.pages import Visit, page
from antigone.register.access.roles import Right
from antigone.register.sources import forms
from antigone.register.sources.claiming import Claimed, record_claim, start_event
from antigone.register.sources.elapsed import after, proposed_starts, record_elapsed
from antigone.register.sources.extracting import standing_extraction, text_of
from antigone.register.sources.groups import add_part, parts_of, start_group
from antigone.register.sources.icicle import words
from antigone.register.sources.models import Claim, Extraction, Passage, Source
from antigone.register.sources.passages import mark, mark_fragment, mark_quote, page_at, stands
from antigone.register.sources.proposals import (
    Found,
    accept,
    finding_at,
    findings,
    particulars,
    set_aside,
    spoken_at,
)
from antigone.register.sources.segments import segments, windows
from antigone.register.sources.suggested import suggested
from antigone.register.sources.views.seen import sent, source_seen
from antigone.register.sources.views.sources import in_words


@page()
def reading(visit: Visit, key) -> HttpResponse:
    """The text, one page at a time, and the proposals in it."""
    row = source_seen(visit, key)
    extraction = standing_extraction(row)
    if extraction is None or not extraction.text_sha256:
        return visit.render("sources/reading.html", title=str(row), source=row, extraction=extraction)
    text = text_of(extraction)
    cut = windows(extraction.page_starts, len(text))
    marked = _marked(visit, row)
    number = _asked(visit, len(cut))
    if marked is not None:
        number = next((n for n, (a, b) in enumerate(cut, start=1) if a <= marked.start < b), number)
    first, last = cut[number - 1]
    aside = {(s.kind, s.start) for s in row.set_aside.standing()}
    claimed = set(Passage.objects.filter(source=row, claims__isnull=False).values_list("start", flat=True))
    shown = [f for f in findings(extraction, first, last) if (f.kind, f.start) not in aside]
    accepted = [p.value for p in row.particulars.standing()]
    said = [
        {"name": s.name, "words": in_words(s.value), "json": json.dumps([s.name, s.value]),
         "accepted": s.value in accepted}
        for s in (particulars(extraction) if number == 1 else [])
        if (s.name + in_words(s.value), 0) not in aside
    ]  # fmt: skip
    return visit.render(
        "sources/reading.html",
        title=str(row), source=row, extraction=extraction, particulars=said,
        segments=list(segments(text, (first, last), _around(shown, marked))),
        proposals=[_shown(visit, row, extraction, text, f, f.start in claimed) for f in shown],
        page_number=number, pages=len(cut), paper_page=page_at(extraction, first),
        all_accepted=all(p["accepted"] for p in said),
        accounts=_accounts(visit, row, extraction, (first, last)),
    )  # fmt: skip


def _marked(visit: Visit, row: Source) -> Found | None:
    """The passage that the address asks for, where it stands now."""
    asked = visit.request.GET.get("passage", "")
    try:
        passage = row.passages.standing().filter(pk=UUID(asked), start__isnull=False).first()
    except ValueError:
        return None
    place = stands(passage) if passage else None
    return Found("passage", "", place.start, place.end) if place else None


def _around(shown: list[Found], marked: Found | None) -> list[Found]:
    if marked is None:
        return shown
    return [marked, *(f for f in shown if f.end <= marked.start or f.start >= marked.end)]


def _accounts(
    visit: Visit, row: Source, extraction: Extraction, window: tuple[int, int]
) -> list[dict[str, Any]]:
    """The groups that the counts of this page suggest, and where each is entered."""
    if Right.SOURCES not in visit.author.rights:
        return []
    return [
        {"url": visit.url("account_add", row.pk, start), "about": ", ".join(r.quote for r in rows)}
        for start, rows in suggested(extraction, *window).items()
    ]


def _asked(visit: Visit, pages: int) -> int:
    asked = visit.request.GET.get("page", "1")
    return min(max(int(asked), 1), pages) if asked.isdigit() and len(asked) < 8 else 1


def _shown(
    visit: Visit, row: Source, extraction: Extraction, text: str, f: Found, claimed: bool
) -> dict[str, Any]:
    value = words((f.least or 0, f.most)) if f.kind == "count" else f.value or ""
    shown = {"found": f, "claimed": claimed, "value": value, "form": None}
    if f.kind == "count" and Right.SOURCES in visit.author.rights and not claimed:
        shown["form"] = forms.CountForm(
            visit.author.investigation, auto_id=f"f{f.start}_%s",
            initial=_spoken(extraction, text, f) | {"least": f.least, "most": f.most},
        )  # fmt: skip
    return shown


def _spoken(extraction: Extraction, text: str, f: Found) -> dict[str, str]:
    said = spoken_at(extraction, text, f)
    return {"statement": said.statement, "speakers": "\n".join(said.speakers), "words": said.words}


@page(Right.SOURCES)
def particular_accept(visit: Visit, key) -> HttpResponse:
    """Accepts one of the proposals, or all that are sent."""
    sent(visit)
    row = source_seen(visit, key)
    for text in visit.request.POST.getlist("particular"):
        try:
            name, value = json.loads(text)
        except (ValueError, TypeError):
            raise InputError(_("This is no proposal; load the page again.")) from None
        offered = [(s.name, s.value) for s in particulars(standing_extraction(row))]
        if (name, value) not in offered:
            raise InputError(_("The paper does not say so; enter it by hand."))
        accept(visit.author, row, name, value)
    return redirect(visit.url("reading", key) + "#particulars")


@page(Right.SOURCES)
def proposal_aside(visit: Visit, key) -> HttpResponse:
    """Declines a proposal."""
    sent(visit)
    posted = visit.request.POST
    start = posted.get("start", "0")
    if not start.isdigit() or len(start) > 12:
        raise InputError(_("This is no proposal; load the page again."))
    set_aside(
        visit.author, source_seen(visit, key), posted.get("kind", ""), int(start), posted.get("quote", "")
    )
    return redirect(f"{visit.url('reading', key)}?page={posted.get('page', '1')}")


@page(Right.SOURCES)
def count_accept(visit: Visit, key) -> HttpResponse:
    """Accepts a count as a claim about a part of a group."""
    sent(visit)
    row = source_seen(visit, key)
    found = _found(row, "count", visit.request.POST.get("start", ""))
    form = forms.CountForm(visit.author.investigation, visit.request.POST)

    @transaction.atomic
    def act(author, said):
        part = _part(author, said["part"], said["new_part"])
        about = {"part": part, "subject": "" if part else str(found.value or found.quote),
                 "least": said["least"], "most": said["most"]}  # fmt: skip
        passage = mark(author, row, found.start, found.end)
        return record_claim(
            author, passage, Claimed(Claim.Kind.COUNT, said["statement"], form.spoken(), said["words"], about)
        )

    back = f"{visit.url('reading', key)}?page={visit.request.POST.get('page', '1')}#f{found.start}"
    return visit.enter(_("Accept “%s”") % found.quote, form, act, back)


def _part(author, part, new_part):
    if not new_part.strip():
        return part
    if part is None:
        return parts_of(start_group(author, new_part))[0]
    return add_part(author, part, new_part)


@page(Right.SOURCES)
def elapsed_add(visit: Visit, key) -> HttpResponse:
    """Accepts a time: since which of the dates it runs, a person says; all answers are kept."""
    row = source_seen(visit, key)
    found = _found(row, "duration", visit.request.GET.get("start", ""))
    extraction = standing_extraction(row)
    days = round(found.value)
    starts = [(s, f"{s} → {after(s, days).earliest:%Y-%m-%d}") for s in proposed_starts(extraction, found)]
    initial = _spoken(extraction, text_of(extraction), found) | {
        "days": days,
        "approximate": found.approximate,
    }
    form = forms.ElapsedForm(starts, visit.posted, initial=initial)

    @transaction.atomic
    def act(author, said):
        chosen = [*said["starts"], *([said["other_start"]] if said["other_start"] else [])]
        for start in chosen:
            after(start, said["days"])
        passage = mark(author, row, found.start, found.end)
        claimed = Claimed(Claim.Kind.TIME, said["statement"], form.spoken(), said["words"])
        claim = record_claim(author, passage, claimed)
        record_elapsed(author, claim, said["days"], chosen, said["approximate"])
        return claim

    help = _("The text does not say since when. Choose every date it may mean; each answer is shown.")
    return visit.enter(f"“{found.quote}”", form, act, lambda c: visit.url("claim", c.pk), help)


@page(Right.SOURCES)
def claim_add(visit: Visit, key) -> HttpResponse:
    """Any claim on a passage that was marked, quoted or pointed at."""
    row = source_seen(visit, key)
    form = forms.ClaimForm(visit.author.investigation, visit.posted, initial=_asked_claim(visit, row))

    @transaction.atomic
    def act(author, said):
        quote, fragment = said.pop("quote"), said.pop("fragment")
        span = _span(visit)
        if fragment:
            passage = mark_fragment(author, row, fragment)
        elif span:
            passage = mark(author, row, *span)
        else:
            passage = mark_quote(author, row, quote)
        said.pop("speakers")
        if new := said.pop("new_event").strip():
            said["event"] = start_event(author, new, said["when"], said["place"])
        claimed = Claimed(said.pop("kind"), said.pop("statement"), form.spoken(), said.pop("words"), said)
        return record_claim(author, passage, claimed)

    return visit.enter(_("Record a claim"), form, act, lambda c: visit.url("claim", c.pk))


def _asked_claim(visit: Visit, row: Source) -> dict[str, Any]:
    extraction, span = standing_extraction(row), _span(visit)
    if fragment := _fragment(visit):
        return {"fragment": fragment, "speakers": _own_speaker(row)}
    if span is None or extraction is None:
        return {"speakers": _own_speaker(row)}
    text = text_of(extraction)
    f = Found("", text[slice(*span)], *span)
    date, place_ = (finding_at(extraction, kind, f.start) for kind in ("date", "place"))
    when = date.value if date and "XXXX" not in date.value else ""
    place = place_.quote if place_ else ""
    return _spoken(extraction, text, f) | {"quote": f.quote, "when": when, "place": " ".join(place.split())}


def _fragment(visit: Visit) -> str:
    """The region or time that the page on which it was drawn sends; empty for none."""
    sent_ = visit.request.GET
    region = [sent_.get(n, "") for n in "xywh"]
    if all(region):
        return f"page={sent_.get('page', '1')}&xywh=percent:{','.join(region)}"
    times = [sent_.get("t1", ""), sent_.get("t2", "")]
    return f"t={','.join(times)}" if all(times) else ""


def _own_speaker(row: Source) -> str:
    testimony = row.testimonies.standing().first()
    return testimony.speaker if testimony else row.author_name


def _span(visit: Visit) -> tuple[int, int] | None:
    start, end = visit.request.GET.get("start", ""), visit.request.GET.get("end", "")
    if not (start.isdigit() and end.isdigit()) or len(start + end) > 20:
        return None
    return int(start), int(end)


def _found(row: Source, kind: str, start: str) -> Found:
    extraction = standing_extraction(row)
    if extraction and extraction.text_sha256 and start.isdigit() and len(start) < 12:
        found = finding_at(extraction, kind, int(start))
        if found is not None:
            return found
    raise InputError(_("There is no such proposal in this text; load the page again."))
