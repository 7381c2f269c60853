"""How a number follows from claims: a sum and difference of stated counts over the parts of wholes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from antigone.accounts.counting import Bound, Structure, bounds
from antigone.accounts.group import Claim, Group


@dataclass(frozen=True, slots=True)
class Term:
    """A stated count, added (sign 1) or taken away (sign -1)."""

    sign: int
    claim: Claim


def derivations(
    group: Group, rules: Structure, claims: tuple[Claim, ...], found: Mapping[str, Bound]
) -> dict[str, str]:
    """Part or ask → "62 (c1) − 12 (c2) − 14 (c3)", for every exact number that no claim states itself.

    Where a number follows by adding and subtracting along wholes and asks, that is its derivation; where it
    follows from limits alone, the claims that limit it are named, none of which could be left out.
    """
    terms = _known_terms(group, claims)
    asked: dict[str, tuple[Term, ...]] = {}
    for name, parts in group.asks.items():
        if all(p in terms for p in parts):
            asked[name] = tuple(t for p in parts for t in terms[p])
    derived: dict[str, str] = {}
    stated = {c.part for c in claims if c.exact}
    for name, (least, most) in found.items():
        if name in stated or least != most:
            continue
        own = asked.get(name) or terms.get(name)
        wanted = group.asks.get(name, (name,))
        derived[name] = _text(own) if own else _by_limits(least, _limiting(rules, claims, wanted, least))
    return derived


def _limiting(
    rules: Structure, claims: tuple[Claim, ...], wanted: tuple[str, ...], value: int
) -> list[Claim]:
    """Claims that leave this one count, without those that it does not need."""
    kept = list(claims)
    for claim in reversed(claims):
        fewer = tuple(c for c in kept if c is not claim)
        if bounds(rules, fewer, {"": wanted})[""] == (value, value):
            kept = list(fewer)
    return kept


def _known_terms(group: Group, claims: tuple[Claim, ...]) -> dict[str, tuple[Term, ...]]:
    known: dict[str, tuple[Term, ...]] = {}
    for claim in claims:
        if claim.exact:
            known.setdefault(claim.part, (Term(1, claim),))
    grown = True
    while grown:
        grown = False
        for whole in group.wholes:
            members = (whole.of, *whole.parts)
            unknown = [p for p in members if p not in known]
            if len(unknown) != 1:
                continue
            target = unknown[0]
            if target == whole.of:
                known[target] = tuple(t for p in whole.parts for t in known[p])
            else:
                others = [p for p in whole.parts if p != target]
                known[target] = known[whole.of] + tuple(
                    Term(-t.sign, t.claim) for p in others for t in known[p]
                )
            grown = True
    return known


def _text(terms: tuple[Term, ...]) -> str:
    remaining = list(terms)
    for term in terms:
        # A count that is both added and taken away says nothing.
        mirror = Term(-term.sign, term.claim)
        if term in remaining and mirror in remaining:
            remaining.remove(term)
            remaining.remove(mirror)
    ordered = [t for t in remaining if t.sign > 0] + [t for t in remaining if t.sign < 0]
    text = ""
    for term in ordered:
        sign = " − " if term.sign < 0 else " + "
        text += f"{sign if text or term.sign < 0 else ''}{term.claim.least} ({term.claim.id})"
    return text.strip() or "0"


def _by_limits(value: int, claims: list[Claim]) -> str:
    ids = ", ".join(c.id for c in claims)
    return f"{value}, the only count within the limits of {ids}" if ids else f"{value}"
