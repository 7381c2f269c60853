"""Which claims cannot all hold: minimal sets of them, smallest first."""

from __future__ import annotations

from collections.abc import Iterator

from antigone.accounts.counting import Structure, possible
from antigone.accounts.group import Claim

MOST_CONFLICTS = 20


def conflicts(rules: Structure, claims: tuple[Claim, ...]) -> list[tuple[str, ...]]:
    """Minimal contradictory sets, all of them up to 20; ids in the order of the claims.

    The hitting-set duality of Reiter (1987): every further conflict avoids one claim of each conflict
    known, so branching on the claims to leave out reaches them all.
    """
    found: list[frozenset[str]] = []
    left_out: list[frozenset[str]] = [frozenset()]
    seen = {frozenset[str]()}
    while left_out and len(found) < MOST_CONFLICTS:
        without = left_out.pop(0)
        known = next((c for c in found if not c & without), None)
        if known is None:
            kept = tuple(c for c in claims if c.id not in without)
            if possible(rules, kept):
                continue
            known = frozenset(c.id for c in _shrink(rules, kept))
            found.append(known)
        for claim in sorted(known):
            wider = without | {claim}
            if wider not in seen:
                seen.add(wider)
                left_out.append(wider)
    place = {c.id: i for i, c in enumerate(claims)}
    ordered = [tuple(sorted(c, key=place.__getitem__)) for c in found]
    return sorted(ordered, key=lambda c: (len(c), [place[i] for i in c]))


def _shrink(rules: Structure, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    kept = list(claims)
    for claim in _latest_first(claims):
        fewer = [c for c in kept if c is not claim]
        if not possible(rules, fewer):
            kept = fewer
    return tuple(kept)


def _latest_first(claims: tuple[Claim, ...]) -> Iterator[Claim]:
    yield from reversed(claims)
