"""Submissions become testimonies with their claims: all of a file or nothing, none twice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.models import ProtectedIdentity
from antigone.register.access.roles import Right
from antigone.register.sources.claiming import Claimed, check_claim, record_claim
from antigone.register.sources.extracting import extract_text
from antigone.register.sources.interviews.submissions import Submission
from antigone.register.sources.interviews.telling import told
from antigone.register.sources.models import Claim, Particular, Source, Testimony
from antigone.register.sources.passages import mark
from antigone.register.sources.proposals import accept
from antigone.register.sources.taking import Incoming, take_in

INSTANCE = "instanceID"
_ABOUT = ("place", "when", "subject", "fate", "other", "relation", "thing", "extent")
_POSITION = re.compile(r"(-?[0-9]{1,2}(?:\.[0-9]+)?) (-?[0-9]{1,3}(?:\.[0-9]+)?)(?: .*)?")


@dataclass(frozen=True, slots=True)
class Plan:
    """What entering a file would do: interviews that are new, and those that are in the record already."""

    new: tuple[Submission, ...]
    known: tuple[Submission, ...]


def plan(author: Author, submissions: Sequence[Submission]) -> Plan:
    """A dry run; InputError names the interview, the claim in it, and what would be right."""
    author.require(Right.SOURCES)
    held = set(
        Particular.objects.standing()
        .of(author.investigation)
        .filter(name=INSTANCE, value__in=[s.instance for s in submissions])
        .values_list("value", flat=True)
    )
    new = tuple(s for s in submissions if s.instance not in held)
    for submission in new:
        _testimony(author, submission)
        _claims(submission)
    return Plan(new, tuple(s for s in submissions if s.instance in held))


@transaction.atomic
def enter(
    author: Author, received_from: str, submissions: Sequence[Submission], skip_known: bool
) -> list[Source]:
    """Enters every interview, or nothing.

    Raises InputError where one is wrong, or in the record already and not to be skipped.
    """
    found = plan(author, submissions)
    if found.known and not skip_known:
        listed = ", ".join(s.instance for s in found.known[:5])
        raise InputError(
            f"{len(found.known)} of these interviews are in the record already ({listed}); "
            "choose to leave them out, or send a file without them"
        )
    return [_enter(author, received_from, s) for s in found.new]


def _enter(author: Author, received_from: str, submission: Submission) -> Source:
    testimony = _testimony(author, submission)
    said = submission.interview
    title = f"Interview of {said['held_on']} by {said['interviewer']}"
    incoming = Incoming(
        Source.Kind.TESTIMONY, title[:500], received_from,
        f"{submission.instance.removeprefix('uuid:')}.xml", "ODK",
        about={"date": said["held_on"], "language": said.get("language", "")[:60]}, testimony=testimony,
    )  # fmt: skip
    source = take_in(author, incoming, [submission.original]).source
    extract_text(author, source)
    accept(author, source, INSTANCE, submission.instance, proposed=False)
    if submission.replaces:
        accept(author, source, "replaces the interview", submission.replaces, proposed=False)
    _text, spans = told(submission)
    speaker = str(testimony["witness"] or testimony["witness_name"])
    for (claimed, picture), span in zip(_claims(submission, speaker), spans, strict=True):
        claim = record_claim(author, mark(author, source, *span), claimed)
        if picture in submission.pictures:
            _picture(author, received_from, source, claim, picture, submission.pictures[picture])
    return source


def _picture(
    author: Author, received_from: str, source: Source, claim: Claim, name: str, data: bytes
) -> Source:
    """A picture that came with a claim is a source of its own, seen by whoever may see the testimony."""
    named = source.visibility.standing().first()
    incoming = Incoming(
        Source.Kind.PHOTO, f"Picture to {claim.code}", received_from, name, "ODK",
        who=named.who if named else "named", about={"origin": f"taken at the interview {source.code}"},
    )  # fmt: skip
    return take_in(author, incoming, [data]).source


def _testimony(author: Author, submission: Submission) -> dict[str, Any]:
    said = submission.interview
    for key, what in (("interviewer", "who held it"), ("witness", "who testified"), ("held_on", "the day")):
        if not said.get(key):
            raise InputError(f"{submission.instance}: does not say {what}")
    try:
        held_on = date.fromisoformat(said["held_on"][:10])
    except ValueError:
        raise InputError(f"{submission.instance}: '{said['held_on']}' is no day; write 2031-03-02") from None
    if said.get("consent") not in Testimony.Consent.values:
        allowed = ", ".join(Testimony.Consent.values)
        raise InputError(
            f"{submission.instance}: '{said.get('consent', '')}' is no level of consent; choose of {allowed}"
        )
    own = ProtectedIdentity.objects.filter(investigation=author.investigation)
    witness = own.filter(pseudonym__iexact=said["witness"]).first()
    return {"witness": witness, "witness_name": "" if witness else said["witness"][:300],
            "interviewer": said["interviewer"][:300], "held_on": held_on,
            "consent": said["consent"]}  # fmt: skip


def _claims(submission: Submission, speaker: str = "the witness") -> list[tuple[Claimed, str]]:
    """The claims, checked, and the name of the picture that goes with each."""
    found = []
    for number, said in enumerate(submission.claims, start=1):
        try:
            claimed = Claimed(
                said.get("kind", ""), said.get("statement", ""), [speaker, said.get("told_by", "")],
                said.get("words", ""), _about(said),
            )  # fmt: skip
            check_claim(claimed)
        except InputError as error:
            raise InputError(f"{submission.instance}: claim {number}: {error}") from None
        found.append((claimed, said.get("picture", "")))
    return found


def _about(said: Mapping[str, str]) -> dict[str, Any]:
    about: dict[str, Any] = {k: said[k] for k in _ABOUT if said.get(k)}
    for key in ("least", "most"):
        if said.get(key):
            if not re.fullmatch(r"[0-9]{1,9}", said[key]):
                raise InputError(f"'{said[key]}' is no count; write a whole number")
            about[key] = int(said[key])
    if said.get("position"):
        place = _POSITION.fullmatch(said["position"])
        if place is None:
            raise InputError(f"'{said['position']}' is no position; write latitude and longitude in degrees")
        about |= {"latitude": float(place[1]), "longitude": float(place[2])}
    return about
