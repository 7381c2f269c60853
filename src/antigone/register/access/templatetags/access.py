"""What the templates need: items by key, cells under their heads, fields in groups, addresses of counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode

from django import forms, template

register = template.Library()


@register.filter
def item(values: dict[str, Any], key: str) -> Any:
    """values[key]"""
    return values[key]


@register.simple_tag
def asked(column: str, at: str = "", group: str = "", title: str = "") -> str:
    """The query that lists the persons of a count; the title "" is that of those in no group."""
    parts = {"column": column, **({"at": at} if at else {}), **({group: title} if group else {})}
    return urlencode(parts)


@register.filter
def day(cell: Any) -> Any:
    """A day as 2026-03-01, which reads alike in all languages and is what forms and files have."""
    return cell.isoformat() if isinstance(cell, date) and not isinstance(cell, datetime) else cell


@register.filter
def under(row: Sequence[Any], header: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each cell with its head, "" where there is none."""
    return list(zip_longest(list(header)[: len(row)], row, fillvalue=""))


@register.filter
def grouped(form: forms.Form) -> Iterator[tuple[Any, list[forms.BoundField]]]:
    """The visible fields of a form under the headings of its `groups`, those of no group under none."""
    groups = getattr(form, "groups", ())
    named = {name for _title, names in groups for name in names}
    fields = form.visible_fields()
    for title, names in groups:
        if own := [f for f in fields if f.name in names]:
            yield title, own
    if rest := [f for f in fields if f.name not in named]:
        yield "", rest


@register.filter
def is_check(field: forms.BoundField) -> bool:
    """Whether the field is one box to tick, whose label stands after it."""
    return isinstance(field.field.widget, forms.CheckboxInput)
