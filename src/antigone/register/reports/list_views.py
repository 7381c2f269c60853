"""Every list of the record as CSV or XLSX, for those who may export."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.http import Http404, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from antigone.register.access.exports import table_response
from antigone.register.access.pages import Section, Visit, exports, page
from antigone.register.access.roles import Right
from antigone.register.api.resources import Resource, resources
from antigone.register.project.navigation import MENU

ALWAYS_LEFT_OUT = ("id", "investigation", "supersedes", "retracted")


def _titles() -> dict[str, Any]:
    return {stage: title for stage, title, _lines in MENU if stage}


@page(Right.EXPORT)
def list_files(visit: Visit) -> HttpResponse:
    """All of them, by stage."""
    by_stage: dict[str, list[tuple[Any, ...]]] = {}
    for row in resources():
        if row.right in visit.author.rights:
            files = exports(visit, "list_file", row.name)
            title = capfirst(row.name.replace("-", " "))
            by_stage.setdefault(row.stage, []).append((title, *files))
    titles = _titles()
    header = (_("List"), _("CSV"), _("XLSX"))
    return visit.sheet(
        _("All lists as files"),
        [Section(titles.get(stage, stage), header, rows) for stage, rows in by_stage.items()],
        _("What stands now; other rows are named by their numbers. No cell is ever run as a formula."),
    )


@page(Right.EXPORT)
def list_file(visit: Visit, name: str, kind: str) -> HttpResponse:
    """One list."""
    row = next((r for r in resources() if r.name == name), None)
    if row is None:
        raise Http404
    visit.author.require(row.right)
    fields = [
        f
        for f in row.model._meta.concrete_fields
        if f.name not in (*ALWAYS_LEFT_OUT, *row.hidden) and not isinstance(f, models.BinaryField)
    ]
    return table_response(kind, name, [f.name for f in fields], _lines(visit, row, fields))


def _lines(visit: Visit, row: Resource, fields: list[models.Field]) -> Iterator[list[Any]]:
    pointers = [f.name for f in fields if isinstance(f, models.ForeignKey)]
    found = row.model.objects.of(visit.author.investigation).standing().select_related(*pointers)
    if row.narrow is not None:
        found = row.narrow(found, visit.author)
    order = "code" if any(f.name == "code" for f in fields) else "made_at"
    for fact in found.order_by(order, "pk").iterator(2000):
        yield [_cell(fact, f) for f in fields]


def _cell(fact: models.Model, field: models.Field) -> Any:
    value = getattr(fact, field.name)
    match value:
        case models.Model():
            return next(
                (getattr(value, n) for n in ("code", "username", "pseudonym") if hasattr(value, n)), value.pk
            )
        case dict() | list():
            return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if hasattr(value, "isoformat") else value
