"""Counted groups: the parts that sources distinguish, and which parts make up a whole."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.codes import codes
from antigone.register.ledger.record import state
from antigone.register.people.models import Event
from antigone.register.people.names import search_key
from antigone.register.sources.models import CountedGroup, Part, Question, Whole


@transaction.atomic
def start_group(author: Author, title: str, event: Event | None = None) -> CountedGroup:
    """A group, which is also its first part."""
    author.require(Right.SOURCES)
    title = _title(title)
    group = state(
        author,
        CountedGroup(code=next(codes(author.investigation, CountedGroup, "G")), title=title, event=event),
    )
    state(author, Part(group=group, title=title))
    return group


def parts_of(group: CountedGroup) -> list[Part]:
    """The parts, the group itself first, each part after what it is of."""
    rows = list(Part.objects.standing().filter(group=group).order_by("made_at"))
    below: dict[object, list[Part]] = {}
    for part in rows:
        below.setdefault(part.of_id, []).append(part)
    ordered: list[Part] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        part = waiting.pop()
        ordered.append(part)
        waiting += reversed(below.get(part.pk, []))
    return ordered


@transaction.atomic
def add_part(author: Author, of: Part, title: str) -> Part:
    """A part of a part; the one of that name where there is one already."""
    author.require(Right.SOURCES)
    title = _title(title)
    for part in parts_of(of.group):
        if search_key(part.title) == search_key(title):
            if part.of_id == of.pk:
                return part
            raise InputError(f"'{part.title}' is a part of the group already; give this part another name")
    return state(author, Part(group=of.group, title=title, of=of))


@transaction.atomic
def declare_whole(author: Author, of: Part, parts: Sequence[Part]) -> Whole:
    """These parts are all of `of` and do not overlap."""
    author.require(Right.SOURCES)
    if len(parts) < 2 or any(p.of_id != of.pk for p in parts) or len({p.pk for p in parts}) < len(parts):
        raise InputError(f"choose two or more different parts of '{of.title}'")
    ids = [str(p.pk) for p in parts]
    for held in Whole.objects.standing().filter(of=of):
        if set(held.parts) == set(ids):
            return held
    return state(author, Whole(of=of, parts=ids))


def ask(author: Author, group: CountedGroup, title: str, parts: Sequence[Part]) -> Question:
    """A sum of parts that the account is to give, such as all the dead."""
    author.require(Right.SOURCES)
    title = _title(title)
    taken = {search_key(p.title) for p in parts_of(group)}
    taken |= {search_key(q.title) for q in Question.objects.standing().filter(group=group)}
    if search_key(title) in taken:
        raise InputError(f"'{title}' has another meaning in this group already; give the sum another name")
    if not parts or any(p.group_id != group.pk for p in parts):
        raise InputError("choose the parts of this group that are to be added")
    return state(author, Question(group=group, title=title, parts=[str(p.pk) for p in parts]))


def _title(title: str) -> str:
    title = " ".join(title.split())[:200]
    if not title:
        raise InputError("say who they are")
    return title
