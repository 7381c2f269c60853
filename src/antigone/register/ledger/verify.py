"""Whether the log is whole and every row is as the log says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models

from antigone.register.ledger.facts import Fact
from antigone.register.ledger.merkle import Frontier, leaf_hash
from antigone.register.ledger.models import Entry, Head
from antigone.register.ledger.reading import Unreadable, Watch, each_row, one_moment, unwatched, watched
from antigone.register.ledger.values import COVERED, canonical, defaults_of, row_values

Latest = dict[tuple[str, str], tuple[int, bytes]]
ALSO_COVERED = ("access.investigation", "access.protectedidentity", *COVERED)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, and with which entry or row."""

    where: str
    what: str


def covered_models() -> list[type[models.Model]]:
    """The tables whose every row must have an entry."""
    return [m for m in apps.get_models() if issubclass(m, Fact) or m._meta.label_lower in ALSO_COVERED]


def findings(watch: Watch = unwatched) -> Iterator[Finding]:
    """Every altered, removed, reordered or unrecorded entry and row; nothing when all is well."""
    latest: Latest = {}
    with one_moment():
        yield from entry_findings(latest, watch)
        yield from row_findings(latest, watch)


def entry_findings(latest: Latest, watch: Watch = unwatched) -> Iterator[Finding]:
    """What is wrong with the log itself; fills `latest`: (table, row) → last entry and hash of its values."""
    # Two trees, over the texts and over the hashes as written: after a change in one the other goes on,
    # so that the change is not reported for all later entries.
    told, written = Frontier(), Frontier()
    expected = 0
    for entry in watched(each_row(Entry), watch, "entries", Entry.objects.count()):
        sequence = int(entry.key) if isinstance(entry, Unreadable) else entry.sequence
        where = f"entry {sequence}"
        for missing in range(expected, min(sequence, expected + 20)):
            yield Finding(f"entry {missing}", "removed")
        expected = sequence + 1
        if isinstance(entry, Unreadable):
            yield Finding(where, f"altered: it cannot be read ({entry.why})")
            hashed = _written_hash(sequence)
            told.append(hashed)
            written.append(hashed)
            continue
        leaf = leaf_hash(entry.content.encode())
        if leaf.hex() != entry.leaf:
            yield Finding(where, "altered: its text does not have its hash")
        told.append(leaf)
        written.append(_from_hex(entry.leaf))
        if told.root().hex() != entry.root:
            yield Finding(where, "the root from here on differs: it, or an entry before it, was changed")
            if written.root().hex() == entry.root:
                told = Frontier(written.size, written.peaks)
        else:
            written = Frontier(told.size, told.peaks)
        try:
            said = json.loads(entry.content)
            key = (said["table"], said["row"])
            own = (said["entry"], *key, said["investigation"])
            new = _hashed(key[0], said["new"])
            before = new if said["old"] is None else _hashed(key[0], said["old"])
        except (ValueError, KeyError, TypeError):
            yield Finding(where, "altered: its text is not that of an entry")
            continue
        held = entry.investigation_id and str(entry.investigation_id)
        if own != (entry.sequence, entry.table, entry.row, held):
            yield Finding(where, f"altered or reordered: its text is that of entry {said['entry']}")
        last, known = latest.get(key, (None, before))
        if known != before:
            what = (
                f"altered between entries {last} and {sequence}: the later did not find what the earlier says"
            )
            yield Finding(" ".join(key), what)
        latest[key] = (entry.sequence, new)
    yield from _head_findings(expected, told)


def _head_findings(entries: int, tree: Frontier) -> Iterator[Finding]:
    head = next(each_row(Head), None)
    if isinstance(head, Unreadable):
        yield Finding("the head of the log", f"altered: it cannot be read ({head.why})")
        return
    size = head.size if head else 0
    if size != entries:
        yield Finding("the end of the log", f"{size} entries were written, the last found is {entries - 1}")
    elif head and entries == tree.size and [p.hex() for p in tree.peaks] != head.peaks:
        yield Finding("the head of the log", "altered: it is not that of these entries")


def _written_hash(sequence: int) -> bytes:
    try:
        return _from_hex(Entry.objects.values_list("leaf", flat=True).get(pk=sequence))
    except DatabaseError:
        return b""


def _from_hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def row_findings(latest: Latest, watch: Watch = unwatched) -> Iterator[Finding]:
    """Rows that are not as the last entry about them says."""
    tables = covered_models()
    rows = ((model, row) for model in tables for row in each_row(model))
    for model, row in watched(rows, watch, "rows", sum(m._base_manager.count() for m in tables)):
        table = model._meta.label_lower
        if isinstance(row, Unreadable):
            key = _named(model, row.key)
            latest.pop((table, key), None)
            yield Finding(f"{table} {key}", f"altered: it cannot be read ({row.why})")
            continue
        where = f"{table} {row.pk}"
        sequence, said = latest.pop((table, str(row.pk)), (None, b""))
        if sequence is None:
            yield Finding(where, "unrecorded: no entry speaks of this row")
        elif _digest(row) != said:
            yield Finding(where, f"altered: it is not as entry {sequence} says")
    for (table, key), (sequence, _) in latest.items():
        yield Finding(f"{table} {key}", f"removed: entry {sequence} speaks of it")


def _digest(row: models.Model) -> bytes:
    try:
        return _hashed(row._meta.label_lower, row_values(row))
    except (ValueError, TypeError, ValidationError):
        return b""  # of a value that has no place in an entry


def _hashed(table: str, values: dict[str, Any]) -> bytes:
    # An entry does not name the columns that were added after it, so defaults count as not said.
    unsaid = _defaults().get(table, {})
    said = {k: v for k, v in values.items() if k not in unsaid or v != unsaid[k]}
    return hashlib.sha256(canonical(said).encode()).digest()


@cache
def _defaults() -> dict[str, dict[str, Any]]:
    return {model._meta.label_lower: defaults_of(model) for model in covered_models()}


def _named(model: type[models.Model], key: str) -> str:
    """A key as entries name it, where it is one."""
    try:
        return str(model._meta.pk.to_python(key))
    except ValidationError:
        return key
