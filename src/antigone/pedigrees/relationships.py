"""What one person is to another, in words: 'paternal half-uncle', 'double first cousin', 'unrelated'."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from antigone.pedigrees.connections import Line, connections
from antigone.pedigrees.kin_words import ancestor, cousin, descendant, nephew, sibling, uncle
from antigone.pedigrees.pedigree import Pedigree
from antigone.pedigrees.twins import merge_twins

MOST_NAMES = 3
TIMES = {2: "double", 3: "triple", 4: "quadruple"}
WAYS = {2: "two", 3: "three", 4: "four"}


@dataclass(frozen=True, slots=True)
class Kin:
    """One tie: the nearest shared ancestor is `up` generations above the person and `down` above the other.

    `full` where a couple is shared; `side` is the other's first step ("paternal", "maternal" or "").
    """

    up: int
    down: int
    full: bool
    side: str


def relationships(pedigree: Pedigree) -> Mapping[tuple[str, str], str]:
    """(person, other) → what the person is to the other, for all ordered pairs of different persons."""
    ids = [p.id for p in pedigree.people]
    return {(a, b): relationship(pedigree, a, b) for a in ids for b in ids if a != b}


def relationship(pedigree: Pedigree, person: str, other: str) -> str:
    """What `person` is to `other`: "paternal half-uncle", "first cousin once removed", "unrelated" …

    Several ties are named nearest first, joined by "and". KeyError where one is not of the pedigree.
    """
    found = connections(pedigree, person, other)
    sex = pedigree[person].sex
    if person == other:
        return "the same person"
    if any(p.twin_of is not None for p in pedigree.people):
        _, stands_for = merge_twins(pedigree)
        if stands_for[person] == stands_for[other]:
            return f"identical twin {sibling(sex)}"
    ties, related_couple = _ties(found.lines)
    counts: dict[str, int] = {}
    for tie in sorted(ties, key=lambda t: (t.up + t.down, not t.full)):
        name = _name(tie, sex)
        counts[name] = counts.get(name, 0) + 1
    if not counts:
        return "unrelated"
    names = [_times(name, count) for name, count in counts.items()]
    text = " and ".join(names[:MOST_NAMES])
    if len(names) > MOST_NAMES or not found.complete:
        text += " and in further ways"
    if related_couple:
        text += " (the shared ancestors are related to each other)"
    return text


def _ties(lines: tuple[Line, ...]) -> tuple[list[Kin], bool]:
    """Lines through both of a couple are one full tie; those across the couple only say it is related."""
    below: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Line]] = {}
    for line in lines:
        key = (line.first[:-1], line.second[:-1]) if len(line.first) > 1 < len(line.second) else ()
        below.setdefault(key or (line.first, line.second), []).append(line)
    couples = {
        key: {line.first[-1] for line in same}
        for key, same in below.items()
        if len(same) == 2 and len(same[0].first) > 1 < len(same[0].second)
    }
    ties = []
    related = False
    for key, same in below.items():
        if _crosses(same[0], couples):
            related = True
        elif key in couples:
            ties.append(_kin(same[0], True))
        else:
            ties += [_kin(line, False) for line in same]
    return ties, related


def _crosses(line: Line, couples: Mapping[tuple[tuple[str, ...], tuple[str, ...]], set[str]]) -> bool:
    for (first, second), couple in couples.items():
        longer = len(line.first) > len(first) and len(line.second) > len(second)
        below = line.first[: len(first)] == first and line.second[: len(second)] == second
        if longer and below and {line.first[len(first)], line.second[len(second)]} == couple:
            return True
    return False


def _kin(line: Line, full: bool) -> Kin:
    roles = line.second_roles
    side = {"father": "paternal", "mother": "maternal"}[roles[0]] if roles else ""
    if len(line.first_roles) == 1 == len(roles) and line.first_roles != roles:
        side = ""
    return Kin(len(line.first_roles), len(roles), full, side)


def _name(tie: Kin, sex: str) -> str:
    half = "" if tie.full else "half-"
    side = f"{tie.side} " if tie.side else ""
    if tie.up == 0:
        return (side if tie.down > 1 else "") + ancestor(sex, tie.down)
    if tie.down == 0:
        return descendant(sex, tie.up)
    if tie.up == 1 == tie.down:
        return f"full {sibling(sex)}" if tie.full else f"{side}half-{sibling(sex)}"
    if tie.up == 1:
        return side + uncle(sex, tie.down - 1, half)
    if tie.down == 1:
        return nephew(sex, tie.up - 1, half)
    return ("" if tie.full else "half ") + cousin(tie.up, tie.down)


def _times(name: str, count: int) -> str:
    if count == 1:
        return name
    if "cousin" in name and count in TIMES:
        return f"{TIMES[count]} {name}"
    return f"{name} in {WAYS.get(count, count)} ways"
