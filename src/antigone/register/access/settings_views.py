"""What holds for an investigation as a whole."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.conf import settings as program
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.register.access.opening_up import MOST_DISTANCE_M, change_settings, settings_version
from antigone.register.access.pages import Entry, Link, Section, Visit, page
from antigone.register.access.roles import Right
from antigone.register.ledger.models import Entry as LedgerEntry


class SettingsForm(Entry):
    """Title, and how far work keeps from hazards."""

    reason_required = True
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    hazard_distance_m = forms.IntegerField(
        label=gettext_lazy("Distance kept from hazards, in metres"), min_value=0, max_value=MOST_DISTANCE_M,
        help_text=gettext_lazy("Work nearer than this to an area not cleared is refused, from now on."),
    )  # fmt: skip


@page()
def settings(visit: Visit) -> HttpResponse:
    """The settings and their history."""
    own = visit.author.investigation
    facts = [
        (_("Title"), own.title),
        (_("Short name, in its addresses"), own.slug),
        (_("Distance kept from hazards"), _("%d m") % own.hazard_distance_m),
        (_("Kind"), _("an invented case") if own.invented else _("a real case")),
        (_("Time zone"), program.TIME_ZONE),
    ]
    change = Link(_("Change the settings"), visit.url("settings_change"), Right.ADMINISTER, True)
    entries = LedgerEntry.objects.filter(table="access.investigation", row=str(own.pk)).order_by("-sequence")
    history = [_line(json.loads(e.content)) for e in entries[:50]]
    header = (_("When"), _("Who"), _("Title"), _("Distance kept from hazards"), _("Why"))
    return visit.sheet(
        _("Settings"), [Section("", rows=facts, actions=[change]), Section(_("History"), header, history)]
    )


def _line(said: dict[str, Any]) -> tuple[Any, ...]:
    new = said["new"]
    distance = _("%d m") % new["hazard_distance_m"]
    return (said["at"][:16].replace("T", " "), said["by"], new["title"], distance, said["why"])


@page(Right.ADMINISTER)
def settings_change(visit: Visit) -> HttpResponse:
    """New settings, with a reason."""
    own = visit.author.investigation
    seen = visit.request.POST.get("version") or settings_version(own)
    now = {"title": own.title, "hazard_distance_m": own.hazard_distance_m}
    form: Any = SettingsForm(visit.posted, initial=now)
    form.version = seen
    return visit.enter(
        _("Change the settings"),
        form,
        lambda author, said: change_settings(author, seen, **said),
        visit.url("settings"),
        _("Planned work that comes too near a hazard by a greater distance is shown as to be stopped."),
    )
