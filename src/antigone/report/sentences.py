"""Conclusions in plain language.

A likelihood ratio is said as what it is: how probable the profiles are under each hypothesis, never as
how probable a hypothesis is. Only the posterior, with the prior it rests on, speaks of that.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from antigone.identify.groups import Group
from antigone.identify.pairs import PairLR
from antigone.report.words import listed, probability, ratio, times

ABOUT_EQUAL = math.log10(1.05)


def pair_sentence(pair: PairLR) -> str:
    """What the profiles say of one pair."""
    v, x = pair.remains, pair.missing
    if pair.log10_lr is None:
        return exclusion_sentence(pair)
    if not pair.lr:
        return f"No marker compares {v} with the family of {x}: the profiles say nothing."
    unrelated = f"{v} is an unrelated person of the same population"
    if abs(pair.log10_lr) < ABOUT_EQUAL:
        return f"The profiles are about as probable if {v} is {x} as if {unrelated}."
    more = "more" if pair.log10_lr > 0 else "less"
    factor = times(abs(pair.log10_lr))
    return f"The profiles are {factor} times {more} probable if {v} is {x} than if {unrelated}."


def exclusion_sentence(pair: PairLR) -> str:
    """Why a pair is excluded."""
    markers = [m for m in pair.excluded_by if m != "sex"]
    parts = []
    if "sex" in pair.excluded_by:
        parts.append("the stated sexes differ")
    if markers:
        word = "marker" if len(markers) == 1 else "markers"
        parts.append(f"under the stated model the profiles cannot arise at {word} {listed(markers)}")
    return f"{pair.remains} is excluded as {pair.missing}: {'; '.join(parts)}."


def posterior_sentence(remains: str, person: str | None, value: float, prior: str) -> str:
    """What the joint answer says of one remains."""
    who = f"{remains} is {person}" if person is not None else f"{remains} is none of the missing persons"
    return (
        f"Given all profiles of the case, the model and {prior}, the probability that {who} is "
        f"{probability(value)}."
    )


def group_sentence(group: Group) -> str:
    """Who cannot be told apart."""
    remains, persons = group
    if len(remains) == len(persons):
        who = f"{listed(remains)} are {listed(persons)}, in unknown order"
        return f"{who}: the profiles cannot tell them apart."
    if len(remains) == 1:
        return f"{remains[0]} is {listed(persons, last='or')}: the profiles cannot tell them apart."
    who = f"{listed(remains)} are {len(remains)} of {listed(persons)}"
    return f"{who}: the profiles cannot tell which of them is which."


def against_runner_up(best: PairLR | None, other: PairLR, holder: tuple[str, float] | None) -> str:
    """Why another person is less probable; `holder` is the remains that more probably are that person."""
    x = other.missing
    if other.log10_lr is None:
        return exclusion_sentence(other)
    if best is None or best.log10_lr is None:
        if holder is not None and other.log10_lr > ABOUT_EQUAL:
            return f"{pair_sentence(other)} {two_bodies(other, holder)}"
        against = {m: value for m, value in other.lr.items() if value < 1}
        return pair_sentence(other) + _most("Most against it", against, reverse=False)
    gap = best.log10_lr - other.log10_lr
    if gap > ABOUT_EQUAL:
        text = f"The likelihood ratio for {best.missing} is {times(gap)} times that for {x}"
        worst = worse_markers(best, other)
        if worst:
            shown = [f"{m} ({ratio(_log(best.lr[m]))} against {ratio(_log(other.lr[m]))})" for m in worst]
            text += f"; most at {listed(shown)}"
        return text + "."
    text = f"The pair alone speaks as much for {x} (likelihood ratio {ratio(other.log10_lr)}) or more"
    if holder is None:
        return text + "."
    remains, value = holder
    return (
        f"{text}; but {remains} more probably are {x} (probability {probability(value)}), and one person "
        "cannot be two bodies."
    )


def two_bodies(pair: PairLR, rival: tuple[str, float]) -> str:
    """That other remains may be the same person, and how probably."""
    remains, value = rival
    return (
        f"{remains} may be {pair.missing} too (probability {probability(value)}), and one person cannot be "
        f"two bodies. Compare the profiles of {pair.remains} and {remains}: they may be parts of one body."
    )


def against_none(best: PairLR) -> str:
    """Why it is less probable that the remains are none of the missing."""
    if best.log10_lr is not None and best.log10_lr <= ABOUT_EQUAL:
        return pair_sentence(best)
    text = "The likelihood ratio stated above speaks against it."
    return text + _most("Most at", {m: v for m, v in best.lr.items() if v > 1}, reverse=True)


def _most(opening: str, lr: Mapping[str, float], reverse: bool, most: int = 4) -> str:
    chosen = sorted(lr, key=lr.__getitem__, reverse=reverse)[:most]
    if not chosen:
        return ""
    return f" {opening} {listed([f'{m} ({ratio(_log(lr[m]))})' for m in chosen])}."


def worse_markers(best: PairLR, other: PairLR, most: int = 4) -> list[str]:
    """The markers that favour `best` over `other` most, by at least a factor of 2."""
    gaps = {m: _log(best.lr[m]) - _log(other.lr[m]) for m in best.lr if m in other.lr}
    favoured = [m for m, gap in gaps.items() if gap > math.log10(2)]
    return sorted(favoured, key=lambda m: -gaps[m])[:most]


def _log(value: float) -> float:
    return math.log10(value) if value > 0 else -math.inf
