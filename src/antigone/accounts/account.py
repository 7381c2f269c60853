"""What follows from each source's claims, and from all of them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from antigone.accounts.conflicts import conflicts
from antigone.accounts.counting import Bound, bounds, possible, structure
from antigone.accounts.derivation import derivations
from antigone.accounts.group import Claim, Group


@dataclass(frozen=True, slots=True)
class Finding:
    """What a set of claims allows: bounds where they are consistent, otherwise the conflicts."""

    consistent: bool
    bounds: Mapping[str, Bound] | None
    conflicts: tuple[tuple[str, ...], ...]
    derivations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Account:
    """The findings by source, and of all claims together."""

    sources: Mapping[str, Finding]
    together: Finding


def account(group: Group) -> Account:
    """The account of a group."""
    by_source = {source: _find(group, group.said_by(source)) for source in group.sources}
    return Account(by_source, _find(group, group.claims))


def _find(group: Group, claims: tuple[Claim, ...]) -> Finding:
    rules = structure(group)
    if not possible(rules, claims):
        return Finding(False, None, tuple(conflicts(rules, claims)), {})
    wanted = {p: (p,) for p in group.part_of} | dict(group.asks)
    found = bounds(rules, claims, wanted)
    return Finding(True, found, (), derivations(group, rules, claims, found))
