"""What the report says of each remains and each missing person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
)
from antigone.report.words import power_of_ten, probability

SUPPORTED_AT = 0.99
WORTH_NAMING = 1e-4
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

    `status` is supported, group, none or undecided; `answers` are the most probable first; `shown` is the
    pair that the page draws, where one is possible; `runner_up` the best answer beside (or outside the
    group).
    """

    remains: str
    status: str
    group: Group | None
    group_posterior: float
    answers: tuple[Answer, ...]
    shown: PairLR | None
    runner_up: Answer | None
    sentences: tuple[str, ...]
    against: tuple[str, ...]
    excluded: tuple[str, ...]

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


def remains_findings(case: Case, result: JointPosterior, pairs: Pairs) -> tuple[RemainsFinding, ...]:
    """The findings on all remains in the case's order."""
    groups = {v: g for g in result.groups for v in g[0]}
    holders = _holders(result)
    return tuple(_remains(case, result, pairs, v, groups.get(v), holders) for v in result.marginals)


def _holders(result: JointPosterior) -> dict[str, tuple[str, float]]:
    holders: dict[str, tuple[str, float]] = {}
    for v, row in result.marginals.items():
        for x, p in row.items():
            if x != "none" and p > holders.get(x, ("", 0.0))[1]:
                holders[x] = (v, p)
    return holders


def _remains(
    case: Case,
    result: JointPosterior,
    pairs: Pairs,
    v: str,
    group: Group | None,
    holders: Mapping[str, tuple[str, float]],
) -> RemainsFinding:
    row = result.marginals[v]
    answers = tuple(
        Answer(None if x == "none" else x, p, pairs.get((v, x)))
        for x, p in sorted(row.items(), key=lambda item: -item[1])
    )
    best = answers[0]
    members = group[1] if group is not None else ()
    together = sum(row[x] for x in members)
    rest = [a for a in answers[1:] if a.person not in members]
    runner_up = rest[0] if rest and (rest[0].posterior > 0 or _possible(rest[0])) else None
    likely = [a.pair for a in answers if a.pair is not None and a.pair.log10_lr is not None]
    shown = best.pair if best.pair is not None else max(likely, key=_strength, default=None)
    status = _status(case, best, group is not None, together)
    return RemainsFinding(
        v, status, group, together, answers, shown, runner_up,
        _told(case, v, best, group, together, shown),
        _against(best, runner_up, rest, holders) if runner_up is not None else (),
        tuple(exclusion_sentence(a.pair) for a in answers if a.pair is not None and a.pair.log10_lr is None),
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


def _against(
    best: Answer, other: Answer, rest: Sequence[Answer], holders: Mapping[str, tuple[str, float]]
) -> tuple[str, ...]:
    """Why the runner-up is worse; where that is none of the missing, also why the next person is."""
    texts = []
    if other.person is None and best.pair is not None:
        texts.append(against_none(best.pair))
    nearest = next((a.pair for a in rest if a.pair is not None and a.pair.log10_lr is not None), None)
    if nearest is not None:
        holder = holders.get(nearest.missing)
        if holder is not None and holder[0] == nearest.remains:
            holder = None
        texts.append(against_runner_up(best.pair, nearest, holder))
    return tuple(texts)


def person_findings(
    case: Case, result: JointPosterior, remains: tuple[RemainsFinding, ...]
) -> tuple[PersonFinding, ...]:
    """The findings on all missing persons in the case's order."""
    holders = _holders(result)
    found = []
    for x, family in case.missing.items():
        absent = max(0.0, 1.0 - sum(row[x] for row in result.marginals.values()))
        best, value = holders.get(x, (None, 0.0))
        best = best if value >= WORTH_NAMING else None
        claimed = tuple(
            f.remains
            for f in remains
            if f.status != "none" and (f.best.person == x or (f.group is not None and x in f.group[1]))
        )
        texts = [] if claimed else [_absent_sentence(case, x, absent)]
        found.append(PersonFinding(x, family, best, value, absent, claimed, tuple(texts)))
    return tuple(found)


def _absent_sentence(case: Case, person: str, absent: float) -> str:
    return (
        f"Given all profiles of the case, the model and {prior_words(case)}, the probability that none of "
        f"these remains are {person} is {probability(absent)}."
    )
