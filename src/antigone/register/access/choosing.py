"""Choosing rows in a form: from a list while it is short, by number where it would fill the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

MOST_LISTED = 200


class Number(forms.TextInput):
    """One number, as S-0012."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        """The number without the spaces about it."""
        value = data.get(name)
        return value.strip() if value is not None else None


class Numbers(forms.Textarea):
    """Several numbers, apart by spaces, commas or lines."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """The numbers."""
        return str(data.get(name) or "").replace(",", " ").replace(";", " ").split()

    def format_value(self, value: Any) -> str:
        """The numbers as they are typed."""
        return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value or "")


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Lets a field of the form choose among rows, which have a `code`."""
    field: Any = form.fields[name]
    field.queryset = rows
    if rows[MOST_LISTED : MOST_LISTED + 1].exists():
        several = isinstance(field, forms.ModelMultipleChoiceField)
        field.to_field_name, example = "code", rows[0].code
        field.widget = Numbers(attrs={"rows": 2}) if several else Number()
        asked = _("their numbers, as %s; none: all") if several else _("its number, as %s")
        field.help_text = asked % example
        unknown = _("There is no number %(value)s here; the page of the list finds it.")
        field.error_messages = {**field.error_messages, "invalid_choice": unknown}
