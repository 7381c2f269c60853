"""The missing persons of a case, each with the plan of the family, cut into blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.cases.case import Case
from antigone.cases.scoring import family_evidence
from antigone.likelihood.family import ALWAYS_SHORT, check_genotype_likelihoods
from antigone.pedigrees.pedigree import Pedigree
from antigone.search.peeling import FamilyArrays, family_arrays
from antigone.search.plan import Plan, compile_plan
from antigone.search.shapes import Shape, family_shape

NO_PROFILE = -1
SEXES = {"unknown": 0, "male": 1, "female": 2}


@dataclass(frozen=True, slots=True)
class FamilyBlock:
    """Consecutive missing persons, `first` being the position of the first in the case.

    `general` has, by row of the block, (pedigree, missing person, person → row of `arrays.codes`): what
    the general engine needs at the markers that no plan answers. `sexes` (rows,) are codes of SEXES. `shape`
    (rows,) are numbers of `shapes` where there is no peeling plan, -1 elsewhere and with identical twins.
    """

    first: int
    arrays: FamilyArrays
    sexes: NDArray[np.int8]
    general: tuple[tuple[Pedigree, str, dict[str, int]], ...]
    shapes: tuple[Shape, ...]
    shape: NDArray[np.int64]

    @property
    def rows(self) -> int:
        """The number of missing persons."""
        return len(self.arrays.plan)


@dataclass(frozen=True, slots=True)
class Families:
    """All missing persons: plan number (-1: none), query and persons' rows of the reference table."""

    case: Case
    missing: tuple[str, ...]
    plans: tuple[Plan, ...]
    plan: NDArray[np.int64]
    query: NDArray[np.int64]
    person_start: NDArray[np.int64]
    person: NDArray[np.int64]
    sexes: NDArray[np.int8]
    shapes: tuple[Shape, ...]
    shape: NDArray[np.int64]

    def block(self, first: int, last: int) -> FamilyBlock:
        """The missing persons from `first` to before `last`, with no more than they need."""
        starts = self.person_start[first : last + 1]
        person = self.person[starts[0] : starts[-1]]
        names = self.missing[first:last]
        general = [self._general(x) for x in names]
        wanted = set(person[person != NO_PROFILE].tolist())
        for row, (_, _, typed) in enumerate(general):
            # A plan names all the typed; where there is none they are still wanted.
            if self.plan[first + row] < 0:
                wanted.update(typed.values())
        rows = np.array(sorted(wanted), dtype=np.int64)
        rank = {int(r): i for i, r in enumerate(rows)}
        used, plan = np.unique(self.plan[first:last], return_inverse=True)
        plan = plan.reshape(-1).astype(np.int64)
        if len(used) and used[0] < 0:
            used, plan = used[1:], plan - 1
        arrays = family_arrays(
            [self.plans[q] for q in used.tolist()],
            plan,
            self.query[first:last],
            starts - starts[0],
            np.where(person == NO_PROFILE, NO_PROFILE, np.searchsorted(rows, person)).astype(np.int64),
            np.ascontiguousarray(self.case.references.codes[rows]),
        )
        local = tuple(
            (pedigree, x, {p: rank[r] for p, r in typed.items() if r in rank})
            for pedigree, x, typed in general
        )
        shapes, shape = np.unique(self.shape[first:last], return_inverse=True)
        own = shapes[shapes >= 0].tolist()
        return FamilyBlock(
            first,
            arrays,
            self.sexes[first:last],
            local,
            tuple(self.shapes[i] for i in own),
            shape.reshape(-1).astype(np.int64) - (len(shapes) - len(own)),
        )

    def _general(self, missing: str) -> tuple[Pedigree, str, dict[str, int]]:
        pedigree = self.case.families[self.case.missing[missing]]
        references = self.case.references
        typed = {p.id: references.position(p.id) for p in pedigree.people if p.id in references}
        return pedigree, missing, typed


def plan_families(case: Case) -> Families:
    """The plans of all missing persons; shapes alone where theta is above 0 or there is a loop.

    Raises ModelError where loops make a family's likelihood too long, before anything is computed.
    """
    numbers: dict[int, int] = {}
    plans: list[Plan] = []
    plan: list[int] = []
    query: list[int] = []
    person: list[int] = []
    start = [0]
    sexes: list[int] = []
    shapes: dict[Shape, int] = {}
    shape: list[int] = []
    references = case.references
    for missing, family in case.missing.items():
        pedigree = case.families[family]
        sexes.append(SEXES[pedigree[missing].sex])
        found = family_shape(pedigree, missing, references)
        compiled = compile_plan(found[0]) if found and case.theta == 0.0 else None
        if compiled is None:
            if case.theta == 0.0:
                _check_reach(case, pedigree, missing)
            plan.append(-1)
        else:
            number = numbers.setdefault(id(compiled), len(plans))
            if number == len(plans):
                plans.append(compiled)
            plan.append(number)
        without = found is not None and compiled is None
        shape.append(shapes.setdefault(found[0], len(shapes)) if found and without else -1)
        query.append(found[0].query if found else 0)
        if found:
            person += _rows(case, found[1])
        start.append(len(person))
    return Families(
        case,
        tuple(case.missing),
        tuple(plans),
        np.array(plan, dtype=np.int64),
        np.array(query, dtype=np.int64),
        np.array(start, dtype=np.int64),
        np.array(person, dtype=np.int64),
        np.array(sexes, dtype=np.int8),
        tuple(shapes),
        np.array(shape, dtype=np.int64),
    )


def _check_reach(case: Case, pedigree: Pedigree, missing: str) -> None:
    """Looks at the marker of most alleles, which costs most."""
    if len(pedigree.people) <= ALWAYS_SHORT or not case.markers:
        return
    marker = max(case.markers, key=lambda m: len(m.alleles))
    check_genotype_likelihoods(pedigree, marker, family_evidence(case, pedigree.family, marker), missing)


def _rows(case: Case, people: Sequence[str]) -> list[int]:
    references = case.references
    return [references.position(p) if p in references else NO_PROFILE for p in people]
