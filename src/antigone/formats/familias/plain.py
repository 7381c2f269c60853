"""The part of a .fam file outside the DVI section: persons by number, pedigrees as hypotheses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from antigone.formats.familias.content import FamGenotype, FamLocus, FamPedigree, FamPerson, FamRelation
from antigone.formats.familias.lines import Lines


@dataclass(frozen=True, slots=True)
class NumberedPerson:
    """A person before the database is known: genotypes are (allele, allele, system, line), from 0."""

    name: str
    male: bool
    born: str
    dropouts: bool
    genotypes: tuple[tuple[int, int, int, int], ...]
    line: int


def read_persons(lines: Lines) -> tuple[NumberedPerson, ...]:
    """The persons of the plain part."""
    # Versions differ in whether a comment line stands before the number of persons.
    if lines.peek().startswith('"'):
        lines.take("a comment")
    persons: dict[str, NumberedPerson] = {}
    for _ in range(lines.integer("the number of persons", 100_000)):
        person = _read_person(lines)
        if not person.name or person.name in persons:
            raise lines.error(
                f"the person's name '{person.name}' is empty or occurs twice; correct it in Familias",
                person.line,
            )
        persons[person.name] = person
    return tuple(persons.values())


def _read_person(lines: Lines) -> NumberedPerson:
    name = lines.text("a person's name")
    line = lines.number
    lines.flag(f"a mark of {name}")
    birth = lines.take(f"the year of birth of {name}")
    year = re.match(r"-?\d+(?=\s|$)", birth)
    if year is None:
        raise lines.error(f'expected the year of birth of {name} or -1, found "{birth}"')
    lines.flag(f"a mark of {name}")
    male = lines.flag(f"the sex of {name}")
    genotypes = []
    for _ in range(lines.integer(f"the number of genotypes of {name}", 100_000)):
        a, b, system = (lines.integer(f"a genotype of {name}") for _ in range(3))
        genotypes.append((a, b, system, lines.number - 2))
    born = year[0] if int(year[0]) > 0 else ""
    return NumberedPerson(name, male, born, "Consider dropouts" in birth, tuple(genotypes), line)


def read_pedigrees(lines: Lines, persons: Sequence[NumberedPerson]) -> tuple[FamPedigree, ...]:
    """The pedigrees, the known relations that all share in each; one of these alone where there is none."""
    header = lines.text('"Known relations"')
    if header != "Known relations":
        raise lines.error(f'expected "Known relations", found "{header}"')
    shared = _extras(lines, "Extra", "")
    names = [p.name for p in persons] + [name for name, _ in shared]
    known = _read_relations(lines, names)
    pedigrees: dict[int, FamPedigree] = {}
    for _ in range(lines.integer("the number of pedigrees", 100_000)):
        number = lines.integer("the number of a pedigree")
        name = lines.text("the name of a pedigree")
        if number in pedigrees:
            raise lines.error(f"pedigree number {number} occurs twice; the file is damaged")
        own = _extras(lines, "Extra", f" in {name}")
        relations = _read_relations(lines, [*names, *(n for n, _ in own)])
        pedigrees[number] = FamPedigree(name, known + relations, shared + own)
    if not pedigrees and (persons or known):
        return (FamPedigree("Known relations", known, shared),)
    return tuple(pedigrees[i] for i in sorted(pedigrees))


def _extras(lines: Lines, word: str, where: str) -> tuple[tuple[str, str], ...]:
    counts = [(sex, lines.integer(f"the number of extra {sex}s", 10_000)) for sex in ("female", "male")]
    return tuple((f"{word} {sex} {i + 1}{where}", sex) for sex, count in counts for i in range(count))


def _read_relations(lines: Lines, names: Sequence[str]) -> tuple[FamRelation, ...]:
    relations = []
    for _ in range(lines.integer("the number of relations")):
        parent = lines.integer("the number of a parent", max(len(names) - 1, 0))
        line, twin = lines.number, "Direct" in lines.peek_back()
        child = lines.integer("the number of a child", max(len(names) - 1, 0))
        if not names:
            raise lines.error("a relation without persons; the file is damaged", line)
        relations.append(FamRelation(names[parent], names[child], line, twin))
    return tuple(relations)


def named_person(lines: Lines, person: NumberedPerson, loci: Sequence[FamLocus]) -> FamPerson:
    """A person with the alleles' names in place of their numbers."""
    genotypes: dict[str, FamGenotype] = {}
    for a, b, system, line in person.genotypes:
        if system >= len(loci):
            raise lines.error(
                f"genotype of {person.name} at system number {system}; the database has {len(loci)}", line
            )
        locus = loci[system]
        alleles = tuple(locus.frequencies)
        if max(a, b) >= len(alleles):
            raise lines.error(
                f"{person.name} has allele number {max(a, b)} at {locus.name}, which has {len(alleles)}", line
            )
        if locus.name in genotypes:
            raise lines.error(f"{person.name} has two genotypes at {locus.name}; keep the right one", line)
        genotypes[locus.name] = FamGenotype(locus.name, alleles[a], alleles[b], line)
    sex = "male" if person.male else "female"
    return FamPerson(person.name, sex, tuple(genotypes.values()), person.line, person.born, person.dropouts)
