"""When each table was last touched: what is derived from rows is remembered until one of theirs changes.

Every change of the record is an entry of the ledger, so nothing needs to be told: only the entries made
since the last look are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from types import MappingProxyType

from django.db import models
from django.db.models import Max

from antigone.register.ledger.models import Entry, Head

Touch = tuple[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _Look:
    """The ledger as last seen; tables absent from `last` are as they were at the look numbered `since`."""

    since: int
    size: int
    peaks: tuple[str, ...]
    leaf: str
    last: MappingProxyType[str, int]


_look = _Look(0, -1, (), "", MappingProxyType({}))
_looks = count(1)


def touched(*tables: type[models.Model]) -> Touch:
    """A value that stays the same while no row of these tables was added."""
    global _look
    look = _look = _looked(_look)
    return look.since, tuple(look.last.get(table._meta.label_lower, -1) for table in tables)


def _looked(look: _Look) -> _Look:
    size, peaks = Head.objects.values_list("size", "peaks").filter(pk=1).first() or (0, [])
    if (size, tuple(peaks)) == (look.size, look.peaks):
        return look
    ends = dict(Entry.objects.filter(pk__in=(look.size - 1, size - 1)).values_list("pk", "leaf"))
    leaf = ends.get(size - 1, "")
    # A ledger that does not continue the one seen (another database, a transaction taken back) starts anew.
    if size <= look.size or look.size < 1 or ends.get(look.size - 1) != look.leaf:
        return _Look(next(_looks), size, tuple(peaks), leaf, MappingProxyType({}))
    new = Entry.objects.filter(pk__gte=look.size, pk__lt=size).order_by()
    last = {**look.last, **dict(new.values_list("table").annotate(Max("pk")))}
    return _Look(look.since, size, tuple(peaks), leaf, MappingProxyType(last))
