"""Claims to and from other bodies as JSON-LD: Web Annotations whose bodies are claims, with PROV-O."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from django.db import transaction

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.people.models import Event
from antigone.register.sources.claiming import Claimed, record_claim
from antigone.register.sources.extracting import extract_text, standing_extraction, text_of
from antigone.register.sources.models import Claim, Passage, Source
from antigone.register.sources.passages import mark, mark_quote
from antigone.register.sources.seeing import visible_claims, visible_sources
from antigone.register.sources.taking import Incoming, take_in

TERMS = "urn:antigone:terms:"
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"antigone": TERMS, "prov": "http://www.w3.org/ns/prov#"}]
SHARED = ("place", "latitude", "longitude", "when", "method", "subject", "other", "relation", "fate", "least",
          "most", "thing", "extent")  # fmt: skip
MOST = 64 * 2**20


class _Body(msgspec.Struct):
    kind: str = msgspec.field(name="antigone:kind")
    statement: str = msgspec.field(name="antigone:statement")
    speakers: list[str] = msgspec.field(name="antigone:speakers")
    words: str = msgspec.field(name="antigone:words", default="")
    about: dict[str, str | int | float] = msgspec.field(name="antigone:about", default_factory=dict)


class _Target(msgspec.Struct):
    source: str
    selector: list[dict[str, Any]] = []


class _Annotation(msgspec.Struct):
    id: str
    body: _Body
    target: _Target


class _Collection(msgspec.Struct):
    items: list[_Annotation]


def export_claims(author: Author) -> dict[str, Any]:
    """All standing claims that the author may see; names of those alleged stay sealed, and out."""
    author.require(Right.EXPORT)
    claims = visible_claims(author).select_related("made_by")
    return {
        "@context": CONTEXT,
        "type": "AnnotationCollection",
        "label": f"Claims recorded by {author.investigation.title}; none is a finding",
        "items": [_annotation(c) for c in claims],
    }


def _annotation(claim: Claim) -> dict[str, Any]:
    about = {n: getattr(claim, n) for n in SHARED if getattr(claim, n) not in (None, "")}
    for name in ("event", "part"):
        if getattr(claim, name):
            about[name] = str(getattr(claim, name))
    return {
        "id": f"urn:uuid:{claim.pk}",
        "type": "Annotation",
        "motivation": "describing",
        "created": claim.made_at.isoformat(),
        "body": {
            "type": "antigone:Claim",
            "antigone:kind": claim.kind,
            "antigone:statement": claim.statement,
            "antigone:speakers": list(claim.speakers),
            "antigone:words": claim.words,
            "antigone:about": about,
            "prov:wasAttributedTo": claim.speakers[0],
        },
        "target": {"source": _source_id(claim.passage.source), "selector": selectors(claim.passage)},
    }


def _source_id(source: Source) -> str:
    return f"urn:sha256:{source.sha256}" if source.sha256 else f"urn:uuid:{source.pk}"


def selectors(passage: Passage) -> list[dict[str, Any]]:
    """The passage's W3C Web Annotation selectors."""
    if passage.start is None:
        media = "http://www.w3.org/TR/media-frags/"
        return [{"type": "FragmentSelector", "conformsTo": media, "value": passage.fragment}]
    return [
        {"type": "TextPositionSelector", "start": passage.start, "end": passage.end},
        {
            "type": "TextQuoteSelector",
            "exact": passage.exact,
            "prefix": passage.prefix,
            "suffix": passage.suffix,
        },
    ]


def import_claims(author: Author, received_from: str, name: str, data: bytes) -> list[Claim]:
    """Enters another body's claims, each as that body's: it stands before the speakers it cites.

    A claim on a paper that is here, with the same words, rests on that paper; any other on the file received.
    InputError for a file that is none; nothing is entered when one claim is wrong.
    """
    author.require(Right.IMPORT)
    if len(data) > MOST:
        raise InputError(f"{name}: has {len(data)} bytes; {MOST} fit. Ask for it in parts")
    try:
        collection = msgspec.json.decode(data, type=_Collection)
        text = json.dumps(json.loads(data), ensure_ascii=False, indent=1)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise InputError(f"{name}: is no collection of claims in JSON-LD ({error})") from None
    with transaction.atomic():
        incoming = Incoming("document", f"Claims received from {received_from}", received_from, f"{name}.txt")
        taken = take_in(author, incoming, [text.encode()])
        source = taken.source
        if taken.known:
            raise InputError(f"{name}: was received before, as {source.code}; its claims are entered already")
        extract_text(author, source)
        known = {s.sha256: s for s in visible_sources(author).exclude(sha256="")}
        events = {e.title: e for e in Event.objects.standing().of(author.investigation)}
        return [_enter(author, received_from, source, known, events, a) for a in collection.items]


def _enter(
    author: Author,
    received_from: str,
    source: Source,
    known: dict[str, Source],
    events: dict[str, Event],
    a: _Annotation,
) -> Claim:
    about = {n: v for n, v in a.body.about.items() if n in SHARED}
    about |= {"event": events[title]} if (title := a.body.about.get("event")) in events else {}
    if a.body.kind == Claim.Kind.COUNT and not about.get("subject"):
        about["subject"] = str(a.body.about.get("part", ""))
    speakers = [received_from, *a.body.speakers]
    passage = _passage(author, source, known.get(a.target.source.removeprefix("urn:sha256:")), a)
    return record_claim(
        author, passage, Claimed(a.body.kind, a.body.statement, speakers, a.body.words, about)
    )


def _passage(author: Author, source: Source, paper: Source | None, a: _Annotation) -> Passage:
    quotes = [s.get("exact") for s in a.target.selector if s.get("type") == "TextQuoteSelector"]
    if paper is not None and quotes and isinstance(quotes[0], str):
        try:
            return mark_quote(author, paper, quotes[0])
        except InputError:
            pass
    text = text_of(standing_extraction(source))
    at = text.find(json.dumps(a.id, ensure_ascii=False))
    return mark(author, source, at, at + len(json.dumps(a.id, ensure_ascii=False)))
