"""The stated relationship of each typed pair against what else the two might be."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from antigone.cases.case import Case
from antigone.errors import ModelError
from antigone.pedigrees.relationships import relationship
from antigone.quality.finding import Finding, Severity
from antigone.quality.pair_likelihood import PairLikelihoods
from antigone.quality.pair_shapes import ALTERNATIVES, PairShape, stated_shape
from antigone.quality.samples import Samples

IN_WORDS = {"child and parent": "parent and child"}
AT_ONCE = 5000
Pair = tuple[str, str, str]
Track = Callable[[list[Any], str], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Relationship:
    """Two typed persons of a family over the `markers` both are typed at (autosomal ones).

    `stated` is what the first is to the second by the pedigree. `log10_lr` maps each alternative to
    log10 P(profiles | stated) − log10 P(profiles | alternative): negative where the alternative is better,
    ±inf where one of the two is impossible. `best` is the alternative with the smallest.
    """

    family: str
    persons: tuple[str, str]
    stated: str
    markers: int
    log10_lr: Mapping[str, float]
    best: str


def typed_pairs(case: Case, family: str) -> Iterator[tuple[str, str]]:
    """Every two typed persons of a family."""
    return combinations([p.id for p in case.families[family].people if p.id in case.references], 2)


def pair_relationships(
    case: Case, samples: Samples, pairs: Sequence[Pair], track: Track, beyond: Callable[[Pair], None]
) -> list[Relationship]:
    """The relationships of these pairs (family, person, person), in their order.

    Left out are pairs that share no typed marker or that nothing explains; `beyond` is told of those whose
    loops make them too long for a check.
    """
    likelihoods = PairLikelihoods(samples)
    rows = {p: samples.table.position(p) for pair in pairs for p in pair[1:]}
    codes = samples.table.codes
    alike: dict[PairShape, list[int]] = {}
    for i, (family, a, b) in enumerate(track(list(pairs), "Pairs of relatives")):
        if ((codes[rows[a]] > 0) & (codes[rows[b]] > 0)).any():
            alike.setdefault(stated_shape(case.families[family], a, b), []).append(i)
    portions = [(s, own[i : i + AT_ONCE]) for s, own in alike.items() for i in range(0, len(own), AT_ONCE)]
    found: dict[int, Relationship] = {}
    for shape, own in track(portions, "Relationships"):
        first, second = (np.array([rows[pairs[i][k]] for i in own], dtype=np.int64) for k in (1, 2))
        try:
            stated = likelihoods.log10(shape, first, second)
        except ModelError:
            for i in own:
                beyond(pairs[i])
            continue
        others = {name: likelihoods.log10(s, first, second) for name, s in ALTERNATIVES.items()}
        shared = ((codes[first] > 0) & (codes[second] > 0)).sum(axis=1)
        for j, i in enumerate(own):
            ratios = _ratios(float(stated[j]), {name: float(logs[j]) for name, logs in others.items()})
            if ratios:
                family, a, b = pairs[i]
                best = min(ratios, key=ratios.__getitem__)
                name = relationship(case.families[family], a, b)
                found[i] = Relationship(family, (a, b), name, int(shared[j]), ratios, best)
    return [found[i] for i in sorted(found)]


def _ratios(stated: float, others: Mapping[str, float]) -> dict[str, float]:
    ratios: dict[str, float] = {}
    for name, other in others.items():
        if stated == other == -math.inf:
            continue
        name = IN_WORDS.get(name, name)
        ratios[name] = min(stated - other, ratios.get(name, math.inf))
    return ratios


def relationship_finding(pair: Relationship, threshold: float) -> Finding | None:
    """A warning where the best alternative is more than 10 ** `threshold` times better."""
    gain = -pair.log10_lr[pair.best]
    if gain <= threshold:
        return None
    a, b = pair.persons
    related = pair.stated != "unrelated"
    stated = f"{a} is {b}'s {pair.stated}, as stated" if related else "they are unrelated, as stated"
    if math.isinf(gain):
        text = f"It cannot be that {stated}: the profiles allow it in no way. Best explained as: {pair.best}."
    else:
        text = (
            f"The profiles of {a} and {b} are {times(gain)} times more probable if the two are {pair.best} "
            f"than if {stated} ({pair.markers} markers)."
        )
    return Finding("relationship", Severity.WARNING, text, pair.family, pair.persons, None, _finite(gain))


def times(log10: float) -> str:
    """A factor given as its log10, in two digits: 2,500 or 3.1e+09; no overflow however large."""
    if log10 < 6:
        return f"{float(f'{10**log10:.2g}'):,.{0 if log10 >= 1 else 1}f}"
    whole = math.floor(log10)
    digits = round(10 ** (log10 - whole), 1)
    return f"{digits:.1f}e+{whole:02d}" if digits < 10 else f"1.0e+{whole + 1:02d}"


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
