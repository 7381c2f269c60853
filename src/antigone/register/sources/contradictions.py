"""Claims that cannot all be true, put side by side; which of them is true is for people to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from antigone.register.access.author import Author
from antigone.register.people.date_words import date_in_words, span_in_words
from antigone.register.people.names import search_key
from antigone.register.sources.account import account_of
from antigone.register.sources.elapsed import agrees, answers
from antigone.register.sources.models import Assessment, Claim, CountedGroup, Elapsed
from antigone.register.sources.seeing import visible_claims

_F = Claim.Fate
_DEAD = (_F.KILLED, _F.DIED, _F.BURIED, _F.EXHUMED)
_EXCLUDE = {frozenset((a, _F.SURVIVED)) for a in _DEAD} | {frozenset((_F.KILLED, _F.DIED))}
_LIFE = (_F.FLED, _F.TAKEN, _F.SEEN)
_BEFORE = (
    {(a, d) for a in _LIFE for d in _DEAD}
    | {(d, _F.BURIED) for d in (_F.KILLED, _F.DIED)}
    | {(d, _F.EXHUMED) for d in (_F.KILLED, _F.DIED, _F.BURIED)}
)


_ONCE = (_F.KILLED, _F.DIED)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Claims that cannot all hold, and why."""

    kind: str
    claims: tuple[Claim, ...]
    why: str


def contradictions(author: Author) -> list[Contradiction]:
    """All that the author may see: counts, fates, dates and their order, times between dates."""
    claims = _counting(author)
    return [*_in_groups(author), *_counts(claims), *_fates(claims), *_days(claims), *_times(author)]


def of_claim(author: Author, claim: Claim) -> list[Contradiction]:
    """Those in which a claim stands."""
    return [c for c in contradictions(author) if claim in c.claims]


def _counting(author: Author) -> list[Claim]:
    taken_back = Assessment.objects.standing().filter(verdict=Assessment.Verdict.RETRACTED).values("claim")
    return list(visible_claims(author).exclude(pk__in=taken_back))


def _in_groups(author: Author) -> Iterator[Contradiction]:
    for group in CountedGroup.objects.standing().of(author.investigation).order_by("code"):
        found = account_of(author, group)
        for ids in found.result.together.conflicts:
            claims = tuple(found.claims[i] for i in ids)
            same = len({c.part_id for c in claims}) == 1
            why = "different counts of the same people" if same else "these counts cannot all hold"
            yield Contradiction("count", claims, why)


def _counts(claims: list[Claim]) -> Iterator[Contradiction]:
    alone = [c for c in claims if c.kind == Claim.Kind.COUNT and c.part_id is None and c.event_id]
    for a, b in combinations(alone, 2):
        same = a.event_id == b.event_id and search_key(a.subject) == search_key(b.subject)
        if same and (_above(a, b) or _above(b, a)):
            yield Contradiction("count", (a, b), "different counts of the same people")


def _above(a: Claim, b: Claim) -> bool:
    return b.most is not None and (a.least or 0) > b.most


def _fates(claims: list[Claim]) -> Iterator[Contradiction]:
    by_whom: dict[object, list[Claim]] = {}
    for claim in claims:
        if claim.kind == Claim.Kind.FATE and (claim.person_id or claim.subject):
            whom = claim.person_id or (claim.event_id, search_key(claim.subject))
            by_whom.setdefault(whom, []).append(claim)
    for told in by_whom.values():
        for a, b in combinations(told, 2):
            if frozenset((a.fate, b.fate)) in _EXCLUDE:
                yield Contradiction("fate", (a, b), f"{a.get_fate_display()} and {b.get_fate_display()}")
            if a.fate == b.fate and a.fate in _ONCE and _apart(a, b):
                yield Contradiction("date", (a, b), f"{a.get_fate_display()} on different dates")
            for first, then in ((a, b), (b, a)):
                if (first.fate, then.fate) in _BEFORE and _later(first, then):
                    why = f"{first.get_fate_display()} after {then.get_fate_display()}"
                    yield Contradiction("order of dates", (first, then), why)


def _days(claims: list[Claim]) -> Iterator[Contradiction]:
    """Dates of one event by two sources; within one source they may be its stages."""
    by_event: dict[object, list[Claim]] = {}
    for claim in claims:
        if claim.kind == Claim.Kind.EVENT and claim.event_id:
            by_event.setdefault(claim.event_id, []).append(claim)
    for told in by_event.values():
        for a, b in combinations(told, 2):
            one_method = not a.method or not b.method or search_key(a.method) == search_key(b.method)
            if a.passage.source_id != b.passage.source_id and one_method and _apart(a, b):
                yield Contradiction("date", (a, b), "different dates of the same event")


def _apart(a: Claim, b: Claim) -> bool:
    return _later(a, b) or _later(b, a)


def _later(a: Claim, b: Claim) -> bool:
    return a.earliest is not None and b.latest is not None and a.earliest > b.latest


def _times(author: Author) -> Iterator[Contradiction]:
    for elapsed in (
        Elapsed.objects.standing().filter(claim__in=visible_claims(author)).select_related("claim")
    ):
        if agrees(elapsed) is False:
            days = ", ".join(span_in_words(a.earliest, a.latest) for a in answers(elapsed))
            why = f"{elapsed.days} days lead to {days}, not to {date_in_words(elapsed.claim.when)}"
            yield Contradiction("time between dates", (elapsed.claim,), why)
