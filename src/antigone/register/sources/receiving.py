"""Claims and events of another body, from JSON-LD: each is entered as that body's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.people.models import Event
from antigone.register.people.names import search_key
from antigone.register.sources.anchoring import Selector, find_again
from antigone.register.sources.claiming import Claimed, cite, record_claim, start_event
from antigone.register.sources.elapsed import record_elapsed
from antigone.register.sources.exchange import SHARED
from antigone.register.sources.extracting import extract_text, standing_extraction, text_of
from antigone.register.sources.groups import add_part, ask, declare_whole, parts_of, start_group
from antigone.register.sources.jsonld import LABEL, OA, PROV, RDF, TERMS, Graph, graph_of
from antigone.register.sources.models import Claim, CountedGroup, Part, Passage, Source
from antigone.register.sources.passages import mark, mark_fragment
from antigone.register.sources.seeing import visible_sources
from antigone.register.sources.taking import Incoming, take_in

MOST, MOST_CLAIMS = 64 * 2**20, 20_000


def import_claims(author: Author, received_from: str, name: str, data: bytes) -> list[Claim]:
    """Enters another body's claims, each as that body's: it stands before the speakers it cites.

    The events and groups that the claims speak of come with them; one of the same name that is here is taken
    for the same. A claim on a paper that is here, with the same words, rests on that paper; any other on the
    file received. InputError for a file that is none; nothing is entered when one claim is wrong.
    """
    author.require(Right.IMPORT)
    if len(data) > MOST:
        raise InputError(f"{name}: has {len(data)} bytes; {MOST} fit. Ask for it in parts")
    graph = graph_of(name, data)
    told = graph.of_type(OA + "Annotation")
    if not told and not graph.of_type(TERMS + "Event"):
        raise InputError(
            f"{name}: is no collection of claims in JSON-LD: it holds no annotation and no event"
        )
    if len(told) > MOST_CLAIMS:
        raise InputError(f"{name}: holds {len(told)} claims; {MOST_CLAIMS} fit. Ask for it in parts")
    with transaction.atomic():
        text = json.dumps(json.loads(data), ensure_ascii=False, indent=1)
        incoming = Incoming("document", f"Claims received from {received_from}", received_from, f"{name}.txt")
        taken = take_in(author, incoming, [text.encode()])
        if taken.known:
            raise InputError(
                f"{name}: was received before, as {taken.source.code}; its claims are entered already"
            )
        extract_text(author, taken.source)
        return _Entering(author, received_from, graph, taken.source).all(told)


@dataclass(slots=True)
class _Entering:
    """One file as it is entered; ids of its nodes → what was made of them."""

    author: Author
    received_from: str
    graph: Graph
    file: Source
    papers: dict[str, Source] = field(default_factory=dict)
    texts: dict[object, str] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)

    def all(self, told: list[str]) -> list[Claim]:
        self.papers = {f"urn:sha256:{s.sha256}": s for s in visible_sources(self.author).exclude(sha256="")}
        for event in self.graph.of_type(TERMS + "Event"):
            self.event(event)
        for group in self.graph.of_type(TERMS + "Group"):
            self.group(group)
        claims = {annotation: self.claim(annotation) for annotation in told}
        for annotation, claim in claims.items():
            for cited in self.graph.values(annotation, PROV + "wasDerivedFrom"):
                if cited in claims:
                    cite(self.author, claim, claims[cited])
        return list(claims.values())

    def event(self, node: str) -> Event | None:
        """The event of that name; None for a node that tells none."""
        title = self.graph.text(node, LABEL)
        if node not in self.events and title.strip():
            when, place = (self.graph.text(node, TERMS + n) for n in ("when", "place"))
            self.events[node] = start_event(self.author, title, when, place)
        return self.events.get(node)

    def group(self, node: str) -> None:
        """A group with its parts, what they add up to, and the sums asked of it."""
        title = self.graph.text(node, LABEL)
        group = self.held(title) or start_group(
            self.author, title, self.event(self.graph.text(node, TERMS + "event"))
        )
        [root] = [p for p in parts_of(group) if p.of_id is None]
        waiting = self.graph.values(node, TERMS + "parts")
        while waiting:
            ready = [p for p in waiting if (of := self.graph.value(p, TERMS + "of")) in self.parts or not of]
            if not ready:
                raise InputError(f"parts of the group “{title}” are parts of each other; mend the file")
            for part in ready:
                of = self.parts.get(self.graph.value(part, TERMS + "of"))
                self.parts[part] = add_part(self.author, of, self.graph.text(part, LABEL)) if of else root
            waiting = [p for p in waiting if p not in ready]
        for whole in self.graph.values(node, TERMS + "wholes"):
            declare_whole(self.author, self.parts_in(whole, "of")[0], self.parts_in(whole, "parts"))
        asked = {search_key(q.title) for q in group.questions.standing()}
        for asked_sum in self.graph.values(node, TERMS + "sums"):
            if search_key(self.graph.text(asked_sum, LABEL)) not in asked:
                ask(self.author, group, self.graph.text(asked_sum, LABEL), self.parts_in(asked_sum, "parts"))

    def held(self, title: str) -> CountedGroup | None:
        own = CountedGroup.objects.standing().of(self.author.investigation).order_by("code")
        return next((g for g in own if search_key(g.title) == search_key(title)), None)

    def parts_in(self, node: str, name: str) -> list[Part]:
        ids = self.graph.values(node, TERMS + name)
        if not ids or any(i not in self.parts for i in ids):
            raise InputError("a group of the file adds up parts that it does not name; mend the file")
        return [self.parts[i] for i in ids]

    def claim(self, annotation: str) -> Claim:
        body = self.graph.value(annotation, OA + "hasBody")
        speakers = [s for s in self.graph.values(body, TERMS + "speakers") if isinstance(s, str)]
        if not speakers or search_key(speakers[0]) != search_key(self.received_from):
            speakers.insert(0, self.received_from)
        said = Claimed(
            self.graph.text(body, TERMS + "kind"), self.graph.text(body, TERMS + "statement"), speakers,
            self.graph.text(body, TERMS + "words"), self.about(body),
        )  # fmt: skip
        try:
            made = record_claim(self.author, self.passage(annotation), said)
        except InputError as error:
            raise InputError(f"{annotation}: {error}") from None
        for elapsed in self.graph.values(body, TERMS + "elapsed"):
            days = self.graph.value(elapsed, TERMS + "days", 0)
            starts = self.graph.values(elapsed, TERMS + "starts")
            about = self.graph.value(elapsed, TERMS + "approximate", False) is True
            if not isinstance(days, int) or not all(isinstance(s, str) for s in starts):
                raise InputError(f"{annotation}: days are a whole number, counted from dates")
            record_elapsed(self.author, made, days, starts, about)
        return made

    def about(self, body: str) -> dict[str, Any]:
        about = dict(_checked(n, v) for n in SHARED if (v := self.graph.value(body, TERMS + n)) != "")
        if (event := self.graph.value(body, TERMS + "event")) and (held := self.event(event)):
            about["event"] = held
        part = self.graph.value(body, TERMS + "part")
        if part in self.parts:
            about["part"] = self.parts[part]
        elif part and not about.get("subject"):
            about["subject"] = self.graph.text(part, LABEL)
        return about

    def passage(self, annotation: str) -> Passage:
        target = self.graph.value(annotation, OA + "hasTarget")
        paper = self.papers.get(self.graph.value(target, OA + "hasSource", target))
        if paper is not None:
            for selector in self.graph.values(target, OA + "hasSelector"):
                if found := self.on_paper(paper, target, selector):
                    return found
        return mark(self.author, self.file, *self.place_in_file(annotation))

    def on_paper(self, paper: Source, target: str, selector: str) -> Passage | None:
        exact = self.graph.text(selector, OA + "exact")
        fragment = self.graph.text(selector, RDF + "value")
        try:
            if fragment:
                return mark_fragment(self.author, paper, fragment)
            text = self.text_of(paper)
            start = next(self.starts(target), 0)
            old = Selector(start, start + len(exact), exact, self.graph.text(selector, OA + "prefix"),
                           self.graph.text(selector, OA + "suffix"))  # fmt: skip
            found = find_again(text, old) if exact else None
            return mark(self.author, paper, found.start, found.end) if found else None
        except InputError:
            return None

    def starts(self, target: str) -> Iterator[int]:
        for selector in self.graph.values(target, OA + "hasSelector"):
            start = self.graph.value(selector, OA + "start", None)
            if isinstance(start, int):
                yield start

    def text_of(self, source: Source) -> str:
        if source.pk not in self.texts:
            extraction = standing_extraction(source)
            self.texts[source.pk] = text_of(extraction) if extraction else ""
        return self.texts[source.pk]

    def place_in_file(self, annotation: str) -> tuple[int, int]:
        """Where the file names the annotation itself, not where another cites it."""
        text, quoted = self.text_of(self.file), json.dumps(annotation, ensure_ascii=False)
        at = text.find(f'"id": {quoted},')
        at = at + len('"id": ') if at >= 0 else text.find(quoted)
        return (at, at + len(quoted)) if at >= 0 else (0, min(len(text), 200))


def _checked(name: str, value: Any) -> tuple[str, Any]:
    """A field of a claim as its column takes it; InputError for another kind of value."""
    wanted = {"latitude": (int, float), "longitude": (int, float), "least": (int,), "most": (int,)}
    kinds = wanted.get(name, (str,))
    if not isinstance(value, kinds) or isinstance(value, bool):
        raise InputError(f"'{value}' is no {name} of a claim")
    longest = Claim._meta.get_field(name).max_length
    if longest and len(value) > longest:
        raise InputError(f"'{value[:40]}…' is too long for the {name} of a claim; {longest} letters fit")
    if kinds == (int,) and not 0 <= value < 10**12:
        raise InputError(f"'{value}' is no count of people")
    return name, value
