"""Direct matches in plain words, the remains of one person together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from antigone.cases.case import Case
from antigone.quality.direct_matches import REMAINS, Match, stated_twins
from antigone.quality.finding import Finding, Severity
from antigone.quality.pair_likelihood import PairLikelihoods
from antigone.quality.pair_shapes import ALTERNATIVES
from antigone.quality.relationships import times
from antigone.quality.samples import Samples


def match_findings(case: Case, samples: Samples, matches: Sequence[Match]) -> Iterator[Finding]:
    """A finding for each match, but one for each group of remains that match one another.

    `samples` are those of the case's references.
    """
    likelihoods: PairLikelihoods | None = None
    twins = stated_twins(case)
    home = {p.id: f for f, pedigree in case.families.items() for p in pedigree.people}
    bags = [m for m in matches if m.first.kind == m.second.kind == REMAINS]
    yield from map(_remains_finding, _groups(bags))
    for match in matches:
        a, b = match.first, match.second
        if (a.kind == b.kind == REMAINS) or frozenset((a.subject, b.subject)) in twins:
            continue
        family = home.get(a.subject)
        siblings = 0.0
        if b.kind != REMAINS:
            likelihoods = likelihoods or PairLikelihoods(samples)
            siblings = _against_siblings(samples, likelihoods, match)
        yield Finding(
            "direct_match" if b.kind == REMAINS else "duplicate",
            Severity.NOTE if (a.kind, b.kind) == ("personal", REMAINS) else Severity.WARNING,
            _sentence(match, siblings),
            family,
            (a.subject, b.subject),
            None,
            match.log10_lr,
        )


def _sentence(match: Match, siblings: float) -> str:
    a, b = match.first, match.second
    lr = (
        f"the profiles are {times(match.log10_lr)} times more probable if one person left both than if two "
        f"unrelated persons did ({match.markers} markers)"
    )
    if (a.kind, b.kind) == ("personal", REMAINS):
        return f"The remains {b.subject} match the personal effect of {a.subject}: {lr}."
    if b.kind == REMAINS:
        return (
            f"The remains {b.subject} match the reference profile of {a.subject}: {lr}. If {a.subject} is "
            "alive, the sample is contaminated or mislabelled."
        )
    rest = f"{lr}, and {times(siblings)} times more than of full siblings" if siblings > 0 else lr
    if "personal" in (a.kind, b.kind):
        return (
            f"The profiles of {a.subject} ({a.kind}) and {b.subject} ({b.kind}) look like one person's: "
            f"{rest}. An effect may carry another's DNA."
        )
    return (
        f"{a.subject} and {b.subject} have matching reference profiles: {rest}. Identical twins (state them "
        "in twin_of), one person registered twice, or a sample used twice."
    )


def _against_siblings(samples: Samples, likelihoods: PairLikelihoods, match: Match) -> float:
    first, second = (np.array([samples.table.position(s.subject)]) for s in (match.first, match.second))
    same, siblings = (
        float(likelihoods.log10(ALTERNATIVES[name], first, second)[0])
        for name in ("the same person", "full siblings")
    )
    return same - siblings


def _groups(matches: Sequence[Match]) -> list[list[Match]]:
    names = list(dict.fromkeys(s.subject for m in matches for s in (m.first, m.second)))
    number = {name: i for i, name in enumerate(names)}
    rows = [number[m.first.subject] for m in matches]
    columns = [number[m.second.subject] for m in matches]
    graph = coo_array(([1] * len(rows), (rows, columns)), shape=(len(names), len(names)))
    count, label = connected_components(graph, directed=False) if names else (0, [])
    return [[m for m in matches if label[number[m.first.subject]] == g] for g in range(count)]


def _remains_finding(group: list[Match]) -> Finding:
    names = tuple(dict.fromkeys(s.subject for m in group for s in (m.first, m.second)))
    weakest = min(group, key=lambda m: m.log10_lr)
    which = "each matching pair are at least" if len(group) > 1 else "the two are"
    text = (
        f"The remains {', '.join(names[:-1])} and {names[-1]} may be one person's: the profiles of "
        f"{which} {times(weakest.log10_lr)} times "
        "more probable if one person left both than if two unrelated persons did."
    )
    if len(group) < len(names) * (len(names) - 1) // 2:
        text += " Not every pair of them matches: look at each."
    return Finding("same_remains", Severity.WARNING, text, None, names, None, weakest.log10_lr)
