"""What a family says of a person's place, for every genotype of the references, by the tables of `search`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.pedigrees.pedigree import Pedigree
from antigone.quality.samples import Samples
from antigone.search.families import NO_PROFILE
from antigone.search.peeling import family_arrays
from antigone.search.plan import Plan, compile_plan
from antigone.search.shapes import family_shape
from antigone.search.tables import peeled_tables

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Question:
    """Whom the place of `person` fits; `sample_of` names the sample that each other typed person shows."""

    pedigree: Pedigree
    person: str
    sample_of: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PlaceTables:
    """Answers to n questions, theta left out.

    `log10_lr` (n, codes): log10 P(genotype | this place) − log10 P(genotype | unrelated), 0 where untyped;
    `log_evidence` (n, markers): ln P(what the others show). Both only where `answered` (n, markers).
    """

    log10_lr: Floats
    log_evidence: Floats
    answered: NDArray[np.bool_]


def place_tables(samples: Samples, questions: Sequence[Question]) -> PlaceTables:
    """The tables of questions without loops or identical twins; others are not answered."""
    plans: dict[int, int] = {}
    known: list[Plan] = []
    plan, query, person, start = [], [], [], [0]
    for question in questions:
        found = family_shape(question.pedigree, question.person, question.sample_of)
        compiled = compile_plan(found[0]) if found else None
        if found is None or compiled is None:
            plan.append(-1)
            query.append(0)
        else:
            number = plans.setdefault(id(compiled), len(plans))
            if number == len(known):
                known.append(compiled)
            plan.append(number)
            query.append(found[0].query)
            shown = (question.sample_of.get(p) for p in found[1])
            person += [NO_PROFILE if s is None else samples.table.position(s) for s in shown]
        start.append(len(person))
    arrays = family_arrays(
        known,
        np.array(plan, dtype=np.int64),
        np.array(query, dtype=np.int64),
        np.array(start, dtype=np.int64),
        np.array(person, dtype=np.int64),
        samples.table.codes,
    )
    tables, log_evidence, left_over = peeled_tables(samples.alphabet, arrays)
    return PlaceTables(tables, log_evidence, ~left_over)
