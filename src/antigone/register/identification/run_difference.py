"""Two runs side by side: what was asked otherwise, and what came out otherwise."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from antigone.register.identification.models import Candidate, Run


@dataclass(frozen=True, slots=True)
class RunDifference:
    """`inputs` are (file, lines only in the first, lines only in the second); `settings` the lines of
    case.toml that differ; `pairs` the candidates that came, went or changed: (first, second), None where
    a run has none."""

    inputs: tuple[tuple[str, int, int], ...]
    settings: tuple[str, ...]
    pairs: tuple[tuple[Candidate | None, Candidate | None], ...]


def difference(first: Run, second: Run) -> RunDifference:
    """How two runs differ."""
    counts = []
    for name in sorted(first.inputs | second.inputs):
        one, two = (set(r.inputs.get(name, "").splitlines()) for r in (first, second))
        counts.append((name, len(one - two), len(two - one)))
    changed = difflib.unified_diff(
        first.inputs["case.toml"].splitlines(), second.inputs["case.toml"].splitlines(), lineterm="", n=0
    )
    settings = tuple(line for line in changed if line[:1] in "+-" and line[:3] not in ("+++", "---"))
    a, b = ({(c.remains_id, c.person_id): c for c in _candidates(r)} for r in (first, second))
    pairs = [(a.get(k), b.get(k)) for k in a | b]
    differing = [(x, y) for x, y in pairs if x is None or y is None or _numbers(x) != _numbers(y)]
    return RunDifference(tuple(counts), settings, tuple(differing))


def _candidates(run: Run) -> list[Candidate]:
    return list(run.candidates.select_related("remains", "person").order_by("-log10_lr"))


def _numbers(c: Candidate) -> tuple[float, float | None]:
    return c.log10_lr, c.posterior
