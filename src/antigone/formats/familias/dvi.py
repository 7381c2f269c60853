"""The DVI section of a .fam file: unidentified persons and reference families."""

from __future__ import annotations

from antigone.formats.familias.content import FamFamily, FamGenotype, FamPedigree, FamPerson, FamRelation
from antigone.formats.familias.loci import allele_name
from antigone.formats.familias.sections import Section

SEXES = {"male": "male", "female": "female", "unknown": "unknown", "undefined": "unknown", "": "unknown"}


def read_unidentified(dvi: Section) -> tuple[FamPerson, ...]:
    """The unidentified persons, in the order of the file."""
    section = dvi.child("Unidentified persons")
    return _distinct([_read_person(p) for p in section.counted("nPersons")], section, "unidentified person")


def read_families(dvi: Section) -> tuple[FamFamily, ...]:
    """The reference families with their pedigrees and the note on each."""
    notes = [s for s in dvi.children if s.title == "Notes"]
    texts = notes[0].raw[1:] if notes else []
    families = []
    for i, section in enumerate(dvi.child("Reference Families").counted("nFamilies")):
        persons = section.child("Persons")
        found = _distinct([_read_person(p) for p in persons.counted("nPersons")], persons, "person")
        pedigrees = tuple(_read_pedigree(p) for p in section.child("Pedigrees").counted("nPedigrees"))
        note = texts[i].strip() if i < len(texts) else ""
        families.append(FamFamily(section.value("Name"), found, pedigrees, section.line, note))
    return tuple(families)


def _distinct(persons: list[FamPerson], section: Section, what: str) -> tuple[FamPerson, ...]:
    seen: set[str] = set()
    for person in persons:
        if not person.name or person.name in seen:
            raise section.error(f"{what} '{person.name}' has no name or occurs twice", person.line)
        seen.add(person.name)
    return tuple(persons)


def _read_person(section: Section) -> FamPerson:
    name, gender = section.value("Name"), section.value("Gender")
    sex = SEXES.get(gender.lower())
    if sex is None:
        raise section.error(f"Gender= {gender} of {name} must be Male, Female or Unknown")
    data = section.child("DNA data")
    count, entries = data.count("nSystems"), data.entries[1:]
    genotypes: list[FamGenotype] = []
    for key, value, line in entries:
        if key == "SystemName":
            genotypes.append(FamGenotype(value, "", "", line))
        elif key not in ("Allele1", "Allele2"):
            raise data.error(
                f"{key}= {value} of {name}: a genotype has SystemName, Allele1 and Allele2", line
            )
    keys = [key for key, _, _ in entries]
    if keys != ["SystemName", "Allele1", "Allele2"] * len(genotypes) or len(genotypes) != count:
        raise data.error(
            f"{name} has nSystems= {count}, and {len(entries)} lines follow where {3 * count} should; "
            "the file is cut or damaged: save it again from Familias",
            data.end,
        )
    values = [allele_name(value) for _, value, _ in entries]
    read = [
        FamGenotype(g.system, values[3 * i + 1], values[3 * i + 2], g.line) for i, g in enumerate(genotypes)
    ]
    twice = [g for i, g in enumerate(read) if g.system in {e.system for e in read[:i]}]
    if twice:
        raise data.error(f"{name} has two genotypes at {twice[0].system}; keep the right one", twice[0].line)
    return FamPerson(name, sex, tuple(read), section.line)


def _read_pedigree(section: Section) -> FamPedigree:
    name, count = section.value("Name"), section.count("nRelations")
    entries = [e for e in section.entries if e[0] not in ("Name", "nRelations")]
    if [key for key, _, _ in entries] != ["Parent", "Child"] * count:
        raise section.error(
            f"pedigree {name} has nRelations= {count}, and {len(entries)} lines follow where {2 * count} "
            "should; the file is cut or damaged: save it again from Familias",
            section.end,
        )
    pairs = zip(entries[::2], entries[1::2], strict=True)
    return FamPedigree(name, tuple(FamRelation(p[1], c[1], p[2]) for p, c in pairs))
