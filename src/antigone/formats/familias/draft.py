"""A .fam file as the draft of a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from antigone.cases.draft import CaseDraft, GenotypeRow, PersonRow, RemainsRow, genotype_columns
from antigone.cases.settings import Settings
from antigone.errors import InputError
from antigone.formats.familias.content import FamFamily, FamFile, FamPedigree, FamPerson
from antigone.formats.familias.family_notes import MISSING_PERSON, read_missing_note
from antigone.formats.familias.markers import FamMarkers, fam_markers
from antigone.formats.familias.parents import tell_parents

REFERENCE_PEDIGREE = "Reference pedigree"


@dataclass(frozen=True, slots=True)
class FamilyRows:
    """A family of the file as rows of a case."""

    people: tuple[PersonRow, ...]
    genotypes: tuple[GenotypeRow, ...]
    notes: tuple[str, ...]


def fam_draft(fam: FamFile, title: str, hashes: Mapping[str, str]) -> CaseDraft:
    """The draft; InputError naming the line of what a case cannot hold."""
    markers = fam_markers(fam)
    families = [*((fam.plain,) if fam.plain else ()), *fam.families]
    chosen = [_choose(f, f is fam.plain) for f in families]
    uses = Counter(n for f, (p, _) in zip(families, chosen, strict=True) for n in _names(f, p))
    repeated = {n for n, count in uses.items() if count > 1}
    seen: Counter[str] = Counter()
    rows: list[FamilyRows] = []
    for family, (pedigree, notes) in zip(families, chosen, strict=True):
        seen[family.name] += 1
        name = family.name if seen[family.name] == 1 else f"{family.name} [{seen[family.name]}]"
        if fam.plain is not None and family is fam.plain and family.pedigrees and not fam.families:
            name = pedigree.name
        rows.append(_family_rows(fam, family, pedigree, name, repeated, markers, notes))
    remains = tuple(RemainsRow(p.name, p.sex, where=f"{fam.name}, line {p.line}") for p in fam.unidentified)
    genotypes = [g for r in rows for g in r.genotypes]
    genotypes += [g for p in fam.unidentified for g in _genotypes(p, p.name, "remains", markers, {})]
    notes = [*fam.notes, *markers.notes, *(n for r in rows for n in r.notes)]
    kept = [set(_names(f, p)) for f, (p, _) in zip(families, chosen, strict=True)]
    left = Counter(p.name for f, k in zip(families, kept, strict=True) for p in f.persons if p.name not in k)
    notes += [f"{n} of {count} families: neither profile nor relation, left out" for n, count in left.items()]
    if fam.plain is not None and not remains:
        notes.append(
            "the file has no unidentified persons, so there is nothing to identify; to weigh the pedigree "
            "against one in which a person is unrelated, convert with --missing PERSON"
        )
    return CaseDraft(
        Settings(title=title, model=markers.model, markers=markers.settings),
        markers.frequencies,
        tuple(p for r in rows for p in r.people),
        genotype_columns(genotypes, fam.name),
        remains,
        tuple(notes),
        hashes,
        fam.name,
    )


def _choose(family: FamFamily, plain: bool) -> tuple[FamPedigree, list[str]]:
    """The pedigree that stands for the family; the others are told in notes."""
    if not family.pedigrees:
        return FamPedigree(REFERENCE_PEDIGREE, ()), []
    own = [p for p in family.pedigrees if p.name != REFERENCE_PEDIGREE]
    chosen = family.pedigrees[0] if plain or not own else own[0]
    pairs = {(r.parent, r.child, r.twin) for r in chosen.relations}
    others = [
        p
        for p in family.pedigrees
        if p is not chosen and {(r.parent, r.child, r.twin) for r in p.relations} != pairs
    ]
    return chosen, [
        f"family {family.name}: pedigree '{chosen.name}' is kept; '{p.name}' is not ({p.in_words()})"
        for p in others
    ]


def _names(family: FamFamily, pedigree: FamPedigree) -> list[str]:
    """The persons kept: those of the file but unlinked placeholders, then those the pedigree adds."""
    linked = {n for r in pedigree.relations for n in (r.parent, r.child)}
    linked |= {MISSING_PERSON, *read_missing_note(family.note)[0]}
    own = [p.name for p in family.persons if not _placeholder(p, linked)]
    added = [n for n, _ in pedigree.extras]
    added += [n for r in pedigree.relations for n in (r.parent, r.child)]
    return list(dict.fromkeys(own + added))


def _placeholder(person: FamPerson, linked: set[str]) -> bool:
    """Familias adds "Missing male 1" … for templates; unlinked and untyped they say nothing."""
    return person.name.startswith("Missing ") and not person.genotypes and person.name not in linked


def _family_rows(
    fam: FamFile, family: FamFamily, pedigree: FamPedigree, name: str, repeated: set[str],
    markers: FamMarkers, notes: list[str],
) -> FamilyRows:  # fmt: skip
    missing, remark = read_missing_note(family.note)
    persons = {p.name: p for p in family.persons}
    names = _names(family, pedigree)
    sexes = {n: persons[n].sex if n in persons else dict(pedigree.extras).get(n, "unknown") for n in names}
    renamed = dict(zip([MISSING_PERSON, *list(missing)[1:]], missing, strict=False))
    for old, new in renamed.items():
        if old in sexes and sexes[old] == "unknown":
            sexes[old] = missing[new]
    parents = tell_parents(fam.name, sexes, [r for r in pedigree.relations if not r.twin])
    twins = {r.child: r.parent for r in pedigree.relations if r.twin}
    ids = {n: renamed.get(n, f"{n} ({name})" if n in repeated else n) for n in names}
    people, genotypes = [], []
    for n in names:
        person = persons.get(n)
        origin = twins.get(n, n)
        status = _status(n, person, ids[n] in missing)
        people.append(
            PersonRow(
                name, ids[n], _id(ids, parents.father.get(n, parents.father.get(origin))),
                _id(ids, parents.mother.get(n, parents.mother.get(origin))), parents.sexes[n], status,
                _id(ids, twins.get(n)), {"born": person.born} if person and person.born else {},
                f"{fam.name}, line {person.line if person else family.line}",
            )
        )  # fmt: skip
        if person is not None:
            dropout = {x.name: x.dropout for x in fam.loci} if person.dropouts else {}
            genotypes += _genotypes(person, ids[n], "reference", markers, dropout)
    notes = [*notes, *(f"family {name}: {n}" for n in parents.notes)]
    if remark:
        notes.append(f"family {name}, note of the file: {remark}")
    return FamilyRows(tuple(people), tuple(genotypes), tuple(notes))


def _id(ids: Mapping[str, str], name: str | None) -> str | None:
    return None if name is None else ids[name]


def _status(name: str, person: FamPerson | None, noted: bool) -> str:
    typed = person is not None and bool(person.genotypes)
    if noted or name == MISSING_PERSON or (name.startswith("Missing ") and not typed):
        return "missing"
    return "reference" if typed else ""


def _genotypes(
    person: FamPerson, subject: str, kind: str, markers: FamMarkers, dropout: Mapping[str, float]
) -> list[GenotypeRow]:
    return [
        GenotypeRow(
            subject, kind, g.system, g.allele1, g.allele2, dropout=dropout.get(g.system) or None, row=g.line
        )
        for g in person.genotypes
        if g.system not in markers.left_out
    ]


def check_kinds(fam: FamFile) -> None:
    """InputError for a file that is a frequency database alone."""
    if fam.plain is None and not fam.families and not fam.unidentified:
        raise InputError(
            f"{fam.name}: the file holds a frequency database and no persons; add persons in Familias and "
            "save again"
        )
