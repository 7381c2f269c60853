"""Which claims cannot all hold: minimal sets of them, smallest first."""

from __future__ import annotations

from collections.abc import Iterator

from antigone.accounts.certificates import smallest_conflict
from antigone.accounts.counting import Structure, possible
from antigone.accounts.forest import Forest
from antigone.accounts.group import Claim

MOST_CONFLICTS = 20
LARGEST, LARGEST_IN_FOREST = 10_000, 100_000
"""Counts beyond which a proof could hide the use of a claim within its tolerance of a millionth."""
MOST_TRIED = 4000
"""Sets of claims that are tried one by one where fractions of people would agree and people do not."""


def conflicts(rules: Structure, claims: tuple[Claim, ...]) -> list[tuple[str, ...]]:
    """Minimal contradictory sets, all of them up to 20; ids in the order of the claims.

    Where parts and wholes form a forest: first pairs of claims of one part, then, if there are more, those
    that their proofs give. Where wholes overlap or a search ends at its limit, some may be left.
    """
    forest = Forest(rules)
    if not forest.circle_free:
        return _ordered(_tried(rules, claims, _proved(rules, claims, [], False)), claims)
    found = _pairs(claims)[:MOST_CONFLICTS]
    if forest.more_than_pairs(rules.parts, claims):
        found = _proved(rules, claims, found, True)
    return _ordered(found or _tried(rules, claims, []), claims)


def _pairs(claims: tuple[Claim, ...]) -> list[frozenset[str]]:
    """Two claims of one part that no count of it agrees with."""

    def apart(one: Claim, other: Claim) -> bool:
        return one.most is not None and one.part == other.part and one.most < other.least

    return [
        frozenset([one.id, other.id])
        for i, one in enumerate(claims)
        for other in claims[i + 1 :]
        if apart(one, other) or apart(other, one)
    ]


def _proved(
    rules: Structure, claims: tuple[Claim, ...], known: list[frozenset[str]], forest: bool
) -> list[frozenset[str]]:
    """The conflicts known and those that even fractions of people contradict."""
    found = list(known)
    if max(max(c.least, c.most or 0) for c in claims) > (LARGEST_IN_FOREST if forest else LARGEST):
        return _tried(rules, claims, found)
    while len(found) < MOST_CONFLICTS:
        more = smallest_conflict(rules, claims, found, forest)
        if more is None:
            return found
        kept = tuple(c for c in claims if c.id in more)
        if possible(rules, kept):
            return _tried(rules, claims, found)
        found.append(frozenset(c.id for c in _shrink(rules, kept)))
    return found


def _ordered(found: list[frozenset[str]], claims: tuple[Claim, ...]) -> list[tuple[str, ...]]:
    place = {c.id: i for i, c in enumerate(claims)}
    ordered = [tuple(sorted(c, key=place.__getitem__)) for c in found]
    return sorted(ordered, key=lambda c: (len(c), [place[i] for i in c]))


def _tried(rules: Structure, claims: tuple[Claim, ...], known: list[frozenset[str]]) -> list[frozenset[str]]:
    """The conflicts known and those that leaving out claims reaches.

    The hitting-set duality of Reiter (1987): every further conflict avoids one claim of each conflict
    known, so branching on the claims to leave out reaches them all.
    """
    found = list(known)
    left_out: list[frozenset[str]] = [frozenset()]
    seen = {frozenset[str]()}
    tried = 0
    while left_out and len(found) < MOST_CONFLICTS and tried < MOST_TRIED:
        without = left_out.pop(0)
        conflict = next((c for c in found if not c & without), None)
        if conflict is None:
            kept = tuple(c for c in claims if c.id not in without)
            tried += 1
            if possible(rules, kept):
                continue
            conflict = frozenset(c.id for c in _shrink(rules, kept))
            found.append(conflict)
        for claim in sorted(conflict):
            wider = without | {claim}
            if wider not in seen:
                seen.add(wider)
                left_out.append(wider)
    return found


def _shrink(rules: Structure, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    kept = list(claims)
    for claim in _latest_first(claims):
        fewer = [c for c in kept if c is not claim]
        if not possible(rules, fewer):
            kept = fewer
    return tuple(kept)


def _latest_first(claims: tuple[Claim, ...]) -> Iterator[Claim]:
    yield from reversed(claims)
