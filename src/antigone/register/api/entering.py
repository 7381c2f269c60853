"""What programs may enter, through the services that the pages use: the same rules, the same ledger."""

from datetime import date, datetime
from functools import partial
from typing import Any, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import File, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from antigone.register.api.routes import router
from antigone.register.api.said import Because
from antigone.register.field.models import Remains, Site
from antigone.register.field.recovering import add_site, recover
from antigone.register.laboratory.custody import pass_on, take_sample
from antigone.register.laboratory.models import Sample
from antigone.register.laboratory.profiling import import_profiles
from antigone.register.ledger.facts import Fact
from antigone.register.people.models import Event, Person, Relative
from antigone.register.people.reporting import Reported, add_name, locate_alive, report_missing

post = partial(router.post, tags=["entering"])
Short = Field(max_length=200)
Long = Field("", max_length=20_000)


class Made(Schema):
    """The row that was entered."""

    id: UUID
    code: str | None = None


class PersonIn(Because):
    """A report of somebody missing; dates in EDTF or as said: 1993, spring 1993."""

    names: list[str] = Field(min_length=1, max_length=20)
    sex: Literal["male", "female", "unknown"] = "unknown"
    birth: str = Field("", max_length=60)
    reporter: str = Field("", max_length=200)
    last_seen: str = Field("", max_length=60)
    place: str = Field("", max_length=200)
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)
    radius_m: int | None = Field(None, ge=0, le=1_000_000)
    circumstances: str = Long
    event: UUID | None = None


class NameIn(Because):
    """One more name."""

    text: str = Field(max_length=1000)
    note: str = Field("", max_length=200)


class AliveIn(Because):
    """Found alive: when, and how it is known."""

    when: str = Field("", max_length=60)
    source: str = Field(max_length=20_000)


class SiteIn(Because):
    """A site and where it lies."""

    title: str = Short
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    radius_m: int = Field(10, ge=1, le=1_000_000)
    event: UUID | None = None


class RemainsIn(Because):
    """Remains recovered at a site; without a number the next free one is given."""

    site: UUID
    recovered_on: date
    description: str = Long
    code: str | None = Field(None, min_length=1, max_length=30)


class SampleIn(Because):
    """A sample of remains, of a relative who agreed, or of an owner's effect: one of the three."""

    material: str = Field(max_length=100)
    taken_on: date
    remains: UUID | None = None
    relative: UUID | None = None
    owner: UUID | None = None
    code: str = Field("", max_length=40)


class CustodyIn(Because):
    """The sample passes from one to the next."""

    giver: str = Short
    receiver: str = Short
    when: datetime
    place: str = Field("", max_length=200)
    seal: str = Field(max_length=60)


class ProfilesOut(Schema):
    """What an import of profiles entered: samples with a new profile, and those known as they are."""

    entered: list[str]
    known: list[str]


def _one(request: Any, model: type[Fact], key: UUID | None) -> Any:
    if key is None:
        return None
    return get_object_or_404(model.objects.of(request.auth.investigation).standing(), pk=key)


def _author(request: Any, said: Because) -> Any:
    return request.auth.because(said.reason) if said.reason.strip() else request.auth


@post("/persons", response={201: Made}, summary="Report a missing person")
def person(request: Any, said: PersonIn) -> Any:
    """Right: enter reports, persons and families."""
    report = said.dict(exclude={"names", "sex", "birth", "reason", "event"})
    report["event"] = _one(request, Event, said.event)
    described = {"sex": said.sex, "birth": said.birth}
    return Status(201, report_missing(_author(request, said), Reported(said.names, report, described)))


@post("/persons/{uuid:key}/names", response={201: Made}, summary="Add a name")
def name(request: Any, key: UUID, said: NameIn) -> Any:
    """Right: enter reports, persons and families."""
    return Status(201, add_name(_author(request, said), _one(request, Person, key), said.text, said.note))


@post(
    "/persons/{uuid:key}/located-alive",
    response={201: Made},
    summary="Say that a person lives",
    tags=["entering"],
)
def alive(request: Any, key: UUID, said: AliveIn) -> Any:
    """Right: enter reports, persons and families."""
    return Status(
        201, locate_alive(_author(request, said), _one(request, Person, key), said.when, said.source)
    )


@post("/sites", response={201: Made}, summary="Enter a site")
def site(request: Any, said: SiteIn) -> Any:
    """Right: enter sites, hazards and recoveries."""
    place = {"radius_m": said.radius_m, "event": _one(request, Event, said.event)}
    return Status(201, add_site(_author(request, said), said.title, said.latitude, said.longitude, **place))


@post("/remains", response={201: Made}, summary="Enter recovered remains")
def remains(request: Any, said: RemainsIn) -> Any:
    """Right: enter sites, hazards and recoveries."""
    found = recover(_author(request, said), _one(request, Site, said.site), said.recovered_on,
                    said.description, code=said.code)  # fmt: skip
    return Status(201, found)


@post("/samples", response={201: Made}, summary="Enter a sample")
def sample(request: Any, said: SampleIn) -> Any:
    """Right: enter samples, custody and profiles."""
    of = {"remains": _one(request, Remains, said.remains), "relative": _one(request, Relative, said.relative),
          "owner": _one(request, Person, said.owner)}  # fmt: skip
    return Status(
        201, take_sample(_author(request, said), said.material, said.taken_on, code=said.code, **of)
    )


@post("/samples/{uuid:key}/custody", response={201: Made}, summary="Pass a sample on", tags=["entering"])
def custody(request: Any, key: UUID, said: CustodyIn) -> Any:
    """Right: enter samples, custody and profiles. Refused: a gap in the chain, a seal used before."""
    row = pass_on(_author(request, said), _one(request, Sample, key), said.giver, said.receiver, said.when,
                  place=said.place, seal=said.seal)  # fmt: skip
    return Status(201, row)


@post(
    "/profiles",
    response={201: ProfilesOut},
    summary="Import a laboratory's file of profiles",
    tags=["entering"],
)
def profiles(request: Any, file: File[UploadedFile]) -> Any:
    """The file whole or not at all. Right: enter samples, custody and profiles."""
    found = import_profiles(request.auth, file.name or "profiles.csv", file.read())
    return Status(201, {"entered": sorted(found.new), "known": list(found.known)})
