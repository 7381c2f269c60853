"""Looking at a source: a page or photograph on which a region is drawn, a film or recording with times."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from antigone.register.access.pages import Visit, page
from antigone.register.sources import store
from antigone.register.sources.models import Passage, Source
from antigone.register.sources.passages import region_of, time_of
from antigone.register.sources.pictures import has_pictures, pages_of, picture_of
from antigone.register.sources.ranged import sent_in_part
from antigone.register.sources.views.seen import source_seen
from antigone.register.sources.wording import told

PLAYED = re.compile(r"(?:video/(?:mp4|webm|ogg|quicktime|x-matroska)|audio/[\w.+-]+)")


@page()
def look(visit: Visit, key) -> HttpResponse:
    """The picture or player, what is claimed of it, and a form that marks more."""
    row = source_seen(visit, key)
    context: dict[str, Any] = {"title": str(row), "source": row}
    if has_pictures(row):
        pages = pages_of(row)
        asked = visit.request.GET.get("page", "1")
        number = min(max(int(asked), 1), pages) if asked.isdigit() and len(asked) < 8 else 1
        context |= {"pages": pages, "number": number, "picture": visit.url("source_picture", row.pk, number),
                    "regions": _regions(visit, row, number)}  # fmt: skip
    elif PLAYED.fullmatch(row.media_type):
        film = row.media_type.startswith("video/")
        context |= {"film": film, "media": visit.url("source_media", row.pk), "times": _times(visit, row)}
    else:
        raise Http404
    return visit.render("sources/look.html", **context)


def _regions(visit: Visit, row: Source, number: int) -> list[dict[str, Any]]:
    shown = []
    for passage in row.passages.standing().exclude(fragment=""):
        region = region_of(passage.fragment)
        if region and (passage.page or 1) == number:
            asked = visit.request.GET.get("passage") == str(passage.pk)
            shown.append(
                {"region": [f"{n:g}" for n in region], "asked": asked, "claims": _claims(visit, passage)}
            )
    return shown


def _times(visit: Visit, row: Source) -> list[dict[str, Any]]:
    spans = ((p, time_of(p.fragment)) for p in row.passages.standing().exclude(fragment=""))
    return [
        {"first": f"{span[0]:g}", "last": f"{span[1]:g}", "claims": _claims(visit, p)}
        for p, span in sorted((x for x in spans if x[1]), key=lambda x: x[1] or (0, 0))
        if span
    ]  # fmt: skip


def _claims(visit: Visit, passage: Passage) -> list[dict[str, str]]:
    return [
        {"url": visit.url("claim", c.pk), "code": c.code, "told": told(c)} for c in passage.claims.standing()
    ]


@page()
def source_picture(visit: Visit, key, number: int) -> HttpResponse:
    """The picture of a page."""
    data, media_type = picture_of(source_seen(visit, key), number)
    return HttpResponse(data, content_type=media_type, headers={"Cache-Control": "private, max-age=3600"})


@page()
def source_media(visit: Visit, key) -> HttpResponse:
    """The film or recording, in the stretch that the player asks for."""
    row = source_seen(visit, key)
    if not row.sha256 or not PLAYED.fullmatch(row.media_type):
        raise Http404(_("This is no film or recording."))
    return sent_in_part(store.path_of(row.sha256), visit.request.headers.get("Range", ""), row.media_type)
