"""A row's values as plain JSON, alike before saving and after reading back from any database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models

COVERED = {"auth.user": ("id", "username", "is_active", "is_superuser")}


def row_values(row: models.Model) -> dict[str, Any]:
    """Field → plain value; of a user only what the ledger covers (no password)."""
    return {name: plain(typed(getattr(row, name))) for name, typed in _covered(type(row))}


@cache
def _covered(model: type[models.Model]) -> list[tuple[str, Callable[[Any], Any]]]:
    """The columns that the ledger covers, and what makes a value of theirs what the column holds."""
    names = COVERED.get(model._meta.label_lower)
    fields = [f for f in model._meta.concrete_fields if names is None or f.name in names]
    return [
        (f.attname, (f.target_field if isinstance(f, models.ForeignKey) else f).to_python) for f in fields
    ]


def defaults_of(model: type[models.Model]) -> dict[str, Any]:
    """Column → what it holds where nothing was said: all that rows hold in a column added after them."""
    return {f.attname: plain(f.get_default()) for f in model._meta.concrete_fields}


def plain(value: Any) -> Any:
    """JSON-ready; bytes become their SHA-256, whole floats integers (databases lose the difference)."""
    match value:
        case None | bool() | int() | str():
            return str(value) if isinstance(value, str) else value
        case float():
            return int(value) if value.is_integer() else value
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
        case bytes() | memoryview() | bytearray():
            return "sha256:" + hashlib.sha256(bytes(value)).hexdigest()
        case dict():
            return {str(k): plain(v) for k, v in value.items()}
        case list() | tuple():
            return [plain(v) for v in value]
    raise TypeError(f"{type(value).__name__} has no place in the ledger")


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces; the text that is hashed."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
