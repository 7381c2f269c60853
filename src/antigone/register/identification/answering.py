"""What the engine answers to frozen inputs: pairs with their reasons, and remains of one person."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from antigone.cases.case import Case
from antigone.errors import InputError, ModelError
from antigone.formats.case_folder import read_case
from antigone.identify.joint import JointPosterior, Watch, joint_posterior, unwatched
from antigone.identify.pairs import PairLR, wanted_lrs
from antigone.report.findings import Answer, RemainsFinding, prior_words, remains_findings
from antigone.report.sentences import (
    against_runner_up,
    group_sentence,
    pair_sentence,
    posterior_sentence,
)
from antigone.search.direct import collect_samples, compare, direct_matches
from antigone.search.search import search

SEED = 1
# A pair's search score and its exact log10 LR may differ in the last bits; nobody is lost to that.
SLACK = 1e-6
RIVALS = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A pair at or above the threshold, its joint posterior (None: not computed) and its reasons."""

    pair: PairLR
    posterior: float | None
    explanation: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Same:
    """Two remains of one person: log10 LR in all and by marker."""

    first: str
    second: str
    log10_lr: float
    markers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class EngineAnswer:
    """All that a run found, best first; `outcome` as identification.models.Run has it."""

    found: tuple[Found, ...]
    same: tuple[Same, ...]
    pairs: int
    notes: tuple[str, ...]
    outcome: Mapping[str, Any]


def answer(files: Mapping[str, str], watch: Watch = unwatched) -> EngineAnswer:
    """The engine's answer to a case folder's files: the same bits every time.

    Raises InputError naming the file where the inputs are no case.
    """
    case = open_case(files)
    notes = list(case.notes)
    watch("Comparing", 0, 1)
    hits = search(case, case.threshold_log10 - SLACK, progress=lambda n, of: watch("Comparing", n, of))
    joint: JointPosterior | None = None
    try:
        joint = joint_posterior(case, 1, SEED, watch)
    except ModelError as error:
        notes.append(f"no joint posterior: {error}")
    wanted: dict[str, set[str]] = {}
    for hit in hits.hits:
        wanted.setdefault(hit.missing, set()).add(hit.remains)
    for v, row in joint.marginals.items() if joint else ():
        for x in sorted(row, key=row.__getitem__, reverse=True)[:RIVALS]:
            if x != "none" and row[x] > 0:
                wanted.setdefault(x, set()).add(v)
    bodies = {x: sorted(wanted[x]) for x in sorted(wanted)}
    told = partial(watch, "Taking the numbers apart")
    pairs = {(p.remains, p.missing): p for p in wanted_lrs(case, bodies, told, likelihoods=False)}
    found = sorted(
        _explained(case, joint, pairs),
        key=lambda f: (-(f.pair.log10_lr or 0.0), f.pair.remains, f.pair.missing),
    )
    same = tuple(_same_persons(case))
    return EngineAnswer(tuple(found), same, hits.stats.pairs, tuple(notes), _outcome(joint))


def open_case(files: Mapping[str, str]) -> Case:
    """The case that the texts of a case folder's files are; InputError naming the file and what is wrong."""
    with written(files) as folder:
        return read_case(folder)


@contextmanager
def written(files: Mapping[str, str]) -> Iterator[str]:
    """A folder that holds the files for a while; an InputError of them does not name the folder."""
    with tempfile.TemporaryDirectory(prefix="antigone-run-") as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        try:
            yield folder
        except InputError as error:
            raise InputError(str(error).replace(f"{folder}/", "")) from None


def _explained(
    case: Case, joint: JointPosterior | None, pairs: Mapping[tuple[str, str], PairLR]
) -> Iterator[Found]:
    enough = case.threshold_log10
    kept = [p for p in pairs.values() if p.log10_lr is not None and p.log10_lr >= enough]
    if joint is None:
        for pair in kept:
            yield Found(pair, None, {"sentences": [pair_sentence(pair)]})
        return
    findings = {f.remains: f for f in remains_findings(case, joint, pairs)}
    for pair in kept:
        p = joint.marginals[pair.remains][pair.missing]
        yield Found(pair, p, _explanation(case, joint, findings[pair.remains], pair, p))


def _explanation(
    case: Case, joint: JointPosterior, finding: RemainsFinding, pair: PairLR, posterior: float
) -> dict[str, Any]:
    v, x = pair.remains, pair.missing
    best = finding.best.person == x
    group = finding.group if finding.group is not None and x in finding.group[1] else None
    if best:
        against = list(finding.against)
    else:
        holder = max(((w, row[x]) for w, row in joint.marginals.items()), key=lambda item: item[1])
        against = [against_runner_up(finding.best.pair, pair, holder if holder[0] != v else None)]
    return {
        "best": best,
        "status": finding.status if best else "",
        "sentences": [pair_sentence(pair), posterior_sentence(v, x, posterior, prior_words(case))],
        "group": None if group is None else {"remains": list(group[0]), "persons": list(group[1])},
        "group_sentence": "" if group is None else group_sentence(group),
        "group_posterior": finding.group_posterior if group is not None else None,
        "against": against,
        "next": "" if not best or finding.runner_up is None else finding.runner_up.person or "none",
        "rival": "" if not best or finding.rival is None else finding.rival[0],
        "none": joint.marginals[v]["none"],
        "rivals": [_rival(a) for a in finding.answers[: RIVALS + 1] if a.person not in (x, None)][:RIVALS],
        "direct": x in case.personal,
    }


def _rival(other: Answer) -> dict[str, Any]:
    lr = {} if other.pair is None else dict(other.pair.lr)
    score = None if other.pair is None else other.pair.log10_lr
    return {"person": other.person, "posterior": other.posterior, "log10_lr": score, "markers": lr}


def _same_persons(case: Case) -> Iterator[Same]:
    samples = collect_samples(case)
    matches, _stats = direct_matches(samples, case.threshold_log10)
    for m in matches:
        one, two = samples.subjects[m.first], samples.subjects[m.second]
        if one.kind == two.kind == "remains":
            yield Same(one.id, two.id, m.log10_lr, compare(samples, m.first, m.second))


def _outcome(joint: JointPosterior | None) -> dict[str, Any]:
    if joint is None:
        return {"method": "none", "seed": SEED}
    return {
        "method": joint.method,
        "error": joint.error,
        "seed": SEED,
        "groups": [{"remains": list(v), "persons": list(x)} for v, x in joint.groups],
        "sampling": [asdict(s) for s in joint.sampling],
    }
