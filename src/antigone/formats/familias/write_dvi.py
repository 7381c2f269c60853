"""The DVI section of a .fam file, written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from antigone.cases.draft import PersonRow
from antigone.formats.familias.family_notes import MISSING_PERSON, write_missing_note
from antigone.formats.familias.profiles import Genotypes, Profiles

GENDERS = {"male": "Male", "female": "Female", "unknown": "Unknown"}


def dvi_section(
    families: Mapping[str, Sequence[PersonRow]], remains: Mapping[str, str], profiles: Profiles
) -> list[str]:
    """The lines from [DVI] to [Prior]; `remains` maps id to sex."""
    lines = ["[DVI]", "[[Unidentified persons]]", f"nPersons= {len(remains)}"]
    for i, (name, sex) in enumerate(remains.items(), start=1):
        lines += _person(f"Person {i} ", 3, name, sex, profiles.of["remains"].get(name, {}))
    missing = {f: _missing(people) for f, people in families.items()}
    lines += ["[[Notes]]", f"nFamilies= {len(families)}"]
    lines += [write_missing_note(m) for m in missing.values()]
    lines += ["[[Reference Families]]", f"nFamilies= {len(families)}"]
    for i, (family, people) in enumerate(families.items(), start=1):
        lines += [f"[[[Family {i} ]]]", f"Name= {family}"]
        lines += _family(people, next(iter(missing[family]), None), profiles)
    return [*lines, "[Prior]", "UseList= Yes", f"Size= {len(remains)}"]


def _missing(people: Sequence[PersonRow]) -> dict[str, str]:
    """id → sex, the one to be called "Missing person" first."""
    found = {p.id: p.sex for p in people if p.status == "missing"}
    first = MISSING_PERSON if MISSING_PERSON in found else next(iter(found), None)
    return {first: found[first], **found} if first is not None else {}


def _family(people: Sequence[PersonRow], main: str | None, profiles: Profiles) -> list[str]:
    def name(person: str) -> str:
        return MISSING_PERSON if person == main else person

    pairs = [(name(p), name(c.id)) for c in people for p in (c.father, c.mother) if p is not None]
    linked = {n for pair in pairs for n in pair}
    typed = profiles.of["reference"]
    # Familias has "Missing person" in relations alone, unless there is more to say.
    listed = [p for p in people if p.id != main or typed.get(p.id) or MISSING_PERSON not in linked]
    lines = ["[[[[Persons]]]]", f"nPersons= {len(listed)}"]
    for i, p in enumerate(listed, start=1):
        lines += _person(f"Person {i}", 5, name(p.id), p.sex, typed.get(p.id, {}))
    relations = [line for parent, child in pairs for line in (f"Parent= {parent}", f"Child= {child}")]
    lines += ["[[[[Pedigrees]]]]", "nPedigrees= 2"]
    for i, title in enumerate(("Reference pedigree", "Pedigree"), start=1):
        lines += [f"[[[[[Pedigree {i}]]]]]", f"Name= {title}", f"nRelations= {len(pairs)}", *relations]
    return lines


def _person(title: str, depth: int, name: str, sex: str, genotypes: Genotypes) -> list[str]:
    lines = ["[" * depth + title + "]" * depth, f"Name= {name}", f"Gender= {GENDERS[sex]}"]
    lines += ["[" * (depth + 1) + "DNA data" + "]" * (depth + 1), f"nSystems= {len(genotypes)}"]
    for marker, alleles in genotypes.items():
        lines.append(f"SystemName= {marker}")
        lines += [f"Allele{i}= {'Rest allele' if a == 'rest' else a}" for i, a in enumerate(alleles, start=1)]
    return lines
