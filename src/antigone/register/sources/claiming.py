"""Recording what a passage says, who says it, and on what other claim it rests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.db import transaction

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.codes import codes
from antigone.register.ledger.record import retract, state
from antigone.register.people.dates import uncertain_date
from antigone.register.people.models import Event
from antigone.register.people.names import search_key
from antigone.register.sources.models import Citation, Claim, Comparison, Passage, Source
from antigone.register.sources.seeing import require_visible

_NEEDS: dict[str, tuple[tuple[str, ...], str]] = {
    Claim.Kind.EVENT: (
        ("event", "place", "when"),
        "an event needs a place, a date or the event it belongs to",
    ),
    Claim.Kind.FATE: (("person", "subject", "part"), "say whose fate it is"),
    Claim.Kind.COUNT: (("part", "subject"), "say who or what is counted"),
    Claim.Kind.SITE: (("place",), "say where the site is"),
    Claim.Kind.DAMAGE: (("thing",), "say what was damaged"),
    Claim.Kind.CALL: (("statement",), ""),
    Claim.Kind.TIME: (("statement",), ""),
    Claim.Kind.RELATION: (("subject",), "say who is related"),
}


@dataclass(frozen=True, slots=True)
class Claimed:
    """What is recorded of a claim; `about` are further fields of Claim."""

    kind: str
    statement: str
    speakers: Sequence[str]
    words: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def record_claim(author: Author, passage: Passage, said: Claimed) -> Claim:
    """Enters a claim; InputError for one that says nothing, or whose chain of speakers runs in a circle."""
    author.require(Right.SOURCES)
    require_visible(author, passage.source)
    about = check_claim(said)
    return state(
        author,
        Claim(code=next(codes(author.investigation, Claim, "C")), passage=passage, kind=said.kind,
              words=said.words.strip()[:200], **about),
    )  # fmt: skip


def check_claim(said: Claimed) -> dict[str, Any]:
    """The fields of Claim that say what is claimed and by whom; InputError as `record_claim`."""
    if said.kind not in Claim.Kind.values:
        raise InputError(f"'{said.kind}' is no kind of claim; choose one of {', '.join(Claim.Kind.values)}")
    statement = " ".join(said.statement.split())
    if not statement:
        raise InputError("write in a sentence what is claimed")
    about = _checked(said.kind, dict(said.about) | {"statement": statement})
    return about | {"speakers": checked_speakers(said.speakers)}


def start_event(author: Author, title: str, when: str = "", place: str = "") -> Event:
    """An event of which claims speak; the one of that name where there is one."""
    author.require(Right.SOURCES)
    title = " ".join(title.split())[:200]
    if not title:
        raise InputError("give the event a name that takes no side")
    held = Event.objects.standing().of(author.investigation).filter(title__iexact=title).first()
    if held is not None:
        return held
    dated = uncertain_date(when).edtf if when else ""
    code = next(codes(author.investigation, Event, "E"))
    return state(author, Event(code=code, title=title, when=dated, place=place[:200]))


def withdraw_claim(author: Author, claim: Claim) -> Claim:
    """The claim was recorded wrongly; it stays, and counts no more. InputError without a reason."""
    author.require(Right.SOURCES)
    if len(author.reason) < 5:
        raise InputError("say why the claim is withdrawn; the reason stands in the ledger")
    return retract(author, claim)


@transaction.atomic
def cite(author: Author, citing: Claim, cited: Claim) -> Citation:
    """One claim rests on another; InputError where that would make it rest on itself."""
    author.require(Right.SOURCES)
    rests: dict[Any, set[Any]] = {}
    for c in Citation.objects.standing().of(author.investigation):
        rests.setdefault(c.citing_id, set()).add(c.cited_id)
    if cited.pk in rests.get(citing.pk, ()):
        return Citation.objects.standing().get(citing=citing, cited=cited)
    rests.setdefault(citing.pk, set()).add(cited.pk)
    try:
        TopologicalSorter(rests).prepare()
    except CycleError as error:
        by_id = {c.pk: c.code for c in Claim.objects.filter(pk__in=error.args[1])}
        circle = " → ".join(by_id[i] for i in reversed(error.args[1]))
        raise InputError(f"the chain of citation would run in a circle: {circle}") from None
    return state(author, Citation(citing=citing, cited=cited))


def compare(author: Author, claim: Claim, before: Source, after: Source) -> Comparison:
    """Pictures before and after the damage that a claim speaks of."""
    author.require(Right.SOURCES)
    if claim.kind != Claim.Kind.DAMAGE:
        raise InputError(f"{claim.code} is not about damage; pictures before and after belong to such claims")
    for picture in (before, after):
        require_visible(author, picture)
        if not picture.media_type.startswith("image/"):
            raise InputError(f"{picture.code} is no picture; choose a photograph")
    return state(author, Comparison(claim=claim, before=before, after=after))


def checked_speakers(speakers: Sequence[str]) -> list[str]:
    """The chain, from who says it here to who knew; InputError for none, and for one who cites themselves."""
    chain = [" ".join(s.split())[:300] for s in speakers if s.strip()]
    if not chain:
        raise InputError("say according to whom; a claim without a speaker cannot be recorded")
    keys = [search_key(s) for s in chain]
    for i, key in enumerate(keys):
        if key in keys[:i]:
            raise InputError(f"the chain of speakers runs in a circle: {' → '.join(chain)}")
    return chain


def _checked(kind: str, about: dict[str, Any]) -> dict[str, Any]:
    needed, what = _NEEDS[kind]
    if not any(about.get(n) for n in needed):
        raise InputError(what)
    if kind == Claim.Kind.FATE and about.get("fate") not in Claim.Fate.values:
        raise InputError(f"say what became of them: one of {', '.join(Claim.Fate.values)}")
    if kind == Claim.Kind.RELATION and not (about.get("other") and about.get("relation")):
        raise InputError("say to whom they are related, and as what")
    if kind == Claim.Kind.DAMAGE and not about.get("extent"):
        raise InputError("say how far it was damaged (destroyed, partly, looted …)")
    _check_count(kind, about)
    if (about.get("latitude") is None) != (about.get("longitude") is None):
        raise InputError("give both latitude and longitude, or neither")
    if about.get("latitude") is not None and not (
        -90 <= about["latitude"] <= 90 and -180 <= about["longitude"] <= 180
    ):
        raise InputError(f"latitude {about['latitude']}, longitude {about['longitude']} is no place on Earth")
    if about.get("when"):
        dated = uncertain_date(about["when"])
        about |= {"when": dated.edtf, "earliest": dated.earliest, "latest": dated.latest}
    return about


def _check_count(kind: str, about: dict[str, Any]) -> None:
    least, most = about.get("least"), about.get("most")
    if kind == Claim.Kind.COUNT and least is None and most is None:
        raise InputError("give the count, or the least or most it may be")
    if least is not None and most is not None and least > most:
        raise InputError(f"at least {least} and at most {most} cannot both be; exchange the two")
