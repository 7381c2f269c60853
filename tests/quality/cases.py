"""Cases written in a test, built as those of a folder are."""

import msgspec

from antigone.cases.build import build_case
from antigone.cases.draft import CaseDraft, GenotypeRow, PersonRow, RemainsRow, genotype_columns
from antigone.cases.settings import Settings


def case_of(frequencies, families, references=None, remains=None, missing=(), personal=None, **settings):
    """(case, draft) of frequencies {marker: {allele: p}}, families {name: [(id, father, mother, sex)]} and
    profiles {subject: {marker: (allele, allele)}}."""
    people = tuple(
        PersonRow(family, *row, status="missing" if row[0] in missing else "")
        for family, rows in families.items()
        for row in rows
    )
    rows = [
        GenotypeRow(subject, kind, marker, *(a or "" for a in alleles))
        for kind, profiles in (("reference", references), ("personal", personal), ("remains", remains))
        for subject, genotypes in (profiles or {}).items()
        for marker, alleles in genotypes.items()
    ]
    draft = CaseDraft(
        msgspec.convert(settings, Settings),
        frequencies,
        people,
        genotype_columns(rows),
        tuple(RemainsRow(v) for v in remains or {}),
        place="case",
    )
    return build_case(draft), draft
