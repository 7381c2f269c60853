"""Nested and overlapping wholes, open counts, several sources: against enumeration of all counts."""

import itertools
import random
import re

import numpy as np
import pytest

from antigone.accounts.account import account
from antigone.accounts.group import Claim, Group, Whole

MOST, TOP = 3, 10
"""Claims name at most MOST; a part never needs more than TOP to agree with a set of them."""


def invented(seed):
    draw = random.Random(seed)
    parts = {"g": None}
    for name in "abc"[: draw.randint(2, 3)]:
        parts[name] = draw.choice(list(parts))
    wholes = []
    for of in parts:
        children = [p for p in parts if parts[p] == of]
        if len(children) > 1 and draw.random() < 0.7:
            chosen = draw.sample(children, draw.randint(2, len(children)))
            wholes.append(Whole(of, tuple(sorted(chosen))))
    claims = [Claim("k", "s0", "g", 0, MOST)] if draw.random() < 0.7 else []
    for i in range(draw.randint(1, 6)):
        low, high = sorted((draw.randint(0, MOST), draw.randint(0, MOST)))
        high = draw.choice([low, high, None])
        claims.append(Claim(f"c{i}", draw.choice(["s0", "s1"]), draw.choice(list(parts)), low, high))
    return Group("g", parts, tuple(wholes), tuple(claims), {"sum": tuple(draw.choices(list(parts), k=2))})


class Enumerated:
    """Every count of every part up to TOP that the parts and wholes allow."""

    def __init__(self, group):
        self.group = group
        columns = np.indices((TOP + 1,) * len(group.part_of)).reshape(len(group.part_of), -1)
        of = dict(zip(group.part_of, columns, strict=True))
        good = np.ones(columns.shape[1], bool)
        for part, whole in group.part_of.items():
            good &= True if whole is None else of[part] <= of[whole]
        for whole in group.wholes:
            good &= sum(of[p] for p in whole.parts) == of[whole.of]
        self.counts = {part: values[good] for part, values in of.items()}

    def agree(self, claims):
        kept = np.ones(len(self.counts["g"]), bool)
        for c in claims:
            kept &= self.counts[c.part] >= c.least
            kept &= True if c.most is None else self.counts[c.part] <= c.most
        return kept

    def bounds(self, claims, parts):
        kept = self.agree(claims)
        inner = kept & (np.max(list(self.counts.values()), axis=0) < TOP)
        total = sum(self.counts[p] for p in parts)
        # What grows with TOP has no upper limit.
        most = int(total[kept].max())
        return int(total[kept].min()), None if most > total[inner].max() else most

    def conflicts(self, claims):
        found = set()
        for size in range(1, len(claims) + 1):
            for chosen in itertools.combinations(claims, size):
                ids = frozenset(c.id for c in chosen)
                if not any(f <= ids for f in found) and not self.agree(chosen).any():
                    found.add(ids)
        return found


def total_of(derivation):
    if stated := re.match(r"(\d+), the only count", derivation):
        return int(stated[1])
    terms = re.findall(r"([−+]?)\s*(\d+) \(\w+\)", derivation)
    return sum(-int(n) if sign == "−" else int(n) for sign, n in terms)


@pytest.mark.parametrize("seed", range(40))
def test_findings_are_those_of_enumeration(seed):
    group = invented(seed)
    every = Enumerated(group)
    found = account(group)
    said = [(f, group.said_by(s)) for s, f in found.sources.items()]
    for finding, claims in [*said, (found.together, group.claims)]:
        assert finding.consistent == bool(every.agree(claims).any())
        if not finding.consistent:
            assert {frozenset(c) for c in finding.conflicts} == every.conflicts(claims)
            continue
        wanted = {p: (p,) for p in group.part_of} | dict(group.asks)
        assert finding.bounds == {name: every.bounds(claims, parts) for name, parts in wanted.items()}
        for name, text in finding.derivations.items():
            value = (total_of(text),) * 2
            assert finding.bounds[name] == value
            if "only count" in text:
                named = [c for c in claims if c.id in re.findall(r"\w+", text.split("limits of")[-1])]
                assert every.bounds(named, wanted[name]) == value
                for left_out in named:
                    fewer = [c for c in named if c is not left_out]
                    assert every.bounds(fewer, wanted[name]) != value


def differing(parts, wholes, also=()):
    """Two sources that give each of so many parts another count."""
    names = [f"p{i}" for i in range(parts)]
    claims = [Claim(f"a{i}", "a", p, i, i) for i, p in enumerate(names)]
    claims += [Claim(f"b{i}", "b", p, i + 1, i + 1) for i, p in enumerate(names)]
    group = Group("g", {"g": None} | {p: "g" for p in names}, wholes(names), (*claims, *also), {})
    return group, [(f"a{i}", f"b{i}") for i in range(parts)]


def test_sources_that_differ_in_nineteen_parts_have_nineteen_conflicts():
    group, pairs = differing(19, lambda names: (Whole("g", tuple(names)),))
    assert account(group).together.conflicts == tuple(pairs)


def test_a_total_that_no_choice_of_parts_can_reach_is_one_conflict_more():
    most = sum(range(1, 5))
    too_many = Claim("t", "c", "g", most + 1, most + 1)
    group, pairs = differing(4, lambda names: (Whole("g", tuple(names)),), [too_many])
    found = account(group).together.conflicts
    every = {frozenset(c) for c in found}
    assert set(map(frozenset, pairs)) <= every
    others = [c for c in found if "t" in c]
    # With the total every choice of one claim a part contradicts: two to the fourth.
    assert len(others) == 16 and all(len(c) == 5 for c in others)


def test_halves_of_people_agree_and_whole_ones_do_not():
    parts = {"g": None, "a": "g", "b": "g", "c": "g"}
    wholes = (Whole("g", ("a", "b")), Whole("g", ("b", "c")), Whole("g", ("a", "c")))
    found = account(Group("g", parts, wholes, (Claim("odd", "s", "g", 7, 7),), {})).together
    assert found.conflicts == (("odd",),)


def test_counts_near_the_largest_are_told_apart_by_one():
    parts = {"g": None, "a": "g", "b": "g"}
    counts = {"g": 10**9, "a": 10**9 - 1, "b": 2}
    claims = tuple(Claim(p, "s", p, n, n) for p, n in counts.items())
    found = account(Group("g", parts, (Whole("g", ("a", "b")),), claims, {})).together
    assert found.conflicts == (("g", "a", "b"),)
