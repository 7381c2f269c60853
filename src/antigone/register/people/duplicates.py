"""Duplicates across lists and scripts: proposed by a search, decided by a person, and never for good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from antigone import __version__
from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.codes import codes
from antigone.register.ledger.record import alone, retract, state, state_all
from antigone.register.people.likeness import Found, Known, as_json, find_alike, stated_rates
from antigone.register.people.models import (
    Description,
    Distinct,
    DuplicateSearch,
    Likeness,
    Listing,
    Merge,
    Name,
    Person,
    Relative,
    Report,
)
from antigone.register.people.state import counted

LEAST_BITS = -2.0


def known_persons(investigation: Any) -> list[Known]:
    """What is compared of each person who is not merged into another; a few queries, however many."""
    named = _gathered(Name, investigation, "text")
    described = {d["person"]: d for d in _rows(Description, investigation, "sex", "born_from", "born_to")}
    reports = defaultdict(list)
    for r in _rows(Report, investigation, "seen_from", "seen_to", "place"):
        reports[r["person"]].append(r)
    listed = _gathered(Listing, investigation, "list")
    relatives = _relatives(investigation)
    persons = []
    for pk in counted(investigation).order_by("code").values_list("pk", flat=True):
        about, said = described.get(pk, {}), reports[pk]
        seen = next((r for r in said if r["seen_from"]), {})
        persons.append(
            Known(
                str(pk), tuple(named[pk]), about.get("sex", "unknown"),
                _range(about.get("born_from"), about.get("born_to")),
                _range(seen.get("seen_from"), seen.get("seen_to")),
                next((r["place"] for r in said if r["place"]), ""),
                tuple(relatives[pk]), tuple(map(str, listed[pk])),
            )
        )  # fmt: skip
    return persons


def decided_pairs(investigation: Any) -> set[tuple[str, str]]:
    """Pairs found to be two persons, the lesser key first."""
    pairs = Distinct.objects.of(investigation).standing().values_list("first", "second")
    return {(min(a, b), max(a, b)) for a, b in ((str(a), str(b)) for a, b in pairs)}


def search_duplicates(investigation: Any) -> Callable[[Author], DuplicateSearch]:
    """Compares all persons; the answer enters what was found."""
    persons = known_persons(investigation)
    found = find_alike(persons, LEAST_BITS, without=decided_pairs(investigation))
    return lambda author: _enter(author, found, len(persons))


@alone()
def _enter(author: Author, found: Found, count: int) -> DuplicateSearch:
    author.require(Right.IMPORT)
    row = state(
        author,
        DuplicateSearch(
            code=next(codes(author.investigation, DuplicateSearch, "U")), version=__version__,
            least_bits=LEAST_BITS, persons=count, found=len(found.pairs), left_out=found.left_out,
            rates=stated_rates(),
        ),
    )  # fmt: skip
    state_all(
        author,
        [
            Likeness(
                search=row, first_id=p.first, second_id=p.second, bits=round(p.bits, 6),
                prior=round(p.prior, 6), terms=as_json(p.terms),
            )
            for p in found.pairs
        ],
    )  # fmt: skip
    return row


def last_search(investigation: Any) -> DuplicateSearch | None:
    """The newest comparison, if any was made."""
    return DuplicateSearch.objects.of(investigation).standing().order_by("-made_at").first()


def undecided(search: DuplicateSearch) -> QuerySet[Likeness]:
    """The pairs of a search that nobody has merged or found to be two, the strongest first."""
    merged = Merge.objects.standing().filter(
        Q(merged=OuterRef("first")) | Q(merged=OuterRef("second")), investigation=search.investigation_id
    )
    distinct = Distinct.objects.standing().filter(
        Q(first=OuterRef("first"), second=OuterRef("second"))
        | Q(first=OuterRef("second"), second=OuterRef("first"))
    )
    return search.pairs.standing().filter(~Exists(merged), ~Exists(distinct)).order_by("-bits", "pk")


@alone()
def keep_apart(author: Author, first: Person, second: Person) -> Distinct:
    """Two persons are two, and not proposed again. InputError without a reason, or if they are merged."""
    author.require(Right.IMPORT)
    if first == second:
        raise InputError(f"{first} is one person")
    if not author.reason:
        raise InputError("say why the two are not one person")
    if Merge.objects.standing().filter(Q(kept=first, merged=second) | Q(kept=second, merged=first)).exists():
        raise InputError(f"{first} and {second} are merged; undo the merge first")
    if apart(first, second):
        raise InputError(f"{first} and {second} are held for two persons already")
    return state(author, Distinct(first=first, second=second))


def apart(first: Person, second: Person) -> Distinct | None:
    """The standing finding that they are two."""
    pairs = Q(first=first, second=second) | Q(first=second, second=first)
    return Distinct.objects.standing().filter(pairs).first()


def no_longer_apart(author: Author, row: Distinct) -> Distinct:
    """Takes the finding back: they may be one."""
    author.require(Right.IMPORT)
    return retract(author, row)


def _rows(model: Any, investigation: Any, *fields: str) -> QuerySet:
    own = model.objects.standing().filter(investigation=investigation)
    return own.order_by("made_at", "pk").values("person", *fields)


def _gathered(model: Any, investigation: Any, field: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in _rows(model, investigation, field):
        found[row["person"]].append(row[field])
    return found


def _relatives(investigation: Any) -> dict[Any, list[str]]:
    own = Relative.objects.standing().filter(investigation=investigation)
    families: dict[Any, list[tuple[Any, str]]] = defaultdict(list)
    for family, person, label in own.order_by("code").values_list("family", "person", "label"):
        families[family].append((person, label))
    found: dict[Any, list[str]] = defaultdict(list)
    for members in families.values():
        for person, _label in members:
            if person:
                found[person] += [label for other, label in members if label and other != person]
    return found


def _range(first: Any, last: Any) -> tuple[Any, Any] | None:
    return (first, last) if first and last else None
