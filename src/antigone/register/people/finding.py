"""Which persons are asked for: by words of their names, number, state, event, place or list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from antigone.register.people.accounting import in_column
from antigone.register.people.derived import GROUPINGS, groups, in_order, keyed, name_keys, states_beyond
from antigone.register.people.models import Name, Person, Report
from antigone.register.people.names import search_key
from antigone.register.people.sounds import name_words, sound
from antigone.register.people.state import State


@dataclass(frozen=True, slots=True)
class Found:
    """Persons in the order of their numbers; their rows are read as they are looked at."""

    keys: Sequence[str]

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, some: slice) -> list[Person]:
        rows = Person.objects.prefetch_related("names__superseded_by", "reports__superseded_by")
        found = rows.in_bulk(self.keys[some])
        return sorted(found.values(), key=lambda p: p.code)


def found_persons(investigation: Any, asked: Mapping[str, str], at: datetime | None = None) -> Found:
    """The persons of an investigation whom an address asks for (q, column, event, place, list)."""
    wanted: list[Any] = []
    text = asked.get("q", "").strip()[:300]
    if _is_code(text):
        own = Person.objects.of(investigation).filter(code__iexact=text)
        wanted.append({key for (key,) in keyed(own, "pk")})
    else:
        words = [word for word in text.split() if search_key(word) or name_words(word)]
        if words:
            wanted.append(_named(investigation, words))
    if "column" in asked:
        wanted.append(in_column(asked["column"], investigation, at))
    for grouping in GROUPINGS:
        if grouping in asked:
            wanted.append(groups(grouping, investigation, at).get(asked[grouping], frozenset()))
    if not wanted:
        return Found(in_order(investigation, at))
    common = set.intersection(*map(set, wanted))
    return Found([key for key in in_order(investigation, at) if key in common])


def cells(investigation: Any, found: Found, at: datetime | None = None) -> Iterator[tuple[str, ...]]:
    """Of each person found: number, names, state, last seen when and where."""
    states, wanted = states_beyond(investigation, at), set(found.keys)
    standing = lambda model: model.objects.of(investigation).standing().order_by("made_at", "pk")  # noqa: E731
    numbers = dict(keyed(standing(Person), "pk", "code"))
    names: dict[str, list[str]] = {}
    for key, text in keyed(standing(Name), "person", "text"):
        if key in wanted:
            names.setdefault(key, []).append(text)
    seen: dict[str, tuple[str, str]] = {}
    for key, when, place in keyed(standing(Report), "person", "last_seen", "place"):
        seen.setdefault(key, (when, place))
    for key in found.keys:
        state = states.get(key, State.REPORTED.value)
        yield numbers[key], " · ".join(names.get(key, ())), state, *seen.get(key, ("", ""))


def _named(investigation: Any, words: Sequence[str]) -> set[str]:
    """Persons with each word in one of their names: its Latin letters, or a word that sounds like it."""
    names = name_keys(investigation)
    # A part at a time: a plain loop over all names is quicker than any() for each.
    having = lambda part: {key for key, text in names if part in text}  # noqa: E731
    return set.intersection(*(set[str]().union(*map(having, _parts(word))) for word in words))


def _parts(word: str) -> list[str]:
    letters = search_key(word)
    heard = [f"~{said}~" for w in name_words(word) if (said := sound(w))]
    return [*([letters] if letters else []), *heard]


def _is_code(text: str) -> bool:
    return text.upper().startswith("P-") and text[2:].isdigit()
