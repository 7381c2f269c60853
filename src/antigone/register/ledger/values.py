"""A row's values as plain JSON, alike before saving and after reading back from any database."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

COVERED = {"auth.user": ("id", "username", "is_active", "is_superuser")}


def row_values(row: models.Model) -> dict[str, Any]:
    """Field → plain value; of a user only what the ledger covers (no password)."""
    names = COVERED.get(row._meta.label_lower)
    fields = [f for f in row._meta.concrete_fields if names is None or f.name in names]
    return {f.attname: plain(_typed(f, f.value_from_object(row))) for f in fields}


def _typed(field: models.Field, value: Any) -> Any:
    if isinstance(field, models.ForeignKey):
        return field.target_field.to_python(value)
    return field.to_python(value)


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
