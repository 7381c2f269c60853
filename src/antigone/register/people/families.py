"""Families edited by relation: "her mother's brother" adds him, and the grandparents they share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from antigone.errors import InputError
from antigone.pedigrees.pedigree import Pedigree, build_pedigree
from antigone.pedigrees.pedigree import Person as PedigreePerson
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.codes import codes
from antigone.register.ledger.record import alone, retract, state, supersede
from antigone.register.people.models import Consent, Couple, Family, Kinship, Person, Relative, Twins

SEX = {"father": "male", "brother": "male", "son": "male", "husband": "male",
       "mother": "female", "sister": "female", "daughter": "female", "wife": "female", "child": "unknown",
       "half-brother": "male", "half-sister": "female"}  # fmt: skip
SIDES = {"father": "paternal", "mother": "maternal"}
RELATIONS = (
    "father", "mother", "brother", "sister", "son", "daughter", "child", "husband", "wife",
    "paternal half-brother", "paternal half-sister", "maternal half-brother", "maternal half-sister",
    "twin brother", "twin sister", "identical twin",
)  # fmt: skip
_SIDE = re.compile(r"(half-(?:brother|sister)) on (?:the|his|her|their) (father|mother)(?:'s)? side")
_ELDERS = {
    f"{side} {elder}": f"{of}'s {step}"
    for of, side in SIDES.items()
    for elder, step in (
        ("uncle", "brother"), ("aunt", "sister"), ("grandfather", "father"), ("grandmother", "mother"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """A relative and their parents, as the family stands now."""

    relative: Relative
    father: Relative | None
    mother: Relative | None
    twin_of: Relative | None = None


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
    identical = Twins.objects.standing().filter(first__family=family, identical=True)
    twins = dict(identical.values_list("second", "first"))
    ordered = sorted(rows.values(), key=lambda r: (r.made_at, r.code))
    return [
        Member(r, rows.get(getattr(parents.get(r.pk), "father_id", None)),
               rows.get(getattr(parents.get(r.pk), "mother_id", None)), rows.get(twins.get(r.pk)))
        for r in ordered
    ]  # fmt: skip


def pedigree_of(family: Family) -> Pedigree:
    """The engine's pedigree; InputError for a family that cannot be (somebody their own ancestor)."""
    return build_pedigree(
        family.code,
        [
            PedigreePerson(
                m.relative.code,
                m.father and m.father.code,
                m.mother and m.mother.code,
                m.relative.sex,
                m.twin_of and m.twin_of.code,
            )  # fmt: skip
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
def add_relative(
    author: Author, start: Relative, relation: str, label: str, other_parent: Relative | None = None
) -> Relative:
    """Adds `start`'s relative by a chain such as "mother's brother"; who lies between is added unnamed.

    `other_parent` is that of a son or daughter, where `start` has had several partners. Raises InputError for
    a relation that is none, a parent who is known already, or a family that cannot be.
    """
    author.require(Right.REPORT)
    if not label.strip():
        raise InputError("name the relative, by pseudonym where the name must stay unknown")
    *between, last = _steps(relation)
    here = start
    for step in between:
        here = _known(here, step) or _add(author, here, step, "", None)
    if last in SIDES and (known := _known(here, last)) is not None:
        if known.label:
            raise InputError(
                f"the {last} of {here.label or here.code} is {known.label}; correct that row instead"
            )
        return renew(author, known, label=label.strip())
    added = _add(author, here, last, label.strip(), other_parent)
    pedigree_of(start.family)
    return added


def _steps(relation: str) -> list[str]:
    """ "half-sister on the father's side" → ["paternal half-sister"]; InputError for what is no relation."""
    text = " ".join(relation.lower().replace("’", "'").split())
    text = re.sub(r"^(?:add )?(?:(?:her|his|their|the) )?", "", text)
    for whole, chain in _ELDERS.items():
        text = re.sub(rf"\b{whole}\b", chain, text)
    text = _SIDE.sub(lambda m: f"{SIDES[m[2]]} {m[1]}", text)
    if re.search(r"(?<!paternal )(?<!maternal )half-", text):
        raise InputError(f"'{relation}': say on whose side, such as \"half-sister on the father's side\"")
    steps, left = [], text.replace("'s", "").strip()
    names = sorted(RELATIONS, key=len, reverse=True)
    while left or not steps:
        step = next((n for n in names if left == n or left.startswith(n + " ")), None)
        if step is None:
            raise InputError(
                f"'{relation}' is not a relation; chain {', '.join(RELATIONS)}, such as \"mother's brother\""
            )
        steps.append(step)
        left = left[len(step) :].strip()
    return steps


@alone()
def correct_relative(
    author: Author,
    relative: Relative,
    label: str,
    sex: str,
    father: Relative | None,
    mother: Relative | None,
) -> Relative:
    """Mends name, sex and parents; InputError for a family that cannot be, then nothing is changed."""
    author.require(Right.REPORT)
    if relative.pk in (father and father.pk, mother and mother.pk):
        raise InputError(f"{relative.label or relative.code} cannot be their own parent")
    if not label.strip() and relative.label:
        raise InputError("the name cannot be emptied")
    if (relative.label, relative.sex) != (label.strip(), sex):
        relative = renew(author, relative, label=label.strip(), sex=sex)
    old = _kinship(relative)
    before = (old.father_id, old.mother_id) if old else (None, None)
    if before != (father and father.pk, mother and mother.pk):
        _set_parents(author, relative, father, mother)
    pedigree_of(relative.family)
    return relative


@alone()
def name_missing(author: Author, relative: Relative, person: Person) -> Relative:
    """The relative is a person reported missing too; InputError if that person stands in a family already."""
    author.require(Right.REPORT)
    if relative.person_id:
        raise InputError(f"{relative.label} is {relative.person} already")
    other = Relative.objects.standing().filter(person=person).select_related("family").first()
    if other is not None:
        raise InputError(f"{person} stands in family {other.family} already; remove them there first")
    name = person.names.standing().first()
    return renew(author, relative, person=person, code=person.code, label=str(name or person))


@alone()
def remove_relative(author: Author, relative: Relative) -> None:
    """Takes a relative out who was entered by mistake; InputError while others depend on the row."""
    author.require(Right.REPORT)
    name = relative.label or relative.code
    _refuse_sampled(relative)
    if Kinship.objects.standing().filter(Q(father=relative) | Q(mother=relative)).exists():
        raise InputError(f"{name} is a parent of others in the family; correct their parents first")
    for row in _rows_about(relative):
        retract(author, row)
    retract(author, relative)


@alone()
def say_twins(author: Author, first: Relative, second: Relative, identical: bool) -> Twins:
    """Two of one birth; identical ones need the same parents and one sex."""
    author.require(Right.REPORT)
    if first == second or first.family_id != second.family_id:
        raise InputError("twins are two members of one family")
    if (
        Twins.objects.standing()
        .filter(Q(first=first, second=second) | Q(first=second, second=first))
        .exists()
    ):
        raise InputError(f"{first} and {second} are twins already")
    row = state(author, Twins(first=first, second=second, identical=identical))
    pedigree_of(first.family)
    return row


def renew(author: Author, relative: Relative, **changes: Any) -> Relative:
    """A new version of a relative's row, to which all rows about the old one point from now on."""
    _refuse_sampled(relative)
    new = supersede(author, relative, **changes)
    for row in _rows_about(relative):
        roles = [f.name for f in row._meta.concrete_fields if f.related_model is Relative]
        supersede(author, row, **{r: new for r in roles if getattr(row, f"{r}_id") == relative.pk})
    return new


def _refuse_sampled(relative: Relative) -> None:
    sample = relative.samples.first()
    if sample is not None:
        raise InputError(
            f"sample {sample} was taken of {relative.label}: whose it is cannot be changed here. "
            "Correct the parents, or enter the right relative beside"
        )


def _rows_about(relative: Relative) -> list[Any]:
    own = Q(relative=relative)
    pair = Q(first=relative) | Q(second=relative)
    return [
        *Kinship.objects.standing().filter(own | Q(father=relative) | Q(mother=relative)),
        *Consent.objects.standing().filter(own),
        *Twins.objects.standing().filter(pair),
        *Couple.objects.standing().filter(pair),
    ]


def consent(author: Author, relative: Relative, purpose: str, given: bool, on: Any) -> Consent:
    """What a relative agrees to, or takes back; the newest for a purpose counts.

    Raises InputError for a day to come.
    """
    author.require(Right.REPORT)
    if on > timezone.localdate():
        raise InputError(f"{on} is in the future; enter what a relative agrees to when they have said it")
    old = Consent.objects.standing().filter(relative=relative, purpose=purpose).first()
    if old:
        return supersede(author, old, given=given, on=on)
    return state(author, Consent(relative=relative, purpose=purpose, given=given, on=on))


@alone()
def retract_consent(author: Author, row: Consent) -> None:
    """The relative was never asked: the answer was another's. InputError where a sample was taken on it."""
    author.require(Right.REPORT)
    if not author.reason:
        raise InputError("say why; the answer stays in the record as retracted")
    # The laboratory's stage lies right of this one; here only whether it has taken a sample counts.
    if row.purpose == Consent.Purpose.SAMPLE and row.relative.samples.standing().exists():
        raise InputError(f"a sample of {row.relative} was taken on this; enter that it is taken back instead")
    retract(author, row)


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


def _set_parents(author: Author, child: Relative, father: Relative | None, mother: Relative | None) -> None:
    old = _kinship(child)
    if old:
        supersede(author, old, father=father, mother=mother)
    else:
        state(author, Kinship(relative=child, father=father, mother=mother))


def _add(author: Author, here: Relative, role: str, label: str, other: Relative | None) -> Relative:
    side, _, plain = role.partition(" ")
    match plain or role:
        case "father" | "mother":
            link = _parents(author, here)[role == "mother"]
            return renew(author, link, label=label) if label else link
        case "brother" | "sister" | "twin":
            sex = here.sex if plain == "twin" else SEX[plain or role]
            added = _place(author, here.family, label, sex)
            _set_parents(author, added, *_parents(author, here))
            if plain:
                state(author, Twins(first=here, second=added, identical=plain == "twin"))
            return added
        case "half-brother" | "half-sister":
            shared = _parents(author, here)[side == "maternal"]
            added = _place(author, here.family, label, SEX[plain])
            partner = _place(author, here.family, "", "female" if side == "paternal" else "male")
            _set_parents(author, added, *_ordered(shared, partner))
            return added
        case "husband" | "wife":
            added = _place(author, here.family, label, SEX[role])
            if here.sex == added.sex:
                raise InputError(f"{here.label or here.code} is {here.sex}: correct the sex, or the relation")
            state(author, Couple(first=here, second=added))
            return added
    added = _place(author, here.family, label, SEX[role])
    _set_parents(author, added, *_ordered(here, other or _partner(author, here)))
    return added


def _ordered(one: Relative, other: Relative) -> tuple[Relative, Relative]:
    """(father, mother)"""
    return (other, one) if one.sex == "female" or other.sex == "male" else (one, other)


def _partner(author: Author, here: Relative) -> Relative:
    """The one with whom `here` has children or is a couple; a new one if none is known."""
    side, other = ("mother", "father") if here.sex == "female" else ("father", "mother")
    shared = Kinship.objects.standing().filter(**{side: here}).select_related(other)
    known = {getattr(k, other).pk: getattr(k, other) for k in shared if getattr(k, other)}
    for couple in Couple.objects.standing().filter(Q(first=here) | Q(second=here)):
        partner = couple.second if couple.first_id == here.pk else couple.first
        known[partner.pk] = partner
    if len(known) > 1:
        names = ", ".join(p.label or p.code for p in known.values())
        raise InputError(f"{here.label or here.code} had several partners ({names}): choose the other parent")
    if known:
        return next(iter(known.values()))
    return _place(author, here.family, "", "male" if here.sex == "female" else "female")


def _place(author: Author, family: Family, label: str, sex: str) -> Relative:
    count = Relative.objects.filter(family=family, supersedes__isnull=True).count()
    row = Relative(family=family, code=f"{family.code}-{count + 1}", label=label, sex=sex)
    return state(author, row)
