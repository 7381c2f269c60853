"""The stated relationship of each typed pair against what else the two might be."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from antigone.cases.case import Case
from antigone.pedigrees.relationships import relationship
from antigone.quality.finding import Finding, Severity
from antigone.quality.pair_likelihood import pair_log10
from antigone.quality.pair_shapes import ALTERNATIVES, stated_shape
from antigone.quality.tolerant import tolerant_markers

IN_WORDS = {"child and parent": "parent and child"}


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


def family_relationships(case: Case, family: str) -> Iterator[Relationship]:
    """Every pair of typed persons of a family that shares a typed marker; ModelError beyond exact reach."""
    for a, b in typed_pairs(case, family):
        found = pair_relationship(case, family, a, b)
        if found is not None:
            yield found


def typed_pairs(case: Case, family: str) -> Iterator[tuple[str, str]]:
    """Every two typed persons of a family."""
    return combinations([p.id for p in case.families[family].people if p.id in case.references], 2)


def pair_relationship(case: Case, family: str, a: str, b: str) -> Relationship | None:
    """Two typed persons of a family; None where they share no typed marker or nothing explains both."""
    pedigree = case.families[family]
    one, two = case.references[a].genotypes, case.references[b].genotypes
    shared = [m for m in tolerant_markers(case.markers) if m.name in one and m.name in two]
    if not shared:
        return None
    stated = pair_log10(stated_shape(pedigree, a, b), shared, one, two)
    ratios: dict[str, float] = {}
    for name, shape in ALTERNATIVES.items():
        other = pair_log10(shape, shared, one, two)
        if stated == other == -math.inf:
            continue
        name = IN_WORDS.get(name, name)
        ratios[name] = min(stated - other, ratios.get(name, math.inf))
    if not ratios:
        return None
    best = min(ratios, key=ratios.__getitem__)
    return Relationship(family, (a, b), relationship(pedigree, a, b), len(shared), ratios, best)


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
