"""Claims and events for other bodies as JSON-LD: Web Annotations whose bodies are claims, with PROV-O."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.people.models import Event
from antigone.register.sources.groups import parts_of
from antigone.register.sources.jsonld import ANNOTATIONS, PROV, TERMS
from antigone.register.sources.models import (
    Claim,
    CountedGroup,
    Passage,
    Question,
    Source,
    Testimony,
    Visibility,
    Whole,
)
from antigone.register.sources.seeing import visible_claims

SHARED = ("place", "latitude", "longitude", "when", "method", "subject", "other", "relation", "fate", "least",
          "most", "thing", "extent")  # fmt: skip
LISTS = ("speakers", "starts")
CONTEXT = [
    ANNOTATIONS,
    {"antigone": TERMS, "prov": PROV,
     **{f"antigone:{name}": {"@id": f"antigone:{name}", "@container": "@list"} for name in LISTS}},
]  # fmt: skip
_MEDIA_FRAGMENTS = "http://www.w3.org/TR/media-frags/"


def export_claims(author: Author) -> dict[str, Any]:
    """All standing claims that may leave the record, with the events and groups that they speak of.

    Names of those alleged stay sealed, and out.
    """
    author.require(Right.EXPORT)
    own = author.investigation
    events = Event.objects.standing().of(own).order_by("code")
    groups = CountedGroup.objects.standing().of(own).order_by("code")
    items = [_annotation(c) for c in may_leave(author)]
    return {
        "@context": CONTEXT,
        "id": f"urn:uuid:{own.pk}",
        "type": "AnnotationCollection",
        "label": f"Claims recorded by {own.title}; none is a finding",
        "creator": {"type": ["Organization", "prov:Organization"], "name": own.title},
        "total": len(items),
        "first": {"type": "AnnotationPage", "startIndex": 0, "items": items},
        "antigone:events": [_event(e) for e in events],
        "antigone:groups": [_group(g) for g in groups],
    }


def may_leave(author: Author) -> QuerySet[Claim]:
    """The author's visible claims, but those for named readers and of witnesses who did not agree."""
    held_back = Testimony.objects.standing().exclude(
        consent__in=(Testimony.Consent.BODIES, Testimony.Consent.PUBLIC)
    )
    named = Visibility.objects.standing().filter(who=Visibility.Who.NAMED)
    seen = visible_claims(author).exclude(passage__source__in=held_back.values("source"))
    return seen.exclude(passage__source__in=named.values("source")).select_related(
        "made_by", "passage__source", "event", "part", "person"
    )


def _event(event: Event) -> dict[str, Any]:
    said = {"antigone:when": event.when, "antigone:place": event.place}
    return {"id": _urn(event), "type": "antigone:Event", "label": event.title,
            **{k: v for k, v in said.items() if v}}  # fmt: skip


def _group(group: CountedGroup) -> dict[str, Any]:
    parts = parts_of(group)
    wholes = Whole.objects.standing().filter(of__in=parts).order_by("made_at")
    asked = Question.objects.standing().filter(group=group).order_by("made_at")
    return {
        "id": _urn(group),
        "type": "antigone:Group",
        "label": group.title,
        **({"antigone:event": {"id": _urn(group.event)}} if group.event else {}),
        "antigone:parts": [
            {"id": _urn(p), "type": "antigone:Part", "label": p.title,
             **({"antigone:of": {"id": f"urn:uuid:{p.of_id}"}} if p.of_id else {})}
            for p in parts
        ],
        "antigone:wholes": [
            {"antigone:of": {"id": f"urn:uuid:{w.of_id}"},
             "antigone:parts": [{"id": f"urn:uuid:{p}"} for p in w.parts]}
            for w in wholes
        ],
        "antigone:sums": [
            {"label": q.title, "antigone:parts": [{"id": f"urn:uuid:{p}"} for p in q.parts]} for q in asked
        ],
    }  # fmt: skip


def _annotation(claim: Claim) -> dict[str, Any]:
    cited = [{"id": f"urn:uuid:{c.cited_id}"} for c in claim.cites.standing()]
    return {
        "id": _urn(claim),
        "type": "Annotation",
        "motivation": "describing",
        "created": claim.made_at.isoformat(timespec="seconds"),
        **({"prov:wasDerivedFrom": cited} if cited else {}),
        "body": _body(claim),
        "target": {
            "type": "SpecificResource",
            "source": _source_id(claim.passage.source),
            "selector": selectors(claim.passage),
        },
    }


def _body(claim: Claim) -> dict[str, Any]:
    about = {f"antigone:{n}": getattr(claim, n) for n in SHARED if getattr(claim, n) not in (None, "")}
    if claim.person and not claim.subject:
        name = claim.person.names.standing().order_by("made_at").first()
        about["antigone:subject"] = str(name or claim.person)
    for name in ("event", "part"):
        if row := getattr(claim, name):
            about[f"antigone:{name}"] = {"id": _urn(row), "label": row.title}
    return {
        "type": ["antigone:Claim", "prov:Entity"],
        "antigone:kind": claim.kind,
        "antigone:statement": claim.statement,
        "antigone:speakers": list(claim.speakers),
        **({"antigone:words": claim.words} if claim.words else {}),
        **about,
        "antigone:elapsed": [
            {"antigone:days": e.days, "antigone:approximate": e.approximate, "antigone:starts": e.starts}
            for e in claim.elapsed.standing()
        ],
        "prov:wasAttributedTo": {"type": "prov:Agent", "label": claim.speakers[0]},
    }


def _urn(row: Any) -> str:
    return f"urn:uuid:{row.pk}"


def _source_id(source: Source) -> str:
    return f"urn:sha256:{source.sha256}" if source.sha256 else _urn(source)


def selectors(passage: Passage) -> list[dict[str, Any]]:
    """The passage's W3C Web Annotation selectors."""
    if passage.start is None:
        return [{"type": "FragmentSelector", "conformsTo": _MEDIA_FRAGMENTS, "value": passage.fragment}]
    return [
        {"type": "TextPositionSelector", "start": passage.start, "end": passage.end},
        {
            "type": "TextQuoteSelector",
            "exact": passage.exact,
            "prefix": passage.prefix,
            "suffix": passage.suffix,
        },
    ]
