"""What the claims about a group add up to: by source, and all together; and who is known by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from antigone.accounts import account as accounts
from antigone.accounts import group as counted
from antigone.register.access.author import Author
from antigone.register.sources.groups import parts_of
from antigone.register.sources.models import (
    Assessment,
    Claim,
    CountedGroup,
    Part,
    Question,
    Source,
    Whole,
)
from antigone.register.sources.seeing import visible_claims


@dataclass(frozen=True, slots=True)
class GroupAccount:
    """`result` is keyed by the sources' codes; `named` counts the persons of the record by part."""

    group: CountedGroup
    parts: list[Part]
    claims: dict[str, Claim]
    sources: dict[str, Source]
    left_out: list[Claim]
    named: dict[str, int]
    questions: list[Question]
    result: accounts.Account

    def speakers(self, source: str) -> str:
        """According to whom a source's counts are."""
        first = {c.speakers[0] for c in self.claims.values() if c.passage.source.code == source}
        return ", ".join(sorted(first))


def account_of(author: Author, group: CountedGroup, only: Sequence[object] | None = None) -> GroupAccount:
    """The account of all claims that the author may see, or of those with the ids in `only`.

    Claims that their source took back are left out.
    """
    parts = parts_of(group)
    seen = visible_claims(author).filter(part__group=group, kind=Claim.Kind.COUNT)
    claims = list(seen if only is None else seen.filter(pk__in=only))
    taken_back = set(
        Assessment.objects.standing()
        .filter(claim__in=claims, verdict=Assessment.Verdict.RETRACTED)
        .values_list("claim", flat=True)
    )
    counting = [c for c in claims if c.pk not in taken_back]
    questions = list(Question.objects.standing().filter(group=group).order_by("made_at"))
    return GroupAccount(
        group,
        parts,
        {c.code: c for c in counting},
        {c.passage.source.code: c.passage.source for c in counting},
        [c for c in claims if c.pk in taken_back],
        _named(author, parts),
        questions,
        accounts.account(_group(group, parts, counting, questions)),
    )


def _group(
    group: CountedGroup, parts: list[Part], claims: list[Claim], questions: list[Question]
) -> counted.Group:
    titles = {p.pk: p.title for p in parts}
    by_text = {str(p.pk): p.title for p in parts}
    wholes = Whole.objects.standing().filter(of__in=titles).order_by("made_at")
    return counted.Group(
        group.title,
        {p.title: titles.get(p.of_id) for p in parts},
        tuple(counted.Whole(titles[w.of_id], tuple(by_text[i] for i in w.parts)) for w in wholes),
        tuple(
            counted.Claim(c.code, c.passage.source.code, titles[c.part_id], c.least or 0, c.most)
            for c in claims
        ),
        {q.title: tuple(by_text[i] for i in q.parts) for q in questions},
    )


def _named(author: Author, parts: list[Part]) -> dict[str, int]:
    persons: dict[object, set[object]] = {p.pk: set() for p in parts}
    fates = visible_claims(author).filter(kind=Claim.Kind.FATE, person__isnull=False, part__in=persons)
    for claim in fates:
        persons[claim.part_id].add(claim.person_id)
    for part in reversed(parts):
        if part.of_id in persons:
            persons[part.of_id] |= persons[part.pk]
    return {p.title: len(persons[p.pk]) for p in parts}
