"""Joint problems solved by writing out every assignment."""

import math
from itertools import product

from hypothesis import strategies as st

from antigone.identify.problem import Placement, build_problem


def assignments(problem):
    """[(pairs as sorted tuple of (remains, person) positions, ln weight, ln ratio)] of all with weight."""
    families = []
    for f in range(len(problem.families)):
        rows = [p for p in range(len(problem.family)) if problem.family[p] == f]
        families.append([None, *rows])
    found = []
    for choice in product(*families):
        rows = [p for p in choice if p is not None]
        pairs = sorted(pair for p in rows for pair in problem.pairs_of(p))
        if len({v for v, _ in pairs}) < len(pairs):
            continue
        left = set(range(len(problem.remains))) - {v for v, _ in pairs}
        none = math.fsum(problem.log_none[v] for v in left)
        ratio = math.fsum(problem.log_ratio[p] for p in rows)
        weight = none + math.fsum(problem.log_ratio[p] + problem.log_prior[p] for p in rows)
        if weight > -math.inf:
            found.append((tuple(pairs), weight, ratio))
    return found


def posterior(problem):
    """({pairs: posterior}, {(remains, person or None): marginal}, ln total)."""
    options = assignments(problem)
    top = max(w for _, w, _ in options)
    total = math.fsum(math.exp(w - top) for _, w, _ in options)
    each = {pairs: math.exp(w - top) / total for pairs, w, _ in options}
    terms = {}
    for pairs, p in each.items():
        who = dict(pairs)
        for v in range(len(problem.remains)):
            terms.setdefault((v, who.get(v)), []).append(p)
    return each, {k: math.fsum(v) for k, v in terms.items()}, top + math.log(total)


OPEN = st.just(False)
USUAL = st.floats(-30, 30)


@st.composite
def problems(draw, most_remains=4, several=2, closed=OPEN, spread=USUAL):
    """Random problems: families of up to `several` missing persons, some placements and odds left out."""
    remains = [f"V{i}" for i in range(draw(st.integers(1, most_remains)))]
    missing = {}
    for f in range(draw(st.integers(1, 3))):
        for k in range(draw(st.integers(1, several))):
            missing[f"X{f}{k}"] = f"F{f}"
    placements = []
    for f in dict.fromkeys(missing.values()):
        persons = [x for x, home in missing.items() if home == f]
        for choice in product([None, *remains], repeat=len(persons)):
            pairs = {x: v for x, v in zip(persons, choice, strict=True) if v is not None}
            if not pairs or len(set(pairs.values())) < len(pairs) or draw(st.integers(0, 3)) == 0:
                continue
            placements.append(Placement(pairs, draw(spread)))
    odds = {v: {"none": draw(st.sampled_from([1.0, 0.25, 3.0]))} for v in remains}
    for v in remains:
        for x in missing:
            if draw(st.integers(0, 4)) == 0:
                odds[v][x] = draw(st.sampled_from([0.0, 0.1, 8.0]))
    return build_problem(remains, missing, placements, odds, draw(closed))
