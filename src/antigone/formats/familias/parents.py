"""Parents of a .fam file told apart into fathers and mothers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from antigone.errors import InputError
from antigone.formats.familias.content import FamRelation

OTHER = {"male": "female", "female": "male"}


@dataclass(frozen=True, slots=True)
class Parents:
    """`father`, `mother`: child → parent; `sexes` with those that follow from a co-parent's."""

    father: Mapping[str, str]
    mother: Mapping[str, str]
    sexes: Mapping[str, str]
    notes: tuple[str, ...]


def tell_parents(place: str, sexes: Mapping[str, str], relations: Sequence[FamRelation]) -> Parents:
    """Raises InputError naming the line of a third parent or of two parents of one sex."""
    of: dict[str, list[str]] = {}
    for r in relations:
        parents = of.setdefault(r.child, [])
        if r.parent not in parents:
            parents.append(r.parent)
        if len(parents) > 2:
            raise InputError(f"{place}, line {r.line}: {r.child} has three parents: {', '.join(parents)}")
        stated = [s for s in (sexes[p] for p in parents) if s != "unknown"]
        if len(stated) == 2 and stated[0] == stated[1]:
            raise InputError(
                f"{place}, line {r.line}: {' and '.join(parents)}, parents of {r.child}, are both "
                f"{stated[0]}; correct a sex or a relation in Familias"
            )
    certain = _propagate(dict(sexes), of)
    roles, notes = dict(certain), []
    for parents in of.values():
        for parent in parents:
            if roles[parent] == "unknown":
                roles[parent] = "male"
                roles = _propagate(roles, of)
                notes.append(f"the sex of {parent}, a parent, is not stated; taken for a father")
    for child, parents in of.items():
        if len(parents) == 2 and roles[parents[0]] == roles[parents[1]]:
            raise InputError(
                f"{place}: the sexes of the parents {' and '.join(parents)} of {child} contradict those of "
                "other couples; state them in Familias"
            )
    return Parents(
        {c: p for c, parents in of.items() for p in parents if roles[p] == "male"},
        {c: p for c, parents in of.items() for p in parents if roles[p] == "female"},
        certain,
        tuple(notes),
    )


def _propagate(sexes: dict[str, str], of: Mapping[str, list[str]]) -> dict[str, str]:
    couples = [p for p in of.values() if len(p) == 2]
    changed = True
    while changed:
        changed = False
        for a, b in couples + [[b, a] for a, b in couples]:
            if sexes[a] != "unknown" and sexes[b] == "unknown":
                sexes[b] = OTHER[sexes[a]]
                changed = True
    return sexes
