"""What the templates need: items by key, cells under their heads, fields in groups, addresses of counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    """The query that lists the persons of a count."""
    parts = {"column": column, "at": at, group: title}
    return urlencode({k: v for k, v in parts.items() if k and v})


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
