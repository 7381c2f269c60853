"""Families edited by relation: "her mother's brother" adds him, and the grandparents they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from antigone.errors import InputError
from antigone.pedigrees.pedigree import Pedigree, build_pedigree
from antigone.pedigrees.pedigree import Person as PedigreePerson
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.codes import codes
from antigone.register.ledger.record import alone, state, supersede
from antigone.register.people.models import Consent, Family, Kinship, Person, Relative

SEX = {"father": "male", "brother": "male", "son": "male",
       "mother": "female", "sister": "female", "daughter": "female", "child": "unknown"}  # fmt: skip
RELATIONS = (*SEX, "husband", "wife")


@dataclass(frozen=True, slots=True)
class Member:
    """A relative and their parents, as the family stands now."""

    relative: Relative
    father: Relative | None
    mother: Relative | None


def members(family: Family) -> list[Member]:
    """All members, in the order they were entered."""
    rows = {
        r.pk: r
        for r in Relative.objects.standing().filter(family=family).select_related("person", "identity")
    }
    parents = {
        k.relative_id: k
        for k in Kinship.objects.standing().filter(relative__family=family).order_by("made_at")
    }
    ordered = sorted(rows.values(), key=lambda r: (r.made_at, r.code))
    return [
        Member(r, rows.get(getattr(parents.get(r.pk), "father_id", None)),
               rows.get(getattr(parents.get(r.pk), "mother_id", None)))
        for r in ordered
    ]  # fmt: skip


def pedigree_of(family: Family) -> Pedigree:
    """The engine's pedigree; InputError for a family that cannot be (somebody their own ancestor)."""
    return build_pedigree(
        family.code,
        [
            PedigreePerson(
                m.relative.code, m.father and m.father.code, m.mother and m.mother.code, m.relative.sex
            )
            for m in members(family)
        ],
    )


@alone()
def start_family(author: Author, person: Person) -> Family:
    """A family with the missing person as its first member."""
    author.require(Right.REPORT)
    if Relative.objects.standing().filter(person=person).exists():
        raise InputError(f"{person} has a family already; add relatives to it")
    family = state(author, Family(code=next(codes(author.investigation, Family, "F"))))
    description = person.descriptions.standing().first()
    name = person.names.standing().first()
    state(
        author,
        Relative(
            family=family, person=person, code=person.code, label=str(name or person),
            sex=description.sex if description else "unknown",
        ),
    )  # fmt: skip
    return family


@alone()
def add_relative(author: Author, start: Relative, relation: str, label: str, **details: Any) -> Relative:
    """Adds `start`'s relative by a chain such as "mother's brother"; who lies between is added unnamed.

    Raises InputError for a relation that is none, or a parent who is known already.
    """
    author.require(Right.REPORT)
    steps = relation.lower().replace("’s", "'s").replace("'s", "").split()
    if not steps or any(s not in RELATIONS for s in steps):
        raise InputError(
            f"'{relation}' is not a relation; chain {', '.join(RELATIONS)}, such as \"mother's brother\""
        )
    if not label.strip():
        raise InputError("name the relative, by pseudonym where the name must stay unknown")
    here = start
    for step in steps[:-1]:
        here = _known(here, step) or _add(author, here, step, "")
    last = steps[-1]
    if last in ("father", "mother") and (known := _known(here, last)) is not None:
        if known.label:
            raise InputError(
                f"the {last} of {here.label or here.code} is {known.label}; correct that row instead"
            )
        return supersede_label(author, known, label)
    added = _add(author, here, last, label.strip(), **details)
    pedigree_of(start.family)
    return added


def supersede_label(author: Author, relative: Relative, label: str) -> Relative:
    """Gives an unnamed link of the pedigree a name, keeping its number and kin."""
    new = supersede(author, relative, label=label.strip())
    for kinship in Kinship.objects.standing().filter(relative__family=relative.family):
        changes = {
            role: new
            for role in ("relative", "father", "mother")
            if getattr(kinship, f"{role}_id") == relative.pk
        }
        if changes:
            supersede(author, kinship, **changes)
    return new


def consent(author: Author, relative: Relative, purpose: str, given: bool, on: Any) -> Consent:
    """What a relative agrees to, or takes back; the newest for a purpose counts."""
    author.require(Right.REPORT)
    old = Consent.objects.standing().filter(relative=relative, purpose=purpose).first()
    if old:
        return supersede(author, old, given=given, on=on)
    return state(author, Consent(relative=relative, purpose=purpose, given=given, on=on))


def _kinship(relative: Relative) -> Kinship | None:
    return Kinship.objects.standing().filter(relative=relative).select_related("father", "mother").first()


def _known(relative: Relative, role: str) -> Relative | None:
    if role not in ("father", "mother"):
        return None
    kinship = _kinship(relative)
    return getattr(kinship, role) if kinship else None


def _parents(author: Author, relative: Relative) -> tuple[Relative, Relative]:
    kinship = _kinship(relative)
    if kinship and kinship.father and kinship.mother:
        return kinship.father, kinship.mother
    father = kinship.father if kinship and kinship.father else _place(author, relative.family, "", "male")
    mother = kinship.mother if kinship and kinship.mother else _place(author, relative.family, "", "female")
    _set_parents(author, relative, father, mother)
    return father, mother


def _set_parents(author: Author, child: Relative, father: Relative, mother: Relative) -> None:
    old = _kinship(child)
    if old:
        supersede(author, old, father=father, mother=mother)
    else:
        state(author, Kinship(relative=child, father=father, mother=mother))


def _add(author: Author, here: Relative, role: str, label: str, **details: Any) -> Relative:
    if role in ("father", "mother"):
        father, mother = _parents(author, here)
        link = father if role == "father" else mother
        return supersede_label(author, link, label) if label else link
    if role in ("brother", "sister"):
        father, mother = _parents(author, here)
        added = _place(author, here.family, label, SEX[role], **details)
        _set_parents(author, added, father, mother)
        return added
    if role in ("husband", "wife"):
        return _place(author, here.family, label, "male" if role == "husband" else "female", **details)
    added = _place(author, here.family, label, SEX[role], **details)
    partner = _partner(author, here)
    father, mother = (partner, here) if here.sex == "female" else (here, partner)
    _set_parents(author, added, father, mother)
    return added


def _partner(author: Author, here: Relative) -> Relative:
    side, other = ("mother", "father") if here.sex == "female" else ("father", "mother")
    shared = Kinship.objects.standing().filter(**{side: here}).select_related(other).first()
    if shared and getattr(shared, other):
        return getattr(shared, other)
    return _place(author, here.family, "", "male" if here.sex == "female" else "female")


def _place(author: Author, family: Family, label: str, sex: str, **details: Any) -> Relative:
    count = Relative.objects.filter(family=family, supersedes__isnull=True).count()
    return state(
        author, Relative(family=family, code=f"{family.code}-{count + 1}", label=label, sex=sex, **details)
    )


def relatives_asked(family: Family) -> Sequence[Member]:
    """The members who have a name and are not the missing: those whom one can ask for a sample."""
    return [m for m in members(family) if m.relative.label and m.relative.person_id is None]
