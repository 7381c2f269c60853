"""Sites, hazards, remains and their samples of the invented case."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.field.hazards import import_hazards
from antigone.register.field.models import Bone, Remains, Site
from antigone.register.field.recovering import add_site, enter_item, plan_operation
from antigone.register.laboratory.models import Custody, Sample
from antigone.register.ledger.record import state_all
from antigone.register.project.invented.story import (
    CAVE,
    DIED_DETAINED,
    EAST,
    NORTH,
    RECOVERED,
    VILLAGES,
    at,
    day,
)

MIDDLE = ("skull", "pelvis")
ITEMS = (
    "a silver ring, engraved",
    "a key",
    "a pair of glasses",
    "a prayer book",
    "a child's shoe",
    "a wrist watch, stopped",
    "a comb",
    "an identity card, not readable",
)
BONES = ("skull", "femur", "tibia", "humerus", "pelvis", "radius")


def dig(field: Author, random: Any) -> list[Remains]:
    """Sites, hazard areas, remains with an inventory, a sample of each; the cave first, then the mill."""
    sites = [
        add_site(field, "The Lower cave", NORTH + 0.01, EAST + 0.02),
        add_site(field, "The yard of the old mill", NORTH + 0.03, EAST + 0.01),
    ]
    for i in range(1, 31):
        village = int(random.integers(len(VILLAGES)))
        north, east = NORTH + 0.02 * (village - 3), EAST - 0.03 * (village - 3)
        sites.append(
            add_site(
                field, f"Field {i} near {VILLAGES[village]}", float(north + random.normal(0, 0.008)),
                float(east + random.normal(0, 0.008)),
            )
        )  # fmt: skip
    import_hazards(field, "invented-areas.geojson", json.dumps(_areas(random)))
    places: list[Site] = [sites[0]] * CAVE + [sites[1]] * DIED_DETAINED
    places += [sites[2 + int(random.integers(30))] for _ in range(RECOVERED - len(places))]
    remains = list(
        state_all(
            field,
            [
                Remains(
                    code=f"R-{i:05}",
                    site=s,
                    recovered_on=date(2019, 6, 1) + timedelta(days=i % 300),
                    description="a body (invented)" if i % 7 else "parts of a body (invented)",
                )
                for i, s in enumerate(places, start=1)
            ],
        )
    )
    state_all(
        field,
        [
            Bone(remains=r, bag="1", element=element, side="" if element in MIDDLE else "left", count=1)
            for i, r in enumerate(remains[:200])
            for element in (BONES if i % 7 else BONES[1:3])
        ],
    )  # fmt: skip
    samples = state_all(
        field,
        [
            Sample(code=f"X-{i:05}", remains=r, material="femur", taken_on=r.recovered_on)
            for i, r in enumerate(remains[:-12], start=1)
        ],
    )
    for i, thing in enumerate(ITEMS):
        enter_item(
            field,
            remains[3 * i].site,
            f"{thing} (invented)",
            remains[3 * i].recovered_on,
            remains=remains[3 * i],
        )
    state_all(field, [custody_of(s, f"A{i:06}", s.taken_on) for i, s in enumerate(samples, start=1)])
    return remains


def custody_of(sample: Sample, seal: str, on: date) -> Custody:
    """The first step of custody: from the field to the laboratory."""
    when = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return Custody(
        sample=sample, step=1, giver="field team", receiver="laboratory", when=when, place="the laboratory",
        seal=seal,
    )  # fmt: skip


def watch_hazards(field: Author, remains: list[Remains]) -> None:
    """Work is planned; then an area is reported beside one of the sites, so that it must stop there."""
    planned = at(field, 2300)
    done = []
    for site in Site.objects.of(field.investigation).standing().order_by("code"):
        try:
            done.append(plan_operation(planned, site, "recovery", day(2400)).site)
        except InputError:
            continue
        if len(done) == 4:
            break
    place = done[-1].locations.standing().get()
    area = _area("HA-90", place.longitude, place.latitude, "suspected", "2025-06-01")
    text = json.dumps({"type": "FeatureCollection", "features": [area]})
    import_hazards(at(field, 2320), "reported-by-a-shepherd.geojson", text)


def _areas(random: Any) -> dict[str, Any]:
    features = []
    for i in range(1, 13):
        east, north = float(EAST + random.normal(0, 0.05)), float(NORTH + random.normal(0, 0.05))
        status = ("suspected", "confirmed", "cleared")[i % 3]
        features.append(_area(f"HA-{i}", east, north, status, "2018-05-01"))
    return {"type": "FeatureCollection", "features": features}


def _area(code: str, east: float, north: float, status: str, since: str) -> dict[str, Any]:
    size = 0.004
    ring = [[east, north], [east + size, north], [east + size, north + size], [east, north + size]]
    return {
        "type": "Feature",
        "properties": {"id": code, "status": status, "date": since},
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
    }
