"""Places that a paper names by their kind: 'Kalb district', 'village of Ruvel', 'caves located 3 km from'."""

from __future__ import annotations

import re
from dataclasses import dataclass

from antigone.papers.lines import GAP
from antigone.papers.names import is_demonym, name_end, name_start, states_of, words_of
from antigone.papers.phrases import WORD

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
    "crossing": "crossings",
    "monastery": "monasteries",
    "barracks": "barracks",
    "stadium": "stadiums",
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
_AND = re.compile(rf",?{GAP}and{GAP}(?:the{GAP})?|,{GAP}")
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
    words = words_of(view)
    for kind in _KIND_WORD.finditer(view):
        plural = kind[1].lower() in _KINDS.values()
        spans, own = _before(view, words, kind, plural)
        if not spans:
            spans, own = _after(view, kind, plural)
        found += spans
        if kind[1].lower() in _SETTLEMENTS:
            names |= {view[s:e] for s, e in own}
    for prefix in _PREFIXED.finditer(view):
        end = name_end(view, prefix.end())
        if end is not None:
            found.append((prefix.start(), end))
    found += _again(view, names)
    return [Place(s, e) for s, e in _longest(found)]


_Found = tuple[list[tuple[int, int]], list[tuple[int, int]]]


def _after(view: str, kind: re.Match[str], plural: bool) -> _Found:
    """'village of X'; of 'villages of X, Y and Z' each name by itself."""
    of = _OF.match(view, kind.end())
    end = None if of is None else name_end(view, of.end())
    if of is None or end is None:
        return [], []
    first = (of.end(), end)
    if not plural:
        return [(kind.start(), end)], [first]
    names = [first]
    while (joint := _AND.match(view, names[-1][1])) and (end := name_end(view, joint.end())):
        names.append((joint.end(), end))
    if len(names) == 1:
        return [(kind.start(), names[0][1])], names
    return names, names


def _before(view: str, words: frozenset[str], kind: re.Match[str], plural: bool) -> _Found:
    """'X village'; of 'X, Y and Z villages' each name by itself, the last with its kind."""
    start = name_start(view, kind.start())
    if start is None:
        return [], []
    name = (start, len(view[: kind.start()].rstrip()))
    if is_demonym(words, view[name[0] : name[1]]):
        return [], []
    spans, names = [(start, kind.end())], [name]
    while plural and (
        joint := re.search(rf"(?:,?{GAP}and{GAP}|,{GAP})(?:the{GAP})?$", view[max(0, start - 20) : start])
    ):
        stop = len(view[: start - len(joint[0])].rstrip())
        earlier = name_start(view, stop)
        if earlier is None or is_demonym(words, view[earlier:stop]):
            break
        spans.append((earlier, stop))
        names.append((earlier, stop))
        start = earlier
    return spans, names


def _again(view: str, names: set[str]) -> list[tuple[int, int]]:
    """Later mentions of the same names after 'in', 'near' and the like."""
    named = {n for n in names if re.fullmatch(WORD, n) and len(n) > 3} - states_of(view)
    plain = sorted(named, key=len, reverse=True)
    if not plain:
        return []
    known = "|".join(map(re.escape, plain))
    return [m.span(1) for m in re.finditer(rf"\b{_NEAR}{GAP}({known})\b(?!['’]s)", view)]


def _longest(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda s: (s[0], -s[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
