"""Remains of unknown sex at X-linked markers: each sex is as probable as the other before the profile.

A likelihood ratio compares the missing person with an unrelated one of the same sex. In the joint answer
remains that belong to nobody may be of either sex, so what the X-linked profile says of the sex itself counts
too: P(profile | sex s) / ½ Σ P(profile | sex), over all X-linked markers together.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from antigone.cases.case import Case
from antigone.cases.profiles import UNTYPED
from antigone.cases.scoring import genotype_evidence
from antigone.likelihood.family import family_log_likelihood
from antigone.likelihood.tables import UNRELATED
from antigone.pedigrees.pedigree import Person, build_pedigree

Floats = NDArray[np.float64]
SEXES = ("male", "female")


def sex_weights(case: Case) -> Mapping[str, Floats]:
    """By sex of a missing person: the ln factor (R,) of each remains; 0 where their sex is stated.

    A missing person of unknown sex is taken as the engine takes one at X: with two copies.
    """
    by_sex, together = _logs(case)
    weights = {}
    for sex, logs in by_sex.items():
        with np.errstate(invalid="ignore"):
            weights[sex] = np.where(together == 0.0, 0.0, logs - together)
    return weights | {"unknown": weights["female"]}


def unknown_sex_log_likelihood(case: Case) -> Floats:
    """ln P(X-linked profile) (R,) of remains of unknown sex by themselves, 0 for others."""
    return _logs(case)[1]


def unknown_sex_notes(case: Case) -> list[str]:
    """What is taken for granted of such remains, where there are any."""
    x_linked = [m for m, marker in enumerate(case.markers) if marker.x_linked]
    typed = dict(
        zip(case.profiles.subjects, (case.profiles.codes[:, x_linked] != UNTYPED).any(axis=1), strict=True)
    )
    names = [r.id for r in case.remains if r.sex == "unknown" and typed.get(r.id, False)]
    if not names:
        return []
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    return [
        f"{shown}: of unknown sex and typed at X-linked markers; their LR compares with an unrelated person "
        "of the missing person's sex, the joint posterior weighs both sexes alike before the profile"
    ]


def _logs(case: Case) -> tuple[dict[str, Floats], Floats]:
    """ln P(X-linked profile | sex) (R,) by sex, and of either sex alike; 0 where the sex is stated."""
    by_sex = {sex: np.zeros(len(case.remains)) for sex in SEXES}
    together = np.zeros(len(case.remains))
    x_linked = [(m, marker) for m, marker in enumerate(case.markers) if marker.x_linked]
    alone = cache(partial(_alone, case))
    for v, remains in enumerate(case.remains):
        if remains.sex != "unknown" or remains.id not in case.profiles:
            continue
        codes = case.profiles.row(remains.id)
        typed = [(m, int(codes[m])) for m, _ in x_linked if codes[m] != UNTYPED]
        if not typed:
            continue
        for sex in SEXES:
            by_sex[sex][v] = sum(alone(m, code, sex) for m, code in typed)
        together[v] = np.logaddexp(by_sex["male"][v], by_sex["female"][v]) - np.log(2.0)
    return by_sex, together


def _alone(case: Case, m: int, code: int, sex: str) -> float:
    marker = case.markers[m]
    seen = genotype_evidence(case.profiles.genotypes[marker.name][code - 1], True, marker, sex == "male")
    person = build_pedigree("", [Person(UNRELATED, sex=sex)])
    return family_log_likelihood(person, marker, {UNRELATED: seen}, case.theta)
