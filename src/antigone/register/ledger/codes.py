"""Running numbers of an investigation: P-00001, P-00002 …"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from antigone.register.ledger.facts import Fact


def codes(investigation: Any, model: type[Fact], prefix: str) -> Iterator[str]:
    """The numbers that are free, in order; ask inside the transaction that uses them."""
    own = model.objects.of(investigation)
    number = own.filter(supersedes__isnull=True).count()
    while True:
        number += 1
        code = f"{prefix}-{number:05}"
        if not own.filter(code=code).exists():
            yield code
