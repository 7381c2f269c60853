"""Reading a record that somebody may have spoilt, and that others may be writing to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, Func, TextField

WRONG = (ValueError, TypeError, ValidationError, DatabaseError)
# Kinds of column that hold one text for each value; for others the kind of what they hold says enough.
_ONE_FORM = (models.BooleanField, models.DateField, models.UUIDField)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that holds what this program never writes: its key as it stands there, and what is wrong."""

    key: str
    why: str


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read inside is of one moment; others go on writing meanwhile."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # atomic() would take the lock for writing: nobody else could write while a large record is read.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def each_row(model: type[models.Model]) -> Iterator[Any]:
    """Every row of a table in the order of its keys, and an Unreadable for each that is spoilt.

    Raises DatabaseError where the table itself is damaged.
    """
    rows = model._base_manager.order_by("pk")
    if connection.vendor != "sqlite":
        yield from rows.iterator(2000)
        return
    # SQLite keeps any bytes in any column. Some are read as the value that stood there before, while
    # searches pass the row over: so each row is compared with how it would be written.
    fields = list(model._meta.concrete_fields)
    asked = {f"as_written_{n}": _as_written(f) for n, f in enumerate(fields)}
    done = 0
    try:
        for row in rows.annotate(**asked).iterator(2000):
            yield _checked(row, fields)
            done += 1
    except WRONG:
        hexed = rows.annotate(hexed=Func(F("pk"), function="HEX", output_field=TextField()), **asked)
        for key in list(hexed.values_list("hexed", flat=True))[done:]:
            try:
                yield _checked(hexed.get(hexed=key), fields)
            except WRONG as error:
                yield Unreadable(bytes.fromhex(key).decode(errors="replace"), " ".join(str(error).split()))


def _as_written(field: models.Field) -> Func:
    exact = isinstance(_column(field), _ONE_FORM)
    return Func(F(field.attname), function="QUOTE" if exact else "TYPEOF", output_field=TextField())


def _checked(row: models.Model, fields: list[models.Field]) -> models.Model | Unreadable:
    for number, field in enumerate(fields):
        value, column = getattr(row, field.attname), _column(field)
        if value is None:
            written = "NULL" if isinstance(column, _ONE_FORM) else "null"
        elif isinstance(column, models.BooleanField):
            written = str(int(value))
        elif isinstance(column, _ONE_FORM):
            written = f"'{column.get_db_prep_save(value, connection)}'"
        elif isinstance(column, models.DecimalField):
            continue  # whole or not, as it comes
        else:
            written = _KINDS.get(column.get_internal_type(), "text")
        if getattr(row, f"as_written_{number}") != written:
            return Unreadable(str(row.pk), f"{field.attname} does not hold a value as this program writes it")
    return row


_KINDS = {
    "FloatField": "real", "BinaryField": "blob",
    **dict.fromkeys(
        ("AutoField", "BigAutoField", "IntegerField", "BigIntegerField", "SmallIntegerField",
         "PositiveIntegerField", "PositiveBigIntegerField", "PositiveSmallIntegerField"), "integer",
    ),
}  # fmt: skip


def _column(field: models.Field) -> models.Field:
    """What a foreign key's column holds is what it points to."""
    return field.target_field if isinstance(field, models.ForeignKey) else field
