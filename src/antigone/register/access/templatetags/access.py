"""What the accounting's template needs: a dictionary's item, and the address of a count's persons."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template

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
