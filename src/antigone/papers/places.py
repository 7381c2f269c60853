"""Places that a paper names by their kind: 'Kalb district', 'village of Ruvel', 'caves located 3 km from'."""

from __future__ import annotations

import re
from dataclasses import dataclass

from antigone.papers.lines import GAP
from antigone.papers.phrases import WORD
from antigone.papers.words import NOT_NAMES, PARTICLES, STOP

_KINDS = {
    "village": "villages",
    "district": "districts",
    "region": "regions",
    "province": "provinces",
    "city": "cities",
    "town": "towns",
    "township": "townships",
    "municipality": "municipalities",
    "settlement": "settlements",
    "hamlet": "hamlets",
    "county": "counties",
    "governorate": "governorates",
    "oblast": "oblasts",
    "rayon": "rayons",
    "raion": "raions",
    "canton": "cantons",
    "prefecture": "prefectures",
    "commune": "communes",
    "parish": "parishes",
    "locality": "localities",
    "neighbourhood": "neighbourhoods",
    "neighborhood": "neighborhoods",
    "enclave": "enclaves",
    "island": "islands",
    "peninsula": "peninsulas",
    "valley": "valleys",
    "mountain": "mountains",
    "hill": "hills",
    "gorge": "gorges",
    "pass": "passes",
    "cave": "caves",
    "forest": "forests",
    "river": "rivers",
    "lake": "lakes",
    "reservoir": "reservoirs",
    "bridge": "bridges",
    "prison": "prisons",
    "camp": "camps",
    "cemetery": "cemeteries",
    "quarry": "quarries",
    "farm": "farms",
    "airport": "airports",
    "corridor": "corridors",
    "checkpoint": "checkpoints",
}
_KIND = "|".join(sorted([*_KINDS, *_KINDS.values()], key=len, reverse=True))
_KIND_WORD = re.compile(rf"\b({_KIND}|{'|'.join(k.capitalize() for k in [*_KINDS, *_KINDS.values()])})\b")
_OF = re.compile(rf"{GAP}of{GAP}(?:the{GAP})?")
_PREFIXED = re.compile(rf"\b(?:Mount|Lake|Cape|River|Camp){GAP}(?=[^\W\d_a-z])")
_SITE = re.compile(
    rf"\b(?:mass{GAP}graves?|burial{GAP}(?:sites?|grounds?)|caves?|graves?|cemeter(?:y|ies)|wells?|pits?|quarr(?:y|ies)"
    rf"|camps?|gorges?|trench(?:es)?|forests?){GAP}(?:(?:located|situated|lying|found){GAP})?"
    rf"(?:(?:about|around|some|approximately|nearly|almost){GAP})?[0-9][0-9.,]{{0,6}}{GAP}?"
    rf"(?:km|kilomet(?:re|er)s?|m|met(?:re|er)s?|miles?){GAP}(?:away{GAP})?"
    rf"(?:from|outside|(?:to{GAP}the{GAP})?(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)"
    rf"{GAP}of){GAP}(?:the{GAP})?{WORD}"
)
_NEXT = re.compile(rf"{GAP}?({WORD})")
_AND = re.compile(rf",?{GAP}and{GAP}(?:the{GAP})?|,{GAP}")
_LONGEST_NAME = 5
_SETTLEMENTS = frozenset(
    w for k in ("village", "town", "township", "city", "hamlet", "settlement") for w in (k, _KINDS[k])
)
_NEAR = r"(?:in|at|near|from|to|towards|around|outside|of)"


@dataclass(frozen=True, slots=True)
class Place:
    """A place named at `start:end`."""

    start: int
    end: int


def find_places(view: str) -> list[Place]:
    """All places that are named with their kind, or again by a name that was, in order."""
    found: list[tuple[int, int]] = [m.span() for m in _SITE.finditer(view)]
    names: set[str] = set()
    for kind in _KIND_WORD.finditer(view):
        plural = kind[1].lower() in _KINDS.values()
        spans, own = _before(view, kind, plural)
        if not spans:
            spans, own = _after(view, kind, plural)
        found += spans
        if kind[1].lower() in _SETTLEMENTS:
            names |= {view[s:e] for s, e in own}
    for prefix in _PREFIXED.finditer(view):
        end = _name_end(view, prefix.end())
        if end is not None:
            found.append((prefix.start(), end))
    found += _again(view, names)
    return [Place(s, e) for s, e in _longest(found)]


def _is_proper(word: str) -> bool:
    lower = word.lower()
    return word[0].isupper() and lower not in STOP and lower not in NOT_NAMES


def _name_end(view: str, at: int) -> int | None:
    """End of the proper name that begins at `at`."""
    end = None
    for _ in range(_LONGEST_NAME):
        match = _NEXT.match(view, at)
        if match is None:
            break
        if _is_proper(match[1]):
            end = match.end()
        elif end is None or match[1].lower() not in PARTICLES:
            break
        at = match.end()
    return end


_Found = tuple[list[tuple[int, int]], list[tuple[int, int]]]


def _after(view: str, kind: re.Match[str], plural: bool) -> _Found:
    """'village of X'; of 'villages of X, Y and Z' each name by itself."""
    of = _OF.match(view, kind.end())
    end = None if of is None else _name_end(view, of.end())
    if of is None or end is None:
        return [], []
    first = (of.end(), end)
    if not plural:
        return [(kind.start(), end)], [first]
    names = [first]
    while (joint := _AND.match(view, names[-1][1])) and (end := _name_end(view, joint.end())):
        names.append((joint.end(), end))
    if len(names) == 1:
        return [(kind.start(), names[0][1])], names
    return names, names


def _before(view: str, kind: re.Match[str], plural: bool) -> _Found:
    """'X village'; of 'X, Y and Z villages' each name by itself, the last with its kind."""
    start = _name_start(view, kind.start())
    if start is None:
        return [], []
    name = (start, len(view[: kind.start()].rstrip()))
    if _is_demonym(view, view[name[0] : name[1]]):
        return [], []
    spans, names = [(start, kind.end())], [name]
    while plural and (
        joint := re.search(rf"(?:,?{GAP}and{GAP}|,{GAP})(?:the{GAP})?$", view[max(0, start - 20) : start])
    ):
        stop = start - len(joint[0])
        earlier = _name_start(view, stop)
        if earlier is None or _is_demonym(view, view[earlier:stop]):
            break
        spans.append((earlier, stop))
        names.append((earlier, stop))
        start = earlier
    return spans, names


def _name_start(view: str, at: int) -> int | None:
    """Start of the proper name that ends before `at`."""
    start = None
    for _ in range(_LONGEST_NAME):
        base = max(0, at - 60)
        match = re.search(rf"(?<![\w'’-])({WORD}){GAP}?$", view[base:at])
        if match is None:
            break
        word = match[1]
        if _is_proper(word):
            start = base + match.start()
        elif word.lower() not in (PARTICLES if start is not None else _QUALIFYING):
            break
        at = base + match.start()
    return start


_QUALIFYING = frozenset(["autonomous", "administrative"])


def _is_demonym(view: str, name: str) -> bool:
    """Whether a one-word name is the adjective of a state that the paper names: 'Ruvanian' of Ruvania."""
    if not re.fullmatch(WORD, name):
        return False
    stems = {name[: -len(s)] for s in ("n", "i", "an", "ian", "ese", "ish") if name.lower().endswith(s)}
    return any(
        len(stem) > 3 and re.search(rf"\b{re.escape(stem)}(?:ia|a|y)?\b", view) is not None for stem in stems
    )


def _again(view: str, names: set[str]) -> list[tuple[int, int]]:
    """Later mentions of the same names after 'in', 'near' and the like."""
    plain = sorted(
        (n for n in names if re.fullmatch(WORD, n) and len(n) > 3 and not _is_state(view, n)),
        key=len,
        reverse=True,
    )
    if not plain:
        return []
    known = "|".join(map(re.escape, plain))
    return [m.span(1) for m in re.finditer(rf"\b{_NEAR}{GAP}({known})\b(?!['’]s)", view)]


def _is_state(view: str, name: str) -> bool:
    return (
        re.search(rf"\b(?:Republic|Government|State|armed forces) of (?:the )?{re.escape(name)}\b", view)
        is not None
    )


def _longest(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda s: (s[0], -s[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
