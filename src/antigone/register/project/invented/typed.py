"""Families, profiles and the runs of the engine of the invented case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from antigone.cases.settings import Model
from antigone.register.access.author import Author
from antigone.register.access.roles import Role
from antigone.register.field.models import Examination, Presumption, Remains
from antigone.register.identification.freezing import Question
from antigone.register.identification.models import Run
from antigone.register.identification.running import run_engine, run_question
from antigone.register.laboratory.models import FrequencyTable, Profile, Sample, Step
from antigone.register.ledger.record import state, state_all
from antigone.register.people.families import add_relative, consent, members, start_family
from antigone.register.people.models import Family, Kinship, Person, Relative
from antigone.register.project.invented.found import custody_of
from antigone.register.project.invented.missing import People
from antigone.register.project.invented.story import (
    BODY,
    CAVE,
    DIED_DETAINED,
    EFFECTS,
    INVOLVED,
    OTHER_FAMILIES,
    TEETH,
    at,
)
from antigone.register.project.invented.story import MARKERS as HOW_MANY

Genotypes = dict[str, list[str]]
ALLELES = [str(a) for a in range(8, 18)]
# Positions among the dead: the second of each pair is the first one's brother; who has an effect; whose
# remains lie in two bags; who is typed only after the last run.
BROTHERS = ((30, 31), (40, 41))
EFFECT_OF = (25, 35)
SECOND_BAG = {33: 300, 34: 301, 36: 302}
TYPED_LATE = (57, 58, 59, 60)
# Of all other remains, one in so many is not typed yet: what keeps the laboratory's queue filled.
LEFT_OPEN = {37: (), 41: ("extracted",), 53: ("no DNA",), 61: ("extracted", "no profile")}


@dataclass(frozen=True, slots=True)
class Typed:
    """What the decisions rest on."""

    dead: tuple[Person, ...]
    remains: tuple[Remains, ...]
    run: Run


class _Laboratory:
    """Draws genotypes and collects the profiles to enter."""

    def __init__(self, random: Any, laboratory: Author) -> None:
        self.random, self.author = random, laboratory
        drawn = {f"M{m + 1}": _rounded(random.dirichlet(np.full(10, 2.0))) for m in range(HOW_MANY)}
        self.frequencies = {m: np.array(p) / sum(p) for m, p in drawn.items()}
        self.table = state(
            laboratory,
            FrequencyTable(
                code="invented", sha256="",
                frequencies={
                    m: {a: f for a, f in zip(ALLELES, p, strict=True) if f > 0} for m, p in drawn.items()
                },
            ),
        )  # fmt: skip
        self.samples: list[Any] = []
        self.profiles: list[Profile] = []
        self.steps: list[Step] = []

    def founder(self) -> Genotypes:
        """Somebody's genotypes."""
        return {
            m: sorted(self.random.choice(ALLELES, 2, p=p).tolist(), key=int)
            for m, p in self.frequencies.items()
        }

    def child(self, father: Genotypes, mother: Genotypes) -> Genotypes:
        """A child's."""
        return {
            m: sorted(
                (str(self.random.choice(father[m])), str(self.random.choice(mother[m]))), key=int
            )
            for m in self.frequencies
        }  # fmt: skip

    def sample(self, code: str, material: str, genotypes: Genotypes | None, **source: Any) -> None:
        """A sample with its custody, and its profile where there is one."""
        sample = state(self.author, Sample(code=code, material=material, taken_on=date(2021, 2, 1), **source))
        self.samples.append(custody_of(sample, f"B{code}", date(2021, 2, 2)))
        if genotypes is not None:
            self.profile(sample, genotypes)

    def profile(self, sample: Sample, genotypes: Genotypes, on: date = date(2021, 2, 20)) -> None:
        """The profile of a sample, whose DNA was extracted that day."""
        kit = "an invented kit of 20 markers"
        row = Profile(sample=sample, genotypes=genotypes, kit=kit, file="invented.csv", sha256="")
        self.profiles.append(row)
        self.steps.append(Step(sample=sample, kind="extracted", on=on, kit="silica columns"))

    def enter(self) -> None:
        """All that was collected."""
        state_all(self.author, self.samples)
        state_all(self.author, self.steps)
        state_all(self.author, self.profiles)
        self.samples, self.profiles, self.steps = [], [], []


def _rounded(frequencies: Any) -> list[float]:
    """To four places, of sum 1."""
    parts = (frequencies * 10_000).round().astype(int)
    parts[parts.argmax()] += 10_000 - parts.sum()
    return [int(n) / 10_000 for n in parts]


def type_all(by: dict[str, Author], random: Any, people: People, remains: list[Remains]) -> Typed:
    """Examinations, families, profiles, and two runs of the engine."""
    geneticist, interviewer = at(by[Role.GENETICIST], 900), at(by[Role.INTERVIEWER], 700)
    others = people.persons[INVOLVED : INVOLVED + OTHER_FAMILIES]
    dead = (*people.cave, *people.died_detained, *others)
    state_all(
        at(by[Role.LABORATORY], 500),
        [_opinion(b, p, random) for p, b in zip(dead, remains, strict=False)],
    )
    state_all(
        at(by[Role.FIELD], 420),
        [
            Presumption(remains=r, person=p, grounds="papers found on the body (invented)")
            for r, p in zip(remains[210:500], people.persons[INVOLVED + 200 :], strict=False)
        ],
    )
    laboratory = _Laboratory(random, at(by[Role.LABORATORY], 800))
    brother_of = {two: one for one, two in BROTHERS}
    parents: dict[int, tuple[Genotypes, Genotypes]] = {}
    late: list[tuple[Sample, Genotypes]] = []
    for i, (person, body) in enumerate(zip(dead, remains, strict=False)):
        if i in brother_of:
            _add_brother(interviewer, dead[brother_of[i]], person)
            father, mother = parents[brother_of[i]]
        else:
            father, mother = laboratory.founder(), laboratory.founder()
            for relative, genotypes in zip(_family(interviewer, person), (father, mother), strict=True):
                laboratory.sample(f"XR-{relative.code}", "saliva", genotypes, relative=relative)
        parents[i] = (father, mother)
        genotypes = laboratory.child(father, mother)
        if i in EFFECT_OF:
            laboratory.sample(f"XE-{person.code}", "toothbrush", genotypes, owner=person)
        if i in TYPED_LATE:
            late.append((body.samples.get(), genotypes))
        # The ninth of those who died in detention was buried elsewhere: his body is not among the remains.
        elif i != CAVE + DIED_DETAINED - 1:
            laboratory.profile(body.samples.get(), genotypes)
        if i in SECOND_BAG:
            laboratory.profile(remains[SECOND_BAG[i]].samples.get(), genotypes)
    for k in range(6):
        _waiting_sample(laboratory, interviewer, people.persons[INVOLVED + OTHER_FAMILIES + k])
    laboratory.enter()
    run_engine(geneticist, laboratory.table, 4.0)
    _type_the_others(laboratory, remains, {*range(len(dead)), *SECOND_BAG.values()})
    laboratory.enter()
    model = Model(population="invented", theta=0.01)
    run = run_question(at(geneticist, 960), Question(laboratory.table, 4.0, model))
    for sample, genotypes in late:
        laboratory.profile(sample, genotypes, date(2025, 2, 20))
    laboratory.author = at(by[Role.LABORATORY], 2200)
    laboratory.enter()
    return Typed(tuple(dead), tuple(remains), run)


def _type_the_others(laboratory: _Laboratory, remains: list[Remains], done: set[int]) -> None:
    """Remains whose families gave no sample yet: nearly all have a profile, a few wait at some step."""
    own = Sample.objects.of(laboratory.author.investigation).filter(remains__in=remains)
    by_body = {s.remains_id: s for s in own}
    steps = []
    for i, body in enumerate(remains):
        sample = by_body.get(body.pk)
        if i in done or sample is None:
            continue
        still = next((kinds for every, kinds in LEFT_OPEN.items() if i % every == 0), None)
        if still is None:
            laboratory.profile(sample, laboratory.founder(), date(2021, 1, 4) + timedelta(days=i % 80))
            continue
        steps += [
            Step(sample=sample, kind=kind, on=date(2021, 1, 4) + timedelta(days=i % 80 + 20 * n))
            for n, kind in enumerate(still)
        ]
    state_all(laboratory.author, steps)


def _opinion(body: Remains, person: Person, random: Any) -> Examination:
    known = person.descriptions.get()
    age = 1993 - known.born_from.year
    return Examination(
        remains=body,
        examiner="Dr Invented",
        on=date(2020, 7, 1),
        sex=known.sex if random.random() < 0.95 else "unknown",
        age_min=max(15, age - 7),
        age_max=age + 8,
        stature_min_cm=known.stature_min_cm - 2,
        stature_max_cm=known.stature_max_cm + 2,
        teeth=dict(TEETH).get(known.teeth, ""),
        trauma=dict(BODY).get(known.body, ""),
        effects=dict(EFFECTS)[known.effects] if known.effects else "a belt, worn shoes (invented)",
    )


def _family(interviewer: Author, person: Person) -> tuple[Relative, Relative]:
    family = start_family(interviewer, person)
    own = members(family)[0].relative
    father = state(
        interviewer, Relative(family=family, code=f"{family.code}-2", label="father (invented)", sex="male")
    )
    mother = state(
        interviewer, Relative(family=family, code=f"{family.code}-3", label="mother (invented)", sex="female")
    )
    state(interviewer, Kinship(relative=own, father=father, mother=mother))
    for relative in (father, mother):
        consent(interviewer, relative, "sample", True, date(2021, 1, 15))
    if person.code.endswith("5"):
        add_relative(interviewer, own, "sister", "sister (invented)")
    return father, mother


def _add_brother(interviewer: Author, first: Person, second: Person) -> None:
    """Another missing person of the same parents."""
    family = Family.objects.get(relatives__person=first)
    parents = Kinship.objects.standing().get(relative__person=first)
    name = second.names.standing().first()
    brother = state(
        interviewer,
        Relative(
            family=family, person=second, code=second.code, label=str(name),
            sex=second.descriptions.get().sex,
        ),
    )  # fmt: skip
    state(interviewer, Kinship(relative=brother, father=parents.father, mother=parents.mother))


def _waiting_sample(laboratory: _Laboratory, interviewer: Author, person: Person) -> None:
    """A family whose mother gave a sample that waits, and whose father agreed and was not asked yet."""
    _father, mother = _family(interviewer, person)
    laboratory.sample(f"XR-{mother.code}", "saliva", None, relative=mother)
