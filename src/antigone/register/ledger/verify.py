"""Whether the log is whole and every row is as the log says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from antigone.register.ledger.facts import Fact
from antigone.register.ledger.merkle import Frontier, leaf_hash
from antigone.register.ledger.models import Entry, Head
from antigone.register.ledger.values import COVERED, canonical, row_values

ALSO_COVERED = ("access.investigation", "access.protectedidentity", *COVERED)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, and with which entry or row."""

    where: str
    what: str


def covered_models() -> list[type[models.Model]]:
    """The tables whose every row must have an entry."""
    return [m for m in apps.get_models() if issubclass(m, Fact) or m._meta.label_lower in ALSO_COVERED]


def findings() -> Iterator[Finding]:
    """Every altered, removed, reordered or unrecorded entry and row; nothing when all is well."""
    latest: dict[tuple[str, str], tuple[int, bytes]] = {}
    yield from entry_findings(latest)
    yield from row_findings(latest)


def entry_findings(latest: dict[tuple[str, str], tuple[int, bytes]]) -> Iterator[Finding]:
    """What is wrong with the log itself; fills `latest`: (table, row) → last entry and hash of its values."""
    tree = Frontier()
    expected = 0
    for entry in Entry.objects.order_by("sequence").iterator(2000):
        where = f"entry {entry.sequence}"
        for missing in range(expected, min(entry.sequence, expected + 20)):
            yield Finding(f"entry {missing}", "removed")
        expected = entry.sequence + 1
        leaf = leaf_hash(entry.content.encode())
        if leaf.hex() != entry.leaf:
            yield Finding(where, "altered: its text does not have its hash")
        tree.append(leaf)
        if tree.root().hex() != entry.root:
            yield Finding(where, "the root from here on differs: it, or an entry before it, was changed")
            tree = _resumed(entry, tree)
        try:
            said = json.loads(entry.content)
            key = (said["table"], said["row"])
            own = (said["entry"], *key, said["investigation"])
            new = canonical(said["new"]).encode()
        except (ValueError, KeyError, TypeError):
            yield Finding(where, "altered: its text is not that of an entry")
            continue
        held = entry.investigation_id and str(entry.investigation_id)
        if own != (entry.sequence, entry.table, entry.row, held):
            yield Finding(where, f"altered or reordered: its text is that of entry {said['entry']}")
        latest[key] = (entry.sequence, hashlib.sha256(new).digest())
    head = Head.objects.filter(pk=1).first()
    size = head.size if head else 0
    if size != expected:
        yield Finding("the end of the log", f"{size} entries were written, the last found is {expected - 1}")
    elif head and expected == tree.size and [p.hex() for p in tree.peaks] != head.peaks:
        yield Finding("the head of the log", "altered: it is not that of these entries")


def _resumed(entry: Entry, tree: Frontier) -> Frontier:
    """Goes on from the hashes as written, so that one change is not reported for all later entries."""
    leaves = Entry.objects.filter(sequence__lte=entry.sequence).order_by("sequence").values_list("leaf")
    written = Frontier()
    for (leaf,) in leaves.iterator():
        try:
            written.append(bytes.fromhex(leaf))
        except ValueError:
            return tree
    return written if written.root().hex() == entry.root else tree


def row_findings(latest: dict[tuple[str, str], tuple[int, bytes]]) -> Iterator[Finding]:
    """Rows that are not as the last entry about them says."""
    for model in covered_models():
        table = model._meta.label_lower
        for row in model._default_manager.order_by().iterator(2000):
            where = f"{table} {row.pk}"
            sequence, said = latest.pop((table, str(row.pk)), (None, b""))
            if sequence is None:
                yield Finding(where, "unrecorded: no entry speaks of this row")
            elif hashlib.sha256(canonical(row_values(row)).encode()).digest() != said:
                yield Finding(where, f"altered: it is not as entry {sequence} says")
    for (table, key), (sequence, _) in latest.items():
        yield Finding(f"{table} {key}", f"removed: entry {sequence} speaks of it")
