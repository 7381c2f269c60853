"""The invented case that shows the record at work: no person, place or event in it exists."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from django.db import transaction

from antigone.register.access.author import Author, author_of
from antigone.register.access.models import Investigation
from antigone.register.access.opening_up import add_member, create_user, open_investigation
from antigone.register.access.roles import Role
from antigone.register.access.vault import protect
from antigone.register.decisions.deciding import propose, sign
from antigone.register.decisions.models import Identification
from antigone.register.field.hazards import import_hazards
from antigone.register.field.models import Examination, Presumption, Remains, Site
from antigone.register.field.recovering import add_site
from antigone.register.identification.running import run_engine
from antigone.register.laboratory.models import Custody, FrequencyTable, Profile, Sample
from antigone.register.ledger.record import state, state_all
from antigone.register.people.families import add_relative, consent, members, start_family
from antigone.register.people.models import Event, Group, Kinship, LocatedAlive, Person, Relative
from antigone.register.people.reporting import Reported, report_many
from antigone.register.project.invented_names import invented_name
from antigone.register.returns.returning import agree, hand_over, notify

SLUG = "invented-valley"
REPORTED, RECOVERED = 4000, 1500
CAVE, DETAINED, DIED_DETAINED, SAFE = 12, 14, 9, 36
OTHER_FAMILIES = 40
MARKERS = 20
VILLAGES = (
    "Upper Alder",
    "Lower Alder",
    "Birchford",
    "Cedar Mill",
    "Long Meadow",
    "Three Wells",
    "Oakham Bridge",
)
DATES = ["1993-07", "1993-07~", "summer 1993", "1993-07-14"]
FIRST_DAY = datetime(2019, 3, 1, 9, tzinfo=UTC)


@transaction.atomic
def fill(seed: int) -> tuple[Investigation, str]:
    """Fills the record; the investigation and the password that all its invented users share."""
    random = np.random.default_rng(seed)
    password = secrets.token_urlsafe(12)
    coordinator = create_user("demo-coordinator", password)
    investigation = open_investigation(coordinator, SLUG, "The invented valley", invented=True)
    lead = author_of(coordinator, investigation, "invented example")
    by = {Role.COORDINATOR: lead}
    for role in Role.values:
        if role != Role.COORDINATOR:
            user = create_user(f"demo-{role}", password, by=coordinator)
            add_member(lead, user, role)
            by[role] = author_of(user, investigation, "invented example")
    second = create_user("demo-reviewer-2", password, by=coordinator)
    add_member(lead, second, Role.REVIEWER)
    by["second"] = author_of(second, investigation, "invented example")
    persons, cave, detained = _people(_at(by[Role.COORDINATOR], 0), random)
    remains = _field(_at(by[Role.FIELD], 400), random)
    _compare(by, random, persons, cave, detained, remains)
    return investigation, password


def _at(author: Author, days: int) -> Author:
    return replace(author, at=FIRST_DAY + timedelta(days=days))


def _people(lead: Author, random: Any) -> tuple[list[Person], list[Person], list[Person]]:
    titles = ["The Lower cave", *(f"The road from {v}" for v in VILLAGES)]
    events = state_all(
        lead,
        [
            Event(code=f"E-{i:05}", title=f"{t} (invented)", when="1993-07~", place=v)
            for i, (t, v) in enumerate(zip(titles, ("Lower Alder", *VILLAGES), strict=True), start=1)
        ],
    )
    counts = (
        ("Those in the cave", "died there", CAVE),
        ("The detained", "were detained", DETAINED),
        ("Of the detained", "died in detention", DIED_DETAINED),
        ("Those who fled", "reached safety", SAFE),
    )
    state_all(
        lead,
        [
            Group(event=events[0], title=t, fate=f, least=n, most=n, source="invented testimony 3")
            for t, f, n in counts
        ],
    )
    involved = CAVE + DETAINED + SAFE
    said = []
    for i in range(REPORTED):
        event = events[0] if i < involved else events[1 + int(random.integers(len(VILLAGES)))]
        sex = "male" if random.random() < 0.7 else "female"
        born = int(random.integers(1930, 1985))
        said.append(
            Reported(
                invented_name(random, sex),
                {
                    "event": event,
                    "place": event.place,
                    "last_seen": str(random.choice(DATES)),
                    "latitude": float(40 + random.normal(0, 0.05)),
                    "longitude": float(45 + random.normal(0, 0.05)),
                    "radius_m": 2000,
                    "reporter": "a relative (invented)",
                },
                {
                    "sex": sex,
                    "birth": str(born),
                    "stature_min_cm": int(random.integers(150, 175)),
                    "stature_max_cm": int(random.integers(176, 192)),
                },
            )
        )
    persons = report_many(lead, said)
    cave, detained = persons[:CAVE], persons[CAVE : CAVE + DETAINED]
    alive = [*persons[CAVE + DETAINED : involved], *detained[DIED_DETAINED:], *persons[3700:3900]]
    state_all(
        _at(lead, 200),
        [LocatedAlive(person=p, when="1993", source="came to the office (invented)") for p in alive],
    )
    protect(lead, "Witness 3", {"name": "Invented Witness", "reach": "through the liaison"})
    return persons, cave, detained[:DIED_DETAINED]


def _field(field: Author, random: Any) -> list[Remains]:
    sites = [
        add_site(field, "The Lower cave", 40.01, 45.02),
        add_site(field, "The yard of the old mill", 40.03, 45.01),
    ]
    sites += [
        add_site(
            field,
            f"Field {i} near {random.choice(VILLAGES)}",
            float(40 + random.normal(0, 0.04)),
            float(45 + random.normal(0, 0.04)),
        )
        for i in range(1, 31)
    ]
    import_hazards(field, "invented-areas.geojson", json.dumps(_areas(random)))
    at: list[Site] = [sites[0]] * CAVE + [sites[1]] * DIED_DETAINED
    at += [sites[2 + int(random.integers(30))] for _ in range(RECOVERED - len(at))]
    remains = list(
        state_all(
            field,
            [
                Remains(
                    code=f"R-{i:05}",
                    site=s,
                    recovered_on=date(2020, 4, 1) + timedelta(days=i % 300),
                    description="a body (invented)",
                )
                for i, s in enumerate(at, start=1)
            ],
        )
    )
    samples = state_all(
        field,
        [
            Sample(code=f"X-{i:05}", remains=r, material="femur", taken_on=r.recovered_on)
            for i, r in enumerate(remains, start=1)
        ],
    )
    state_all(
        field,
        [_custody(s, f"A{i:06}", s.taken_on) for i, s in enumerate(samples, start=1)],
    )
    return remains


def _custody(sample: Sample, seal: str, on: date) -> Custody:
    when = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return Custody(
        sample=sample,
        step=1,
        giver="field team",
        receiver="laboratory",
        when=when,
        place="the laboratory",
        seal=seal,
    )


def _areas(random: Any) -> dict[str, Any]:
    features = []
    for i in range(1, 13):
        east, north, size = 45 + random.normal(0, 0.05), 40 + random.normal(0, 0.05), 0.004
        ring = [
            [east, north],
            [east + size, north],
            [east + size, north + size],
            [east, north + size],
            [east, north],
        ]
        status = ("suspected", "confirmed", "cleared")[i % 3]
        features.append(
            {
                "type": "Feature",
                "properties": {"id": f"HA-{i}", "status": status, "date": "2018-05-01"},
                "geometry": {"type": "Polygon", "coordinates": [[list(map(float, p)) for p in ring]]},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def _compare(
    by: dict[str, Author],
    random: Any,
    persons: list[Person],
    cave: list[Person],
    detained: list[Person],
    remains: list[Remains],
) -> None:
    laboratory, geneticist = _at(by[Role.LABORATORY], 800), _at(by[Role.GENETICIST], 900)
    alleles = [str(a) for a in range(8, 18)]
    frequencies = {f"M{m + 1}": random.dirichlet(np.full(10, 2.0)).round(4).tolist() for m in range(MARKERS)}
    table = state(
        laboratory,
        FrequencyTable(
            code="invented",
            sha256="",
            frequencies={
                m: {a: f for a, f in zip(alleles, p, strict=True) if f > 0} for m, p in frequencies.items()
            },
        ),
    )
    first_other = CAVE + DETAINED + SAFE
    dead = [*cave, *detained, *persons[first_other : first_other + OTHER_FAMILIES]]
    state_all(
        _at(by[Role.LABORATORY], 500),
        [_opinion(body, person, random) for person, body in zip(dead, remains, strict=False)],
    )
    state_all(
        _at(by[Role.FIELD], 420),
        [
            Presumption(remains=r, person=p, grounds="papers found on the body (invented)")
            for r, p in zip(remains[200:500], persons[first_other + 200 :], strict=False)
        ],
    )
    genotypes = {m: np.array(p) / sum(p) for m, p in frequencies.items()}
    profiles, custody = [], []
    for number, (person, body) in enumerate(zip(dead, remains, strict=False)):
        father, mother = _family(_at(by[Role.INTERVIEWER], 700), person)
        typed = {}
        for relative in (father, mother):
            code = f"XR-{relative.code}"
            sample = state(
                laboratory, Sample(code=code, relative=relative, material="saliva", taken_on=date(2021, 2, 1))
            )
            typed[relative.pk] = {
                m: sorted(random.choice(alleles, 2, p=p).tolist(), key=int) for m, p in genotypes.items()
            }
            custody.append(_custody(sample, f"B{code}", date(2021, 2, 2)))
            profiles.append(
                Profile(sample=sample, genotypes=typed[relative.pk], file="invented.csv", sha256="")
            )
        child = {
            m: sorted(
                (str(random.choice(typed[father.pk][m])), str(random.choice(typed[mother.pk][m]))), key=int
            )
            for m in genotypes
        }
        # The ninth of those who died in detention was buried elsewhere: his body is not among the remains.
        if number != CAVE + DIED_DETAINED - 1:
            profiles.append(
                Profile(sample=body.samples.get(), genotypes=child, file="invented.csv", sha256="")
            )
    state_all(laboratory, custody)
    state_all(laboratory, profiles)
    run = run_engine(geneticist, table, 4.0)
    for number, candidate in enumerate(
        run.candidates.select_related("remains", "person").order_by("-log10_lr")[:30]
    ):
        day = 1000 + 20 * number
        proposal = propose(
            _at(geneticist, day),
            candidate.remains,
            candidate.person,
            "parents and child (invented)",
            candidate,
        )
        if number >= 27:
            continue
        sign(_at(by[Role.REVIEWER], day + 5), proposal, "approved")
        if number >= 25:
            continue
        sign(_at(by["second"], day + 6), proposal, "approved")
        identification = Identification.objects.get(proposal=proposal)
        liaison, told = _at(by[Role.LIAISON], day + 12), (FIRST_DAY + timedelta(days=day + 12)).date()
        if number < 20:
            notify(liaison, identification, "the parents", "a visit", told)
            agree(liaison, identification, "the parents", "a quiet burial", told)
        if number < 16:
            hand_over(
                liaison,
                identification,
                told,
                True,
                giver="laboratory",
                receiver="the parents",
                place=VILLAGES[0],
                receipt=f"REC-{number + 1}",
            )


def _opinion(body: Remains, person: Person, random: Any) -> Examination:
    known = person.descriptions.get()
    age = 1993 - known.born_from.year
    return Examination(
        remains=body,
        examiner="Dr Invented",
        on=date(2020, 8, 1),
        sex=known.sex if random.random() < 0.95 else "unknown",
        age_min=max(15, age - 7),
        age_max=age + 8,
        stature_min_cm=known.stature_min_cm - 2,
        stature_max_cm=known.stature_max_cm + 2,
        effects="a belt, worn shoes (invented)",
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
