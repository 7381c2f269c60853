"""Whether the rows on which a paper rests still stand: a paper outlives what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.apps import apps

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.ledger.facts import Fact
from antigone.register.reports.models import Document


def resting_on(rows: Iterable[Fact]) -> tuple[str, ...]:
    """The rows as "table:key", each once."""
    return tuple(dict.fromkeys(f"{row._meta.label_lower}:{row.pk}" for row in rows))


def require_own(author: Author, *rows: Fact) -> None:
    """InputError for a row of another investigation: what it knows stays there."""
    for row in rows:
        if row.investigation_id != author.investigation.pk:
            raise InputError(
                f"this {row._meta.verbose_name} is of another investigation; make its papers there"
            )


def changed_since(documents: Sequence[Document]) -> dict[object, int]:
    """Document's key → how many of the rows on which it rests were corrected or withdrawn since."""
    keys: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for name in document.about:
            label, _, key = name.partition(":")
            keys[label].add(key)
    gone: set[str] = set()
    for label, wanted in keys.items():
        standing = apps.get_model(label).objects.standing().filter(pk__in=wanted)
        gone |= {f"{label}:{key}" for key in wanted - {str(k) for k in standing.values_list("pk", flat=True)}}
    return {d.pk: len(gone.intersection(d.about)) for d in documents}
