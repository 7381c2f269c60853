"""Reading a record that somebody may have spoilt, and that others may be writing to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, Func, TextField

T = TypeVar("T")
Watch = Callable[[str, int, int], None]
EVERY = 500
WRONG = (ValueError, TypeError, ValidationError, DatabaseError)
# Kinds of column that hold one text for each value; for others the kind of what they hold says enough.
_ONE_FORM = (models.BooleanField, models.DateField, models.UUIDField)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that holds what this program never writes: its key as it stands there, and what is wrong."""

    key: str
    why: str


def unwatched(_stage: str, _done: int, _total: int) -> None:
    """A Watch for whom nobody looks."""


def watched(rows: Iterable[T], watch: Watch, stage: str, total: int) -> Iterator[T]:
    """The same rows; says now and then how many of how many have been given."""
    for done, row in enumerate(rows):
        if not done % EVERY:
            watch(stage, done, total)
        yield row
    watch(stage, total, total)


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
    fields = model._meta.concrete_fields
    asked = {f"as_written_{n}": _as_written(f) for n, f in enumerate(fields)}
    checks = [_Check(f.attname, name, _column(f)) for f, name in zip(fields, asked, strict=True)]
    done = 0
    try:
        for row in rows.annotate(**asked).iterator(2000):
            yield _checked(row, checks)
            done += 1
    except WRONG:
        hexed = rows.annotate(hexed=Func(F("pk"), function="HEX", output_field=TextField()), **asked)
        for key in list(hexed.values_list("hexed", flat=True))[done:]:
            try:
                yield _checked(hexed.get(hexed=key), checks)
            except WRONG as error:
                yield Unreadable(bytes.fromhex(key).decode(errors="replace"), " ".join(str(error).split()))


def _as_written(field: models.Field) -> Func:
    exact = isinstance(_column(field), _ONE_FORM)
    return Func(F(field.attname), function="QUOTE" if exact else "TYPEOF", output_field=TextField())


class _Check:
    """What a column must hold: exactly this text for a value, or a value of this kind."""

    __slots__ = ("name", "asked", "exact", "kind")

    def __init__(self, name: str, asked: str, column: models.Field) -> None:
        self.name, self.asked = name, asked
        self.exact = _exact(column) if isinstance(column, _ONE_FORM) else None
        self.kind = _KINDS.get(column.get_internal_type(), ("text",))

    def holds(self, value: Any, written: str) -> bool:
        """Whether SQLite holds the value as this program writes it."""
        if self.exact is None:
            return written in self.kind if value is not None else written == "null"
        return written == ("NULL" if value is None else self.exact(value))


def _exact(column: models.Field) -> Callable[[Any], str]:
    if isinstance(column, models.BooleanField):
        return lambda value: str(int(value))
    if isinstance(column, models.UUIDField):
        return lambda value: f"'{value.hex}'"
    return lambda value: f"'{column.get_db_prep_save(value, connection)}'"


def _checked(row: models.Model, checks: Sequence[_Check]) -> models.Model | Unreadable:
    values = row.__dict__
    for check in checks:
        if not check.holds(values[check.name], values[check.asked]):
            why = f"{check.name} does not hold a value as this program writes it"
            return Unreadable(str(row.pk), why)
    return row


_KINDS = {
    "FloatField": ("real",), "BinaryField": ("blob",), "DecimalField": ("real", "integer", "text"),
    **dict.fromkeys(
        ("AutoField", "BigAutoField", "IntegerField", "BigIntegerField", "SmallIntegerField",
         "PositiveIntegerField", "PositiveBigIntegerField", "PositiveSmallIntegerField"), ("integer",),
    ),
}  # fmt: skip


def _column(field: models.Field) -> models.Field:
    """What a foreign key's column holds is what it points to."""
    return field.target_field if isinstance(field, models.ForeignKey) else field
