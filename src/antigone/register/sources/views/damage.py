"""Property and damage: what sources claim was destroyed, where, how far, with pictures."""

from __future__ import annotations

from collections import Counter

from django.http import HttpResponse
from django.utils.translation import gettext as _

from antigone.register.access.pages import Link, Visit, page
from antigone.register.people.date_words import date_in_words
from antigone.register.sources.damage import Damaged, damaged
from antigone.register.sources.models import Claim, Comparison
from antigone.register.sources.views.claims import header
from antigone.register.sources.views.maps import placed, section
from antigone.register.sources.views.seen import claim_row


@page()
def damage(visit: Visit) -> HttpResponse:
    """All claims of damage, by place."""
    found = damaged(visit.author)
    extents = Counter((c.thing.lower(), c.extent.lower()) for d in found for c in d.claims)
    summary = [(thing, extent, n) for (thing, extent), n in sorted(extents.items())]
    url = visit.url("claims_map_data") + "?kind=damage"
    return visit.render(
        "sources/damage.html",
        title=_("Property and damage"), places=[_place(visit, d) for d in found], summary=summary,
        summary_header=(_("Kind of property"), _("Extent"), _("Claims")),
        map=section(visit, placed(visit, kind=Claim.Kind.DAMAGE), url),
        header=(_("Extent"), _("Position"), *header()),
    )  # fmt: skip


def _place(visit: Visit, found: Damaged) -> dict:
    rows = [(c.extent, _position(c), *claim_row(visit, c)) for c in found.claims]
    title = f"{found.thing}, {found.place}" if found.place else found.thing
    return {"title": title, "rows": rows, "pictures": [_pair(visit, p) for p in found.pictures]}


def _position(claim) -> str:
    return "" if claim.latitude is None else f"{claim.latitude:.5f}, {claim.longitude:.5f}"


def _pair(visit: Visit, row: Comparison) -> list[dict]:
    return [
        {"picture": visit.url("source_picture", s.pk, 1), "source": Link(s, visit.url("source", s.pk)),
         "title": title, "date": date_in_words(s.date)}
        for title, s in ((_("Before"), row.before), (_("After"), row.after))
    ]  # fmt: skip
