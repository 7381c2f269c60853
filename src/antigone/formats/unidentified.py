"""Persons of a draft made into missing ones, their profiles into remains: a hypothesis put as a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from antigone.cases.draft import KINDS, CaseDraft, RemainsRow
from antigone.errors import InputError

REFERENCE, REMAINS = KINDS.index("reference"), KINDS.index("remains")


def with_missing(draft: CaseDraft, persons: Sequence[str]) -> CaseDraft:
    """The draft with each of `persons` missing and, where typed, their profile as remains "NAME (profile)".

    The likelihood ratio of these remains weighs the pedigree against the person being unrelated.
    Raises InputError for a person the draft lacks.
    """
    rows = {p.id: p for p in draft.people}
    unknown = [p for p in persons if p not in rows]
    if unknown:
        raise InputError(
            f"--missing {unknown[0]}: {draft.place} has no such person; it has {', '.join(rows) or 'nobody'}"
        )
    columns = draft.genotypes
    subjects, subject, kind = list(columns.subjects), columns.subject.copy(), columns.kind.copy()
    remains = list(draft.remains)
    for person in dict.fromkeys(persons):
        own = np.zeros(len(columns), dtype=bool)
        if person in subjects:
            own = (subject == subjects.index(person)) & (kind == REFERENCE)
        if own.any():
            name = f"{person} (profile)"
            subject[own] = len(subjects)
            kind[own] = REMAINS
            subjects.append(name)
            remains.append(RemainsRow(name, rows[person].sex, where=rows[person].where))
    people = tuple(replace(p, status="missing") if p.id in persons else p for p in draft.people)
    genotypes = replace(columns, subjects=tuple(subjects), subject=subject, kind=kind)
    return replace(draft, people=people, genotypes=genotypes, remains=tuple(remains))
