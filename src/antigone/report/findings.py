"""What the report says of each remains and each missing person."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from antigone.cases.case import Case
from antigone.identify.groups import Group
from antigone.identify.joint import JointPosterior
from antigone.identify.pairs import PairLR
from antigone.report.sentences import (
    against_none,
    against_runner_up,
    exclusion_sentence,
    group_sentence,
    pair_sentence,
    posterior_sentence,
    two_bodies,
)
from antigone.report.words import power_of_ten, probability

SUPPORTED_AT = 0.99
WORTH_NAMING = 1e-4
LEADING = 8
Pairs = Mapping[tuple[str, str], PairLR]


@dataclass(frozen=True, slots=True)
class Answer:
    """One identity of remains (None: none of the missing) with its posterior and pair."""

    person: str | None
    posterior: float
    pair: PairLR | None


@dataclass(frozen=True, slots=True)
class RemainsFinding:
    """The finding on one remains.

    `status` is supported, group, none or undecided; `answers` are the most probable first, those without a
    pair left out beyond the leading ones; `shown` is the pair that the page draws, where one is possible;
    `runner_up` the best answer beside (or outside the group); `excluded` are sentences on exclusions, which
    are `excluded_count` in all. `rival`: other remains that may be the same person, and how probably, where
    that is why these remains may be nobody.
    """

    remains: str
    status: str
    group: Group | None
    group_posterior: float
    answers: tuple[Answer, ...]
    shown: PairLR | None
    runner_up: Answer | None
    rival: tuple[str, float] | None
    sentences: tuple[str, ...]
    against: tuple[str, ...]
    excluded: tuple[str, ...]
    excluded_count: int

    @property
    def best(self) -> Answer:
        """The most probable answer."""
        return self.answers[0]


@dataclass(frozen=True, slots=True)
class PersonFinding:
    """The finding on one missing person; `absent` is the probability that no remains are this person."""

    person: str
    family: str
    best_remains: str | None
    posterior: float
    absent: float
    claimed_by: tuple[str, ...]
    sentences: tuple[str, ...]


def prior_words(case: Case) -> str:
    """The prior, to be read after "given"."""
    base = "a prior under which every admissible assignment is equally probable"
    if case.prior.odds:
        base = "the stated prior odds"
    return base + (", every remains being one of the missing" if case.prior.closed else "")


def remains_findings(
    case: Case, result: JointPosterior, pairs: Pairs, excluded: Mapping[str, int] | None = None
) -> tuple[RemainsFinding, ...]:
    """The findings on all remains in the case's order.

    `pairs` need only hold those to be named; `excluded` counts the exclusions of each remains where they do
    not hold all.
    """
    groups = {v: g for g in result.groups for v in g[0]}
    nearest = _nearest(case, result)
    known: dict[str, set[str]] = {}
    for v, x in pairs:
        known.setdefault(v, set()).add(x)
    return tuple(
        _remains(
            case, v, _answers(row, pairs, v, known.get(v, set())), row, groups.get(v), nearest, excluded or {}
        )
        for v, row in result.marginals.items()
    )


def _answers(row: Mapping[str, float], pairs: Pairs, v: str, known: Collection[str]) -> tuple[Answer, ...]:
    """The answers most probable first: the leading ones and those whose pair is known."""
    names = list(row)
    values = np.array([row[x] for x in names])
    order = np.argsort(-values, kind="stable").tolist()
    return tuple(
        Answer(None if names[i] == "none" else names[i], float(values[i]), pairs.get((v, names[i])))
        for place, i in enumerate(order)
        if place < LEADING or names[i] == "none" or names[i] in known
    )


Nearest = Mapping[str, tuple[tuple[str, float], ...]]


def _nearest(case: Case, result: JointPosterior) -> Nearest:
    """For each missing person the two remains that most probably are they, and how probably."""
    first, second = (np.zeros(len(case.missing)) for _ in range(2))
    holder, rival = (np.full(len(case.missing), -1) for _ in range(2))
    for v, row in enumerate(result.marginals.values()):
        values = np.array([row[x] for x in case.missing])
        better = values > first
        other = ~better & (values > second)
        second[better], rival[better] = first[better], holder[better]
        first[better], holder[better] = values[better], v
        second[other], rival[other] = values[other], v
    names = list(result.marginals)
    both = zip(holder.tolist(), first.tolist(), rival.tolist(), second.tolist(), strict=True)
    return {
        x: tuple((names[v], p) for v, p in ((a, pa), (b, pb)) if v >= 0)
        for x, (a, pa, b, pb) in zip(case.missing, both, strict=True)
    }


def _remains(
    case: Case,
    v: str,
    answers: tuple[Answer, ...],
    row: Mapping[str, float],
    group: Group | None,
    nearest: Nearest,
    counts: Mapping[str, int],
) -> RemainsFinding:
    best = answers[0]
    members = group[1] if group is not None else ()
    together = sum(row[x] for x in members)
    rest = [a for a in answers[1:] if a.person not in members]
    runner_up = rest[0] if rest and (rest[0].posterior > 0 or _possible(rest[0])) else None
    likely = [a.pair for a in answers if a.pair is not None and a.pair.log10_lr is not None]
    shown = best.pair if best.pair is not None else max(likely, key=_strength, default=None)
    status = _status(case, best, group is not None, together)
    rival = _rival(best, runner_up, nearest)
    excluded = {a.pair.missing: a.pair for a in answers if a.pair is not None and a.pair.log10_lr is None}
    return RemainsFinding(
        v, status, group, together, answers, shown, runner_up, rival,
        _told(case, v, best, group, together, shown),
        _against(best, runner_up, rest, rival, nearest) if runner_up is not None else (),
        tuple(exclusion_sentence(excluded[x]) for x in row if x in excluded),
        max(counts.get(v, 0), len(excluded)),
    )  # fmt: skip


def _possible(answer: Answer) -> bool:
    return answer.person is None or (answer.pair is not None and answer.pair.log10_lr is not None)


def _strength(pair: PairLR) -> float:
    return pair.log10_lr if pair.log10_lr is not None else float("-inf")


def _status(case: Case, best: Answer, grouped: bool, together: float) -> str:
    if grouped:
        return "group" if together >= SUPPORTED_AT else "undecided"
    if best.posterior < SUPPORTED_AT:
        return "undecided"
    if best.person is None:
        return "none"
    strong = best.pair is not None and _strength(best.pair) >= case.threshold_log10
    return "supported" if strong else "undecided"


def _told(
    case: Case, v: str, best: Answer, group: Group | None, together: float, shown: PairLR | None
) -> tuple[str, ...]:
    prior = prior_words(case)
    texts = [pair_sentence(shown)] if shown is not None else []
    if group is not None:
        remains, persons = group
        texts.append(group_sentence(group))
        among = persons[0] if len(persons) == 1 else "one of them"
        texts.append(posterior_sentence(v, among, together, prior))
        return tuple(texts)
    texts.append(posterior_sentence(v, best.person, best.posterior, prior))
    sure = best.pair is not None and best.posterior >= SUPPORTED_AT
    if sure and best.pair is not None and _strength(best.pair) < case.threshold_log10:
        texts.append(
            f"The likelihood ratio is below the case's threshold of {power_of_ten(case.threshold_log10)}: no "
            "identity is proposed."
        )
    return tuple(texts)


def _rival(best: Answer, other: Answer | None, nearest: Nearest) -> tuple[str, float] | None:
    if other is None or other.person is not None or best.pair is None:
        return None
    rivals = [c for c in nearest.get(best.pair.missing, ()) if c[0] != best.pair.remains]
    # The two cannot both be this person, so that nearly all of "none" is the rival's being it.
    shared = other.posterior > 1 - SUPPORTED_AT and bool(rivals) and rivals[0][1] > other.posterior / 2
    return rivals[0] if shared else None


def _against(
    best: Answer,
    other: Answer,
    rest: Sequence[Answer],
    rival: tuple[str, float] | None,
    nearest: Nearest,
) -> tuple[str, ...]:
    """Why the runner-up is worse; where that is none of the missing, also why the next person is."""
    texts = []
    if other.person is None and best.pair is not None:
        texts.append(against_none(best.pair) if rival is None else two_bodies(best.pair, rival))
    pair = next((a.pair for a in rest if a.pair is not None and a.pair.log10_lr is not None), None)
    if pair is not None:
        holder = next(iter(nearest.get(pair.missing, ())), None)
        if holder is not None and holder[0] == pair.remains:
            holder = None
        texts.append(against_runner_up(best.pair, pair, holder))
    return tuple(texts)


def person_findings(
    case: Case, result: JointPosterior, remains: tuple[RemainsFinding, ...]
) -> tuple[PersonFinding, ...]:
    """The findings on all missing persons in the case's order."""
    nearest = _nearest(case, result)
    placed = np.zeros(len(case.missing))
    for row in result.marginals.values():
        placed += np.array([row[x] for x in case.missing])
    claims: dict[str, list[str]] = {}
    for f in remains:
        if f.status != "none":
            persons = {f.best.person, *(f.group[1] if f.group is not None else ())}
            for x in persons - {None}:
                claims.setdefault(str(x), []).append(f.remains)
    found = []
    for (x, family), total in zip(case.missing.items(), placed.tolist(), strict=True):
        absent = max(0.0, 1.0 - total)
        best, value = next(iter(nearest.get(x, ())), (None, 0.0))
        best = best if value >= WORTH_NAMING else None
        claimed = tuple(claims.get(x, ()))
        texts = [] if claimed else [_absent_sentence(case, x, absent)]
        found.append(PersonFinding(x, family, best, value, absent, claimed, tuple(texts)))
    return tuple(found)


def _absent_sentence(case: Case, person: str, absent: float) -> str:
    return (
        f"Given all profiles of the case, the model and {prior_words(case)}, the probability that none of "
        f"these remains are {person} is {probability(absent)}."
    )
