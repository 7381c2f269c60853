"""A person's photographs as pages show them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from antigone.register.access.pages import Link, Visit, made
from antigone.register.access.roles import Right
from antigone.register.people.date_words import date_in_words
from antigone.register.people.models import Person


def pictures(visit: Visit, person: Person) -> list[dict[str, Any]]:
    """Address, words and links of each photograph that stands, for photographs.html."""
    shown = []
    for p in person.photographs.standing().select_related("made_by").order_by("made_at"):
        links = []
        if visit.author.rights & {Right.REPORT, Right.EXPORT}:
            links.append(Link(_("original"), visit.url("photograph_original", p.pk)))
        if Right.REPORT in visit.author.rights:
            links.append(Link(_("take back"), visit.url("photograph_retract", p.pk)))
        about = [
            _("taken %s") % date_in_words(p.taken) if p.taken else "",
            _("given by %s") % p.given if p.given else "",
            made(p),
        ]
        text = _("%(person)s: %(what)s") % {"person": person, "what": p.caption}
        url = visit.url("photograph", p.pk)
        shown.append({"url": url, "text": text, "about": " · ".join(x for x in about if x), "links": links})
    return shown
