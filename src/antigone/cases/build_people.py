"""Families of a draft, checked: ids, parents, sexes, twins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from antigone.cases.draft import PersonRow
from antigone.errors import InputError
from antigone.pedigrees.pedigree import Pedigree, Person, build_pedigree


@dataclass(frozen=True, slots=True)
class Families:
    """Pedigrees by family name, and missing person → family."""

    pedigrees: Mapping[str, Pedigree]
    missing: Mapping[str, str]


def build_families(rows: Sequence[PersonRow]) -> Families:
    """Raises InputError naming the row of a duplicate id, an unknown or foreign parent, a cycle …"""
    home: dict[str, PersonRow] = {}
    members: dict[str, list[PersonRow]] = {}
    for row in rows:
        if row.id in home:
            earlier = home[row.id]
            place = "in this family" if earlier.family == row.family else f"in family {earlier.family}"
            raise InputError(
                f"{row.where}: the id '{row.id}' was used before {place} ({earlier.where}); "
                "ids are unique in a case"
            )
        home[row.id] = row
        members.setdefault(row.family, []).append(row)
    for row in rows:
        for role, other in (("father", row.father), ("mother", row.mother), ("twin", row.twin_of)):
            if other is not None:
                _check_member(row, role, other, home)
    pedigrees = {family: _build(family, people) for family, people in members.items()}
    return Families(pedigrees, {r.id: r.family for r in rows if r.status == "missing"})


def _check_member(row: PersonRow, role: str, other: str, home: Mapping[str, PersonRow]) -> None:
    if other not in home:
        raise InputError(f"{row.where}: {role} '{other}' of '{row.id}' has no row; add one")
    if home[other].family != row.family:
        raise InputError(
            f"{row.where}: {role} '{other}' of '{row.id}' belongs to family {home[other].family}; "
            "a person belongs to one family"
        )


def _build(family: str, rows: Sequence[PersonRow]) -> Pedigree:
    people = [Person(r.id, r.father, r.mother, r.sex, r.twin_of) for r in rows]
    try:
        return build_pedigree(family, people)
    except InputError as error:
        named = [r for r in rows if f"'{r.id}'" in str(error)]
        raise InputError(f"{(named or rows)[-1].where}: {error}") from error
