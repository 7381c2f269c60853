"""Taking a source in: bytes kept, receipt written, metadata read; the same file twice is one object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import filetype
from django.db import transaction
from django.utils import timezone

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.codes import codes
from antigone.register.ledger.record import state
from antigone.register.people.dates import uncertain_date
from antigone.register.sources import store
from antigone.register.sources.credentials import check_credentials
from antigone.register.sources.exif import exif_of
from antigone.register.sources.models import (
    Custody,
    Metadata,
    Reader,
    Receipt,
    Source,
    Testimony,
    Visibility,
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """What is said of a source when it comes in; `about` are fields of Source, `testimony` of Testimony."""

    kind: str
    title: str
    received_from: str
    file_name: str = ""
    way: str = ""
    who: str = Visibility.Who.MEMBERS
    about: Mapping[str, Any] = field(default_factory=dict)
    testimony: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The source, the receipt, and whether its bytes were here already."""

    source: Source
    receipt: Receipt
    known: bool


def take_in(author: Author, said: Incoming, pieces: Iterable[bytes] | None) -> Taken:
    """Enters a source; `pieces` are its bytes, None for an item. InputError for what cannot be."""
    author.require(Right.SOURCES)
    checked = _checked(said)
    stored = store.put(pieces) if pieces is not None else store.Stored("", 0)
    if pieces is not None and not stored.size:
        raise InputError(f"{said.file_name or said.title}: the file is empty; send it again")
    with transaction.atomic():
        known = Source.objects.standing().of(author.investigation).filter(sha256=stored.sha256).first()
        if not stored.sha256 or known is None:
            source = _new_source(author, said, checked, stored)
            return Taken(source, _receipt(author, said, source), False)
        return Taken(known, _receipt(author, said, known), True)


def pass_on(author: Author, source: Source, values: Mapping[str, Any]) -> Custody:
    """The original goes to another holder; InputError for a giver who does not hold it."""
    author.require(Right.SOURCES)
    last = Custody.objects.standing().filter(source=source).order_by("made_at").last()
    giver, receiver = values["giver"].strip(), values["receiver"].strip()
    if not giver or not receiver:
        raise InputError("say who hands the original over and who receives it")
    if last and last.receiver != giver:
        raise InputError(f"{last.receiver} holds the original, not {giver}; enter that hand-over first")
    if last and values["when"] < last.when:
        raise InputError(
            f"the last hand-over was at {last.when:%Y-%m-%d %H:%M}; this one would come before it"
        )
    return state(author, Custody(source=source, giver=giver, receiver=receiver, when=values["when"],
                                 place=values["place"]))  # fmt: skip


def _new_source(author: Author, said: Incoming, checked: dict[str, Any], stored: store.Stored) -> Source:
    path = store.path_of(stored.sha256) if stored.sha256 else None
    media_type = _media_type(said) if path is None else _sniffed(path, said)
    source = state(
        author,
        Source(code=next(codes(author.investigation, Source, "SRC")), kind=said.kind, sha256=stored.sha256,
               size=stored.size, media_type=media_type, **checked),
    )  # fmt: skip
    named = said.who == Visibility.Who.NAMED
    if said.testimony is not None:
        testimony = state(author, Testimony(source=source, **said.testimony))
        named = named or testimony.consent == Testimony.Consent.INTERVIEWER
    state(author, Visibility(source=source, who=Visibility.Who.NAMED if named else Visibility.Who.MEMBERS))
    if named:
        state(author, Reader(source=source, user=author.user))
    if path is not None:
        finding = check_credentials(path, media_type)
        state(
            author,
            Metadata(source=source, exif=exif_of(path) if media_type.startswith("image/") else {},
                     credentials=finding.credentials, credentials_note=finding.note),
        )  # fmt: skip
    return source


def _receipt(author: Author, said: Incoming, source: Source) -> Receipt:
    return state(
        author,
        Receipt(source=source, received_from=said.received_from.strip(), way=said.way,
                received_at=author.at or timezone.now(), file_name=said.file_name[-300:]),
    )  # fmt: skip


def _checked(said: Incoming) -> dict[str, Any]:
    if said.kind not in Source.Kind.values:
        raise InputError(f"'{said.kind}' is no kind of source; choose one of {', '.join(Source.Kind.values)}")
    if said.who not in Visibility.Who.values:
        raise InputError(f"'{said.who}' does not say who may see it; choose members or named")
    title = " ".join(said.title.split())[:500] or said.file_name[:500]
    if not title:
        raise InputError("give the source a title by which others will know it")
    if not said.received_from.strip():
        raise InputError("say from whom the source was received; custody begins there")
    if (said.kind == Source.Kind.TESTIMONY) != (said.testimony is not None):
        raise InputError("a testimony, and nothing else, needs its interviewer, day and consent")
    values = dict(said.about) | {"title": title}
    if values.get("date"):
        values["date"] = uncertain_date(values["date"]).edtf
    if said.testimony is not None and not (
        said.testimony.get("witness") or said.testimony.get("witness_name")
    ):
        raise InputError("name the witness, or choose the protected identity that stands for them")
    return values


def _sniffed(path: Any, said: Incoming) -> str:
    kind = filetype.guess(str(path))
    return kind.mime if kind else _media_type(said)


def _media_type(said: Incoming) -> str:
    endings = {"txt": "text/plain", "html": "text/html", "htm": "text/html", "warc": "application/warc",
               "json": "application/json", "svg": "image/svg+xml", "csv": "text/csv"}  # fmt: skip
    name = said.file_name.lower().removesuffix(".gz")
    return endings.get(name.rpartition(".")[2], "application/octet-stream" if said.file_name else "")
