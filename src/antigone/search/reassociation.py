"""The samples of one person as a cluster: its consensus profile, and what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from antigone.cases.case import Case
from antigone.cases.profiles import Genotype
from antigone.search.direct import Match, Samples, compare

MOST_COMPARED = 200


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a cluster may hold more than one person.

    `kind`: "alleles" (more than two at a marker), "exclusion" (two members cannot be one person),
    "weak" (two members are likelier unrelated), "sex", "owners" (effects of several missing persons).
    """

    kind: str
    subjects: tuple[str, ...]
    markers: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Samples (positions) joined by matches; `consensus` maps a marker to its one or two alleles."""

    members: tuple[int, ...]
    consensus: Mapping[str, tuple[str, ...]]
    conflicts: tuple[Conflict, ...]


def cluster_samples(case: Case, samples: Samples, matches: Sequence[Match]) -> tuple[Cluster, ...]:
    """The connected groups of matches, largest first; every pair in a group is held against the others."""
    count = len(samples.subjects)
    ends = np.array([(m.first, m.second) for m in matches], dtype=np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(count, count))
    _, label = connected_components(graph, directed=False)
    groups: dict[int, list[int]] = {}
    for i in np.unique(ends).tolist():
        groups.setdefault(int(label[i]), []).append(i)
    found = [_cluster(case, samples, tuple(g)) for g in groups.values()]
    return tuple(sorted(found, key=lambda c: (-len(c.members), c.members)))


def _cluster(case: Case, samples: Samples, members: tuple[int, ...]) -> Cluster:
    seen = [_genotypes(case, samples, i) for i in members]
    consensus: dict[str, tuple[str, ...]] = {}
    conflicts: list[Conflict] = []
    for marker in samples.markers:
        own = [g[marker] for g in seen if marker in g]
        alleles = sorted({a for g in own for a in (g.first, g.second) if a is not None}, key=_size)
        if len(alleles) > 2:
            names = tuple(samples.subjects[i].id for i, g in zip(members, seen, strict=True) if marker in g)
            text = f"{marker}: {', '.join(alleles)} are more alleles than one person has"
            conflicts.append(Conflict("alleles", names, (marker,), text))
        elif len(alleles) == 1 and any(g.second is not None for g in own):
            consensus[marker] = (alleles[0], alleles[0])
        elif alleles:
            consensus[marker] = tuple(alleles)
    conflicts += _pair_conflicts(samples, members)
    owners = tuple(samples.subjects[i].id for i in members if samples.subjects[i].kind == "personal")
    if len(owners) > 1:
        text = f"effects of {', '.join(owners)} match the same remains"
        conflicts.append(Conflict("owners", owners, (), text))
    return Cluster(members, consensus, tuple(conflicts))


def _genotypes(case: Case, samples: Samples, i: int) -> Mapping[str, Genotype]:
    subject = samples.subjects[i]
    table = case.profiles if subject.kind == "remains" else case.personal
    return table[subject.id].genotypes


def _pair_conflicts(samples: Samples, members: tuple[int, ...]) -> list[Conflict]:
    conflicts: list[Conflict] = []
    # Beyond this size the chain of matches itself is the finding; its first members show it.
    for a, b in combinations(members[:MOST_COMPARED], 2):
        first, second = samples.subjects[a], samples.subjects[b]
        names = (first.id, second.id)
        if "unknown" not in (first.sex, second.sex) and first.sex != second.sex:
            text = f"{first.id} is {first.sex}, {second.id} is {second.sex}"
            conflicts.append(Conflict("sex", names, (), text))
        by_marker = compare(samples, a, b)
        against = tuple(m for m, v in by_marker.items() if v == -np.inf)
        total = sum(by_marker.values())
        if against:
            text = f"{first.id} and {second.id} differ at {', '.join(against)}"
            conflicts.append(Conflict("exclusion", names, against, text))
        elif total < 0:
            text = f"{first.id} and {second.id} are likelier unrelated (log10 LR {total:.2f})"
            conflicts.append(Conflict("weak", names, (), text))
    return conflicts


def _size(allele: str) -> tuple[float, str]:
    try:
        return float(allele), allele
    except ValueError:
        return float("inf"), allele
