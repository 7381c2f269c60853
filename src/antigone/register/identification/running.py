"""A run of the engine on frozen inputs, and the candidates it gives."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.db import transaction

from antigone import __version__
from antigone.cases.case import Case
from antigone.errors import InputError, ModelError
from antigone.formats.case_folder import read_case
from antigone.identify.joint import joint_posterior
from antigone.identify.pairs import PairLR, pair_lrs
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.field.models import Remains
from antigone.register.identification.freezing import case_files, hash_of
from antigone.register.identification.models import Candidate, Run
from antigone.register.laboratory.models import FrequencyTable
from antigone.register.ledger.codes import codes
from antigone.register.ledger.record import state, state_all
from antigone.register.people.models import Person


def run_engine(author: Author, table: FrequencyTable, threshold_log10: float) -> Run:
    """Compares all profiles of the investigation; the pairs at or above the threshold become candidates."""
    author.require(Right.RUN)
    files = case_files(author.investigation, table, threshold_log10)
    case = _case(files)
    pairs = list(pair_lrs(case))
    notes = list(case.notes)
    try:
        marginals = joint_posterior(case, 1).marginals
    except ModelError as error:
        marginals = {}
        notes.append(f"no joint posterior: {error}")
    return _write(author, files, threshold_log10, pairs, marginals, notes)


def rerun_differs(run: Run) -> bool:
    """Whether the engine installed now gives other numbers than the run's, from the same inputs."""
    again = {(p.remains, p.missing): p.log10_lr for p in pair_lrs(_case(run.inputs))}
    kept = run.candidates.select_related("remains", "person")
    return any(again.get((c.remains.code, c.person.code)) != c.log10_lr for c in kept)


def _case(files: dict[str, str]) -> Case:
    with tempfile.TemporaryDirectory(prefix="antigone-run-") as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        try:
            return read_case(folder)
        except InputError as error:
            raise InputError(str(error).replace(f"{folder}/", "")) from None


@transaction.atomic
def _write(
    author: Author,
    files: dict[str, str],
    threshold_log10: float,
    pairs: list[PairLR],
    marginals: dict[str, dict[str, float]],
    notes: list[str],
) -> Run:
    run = state(
        author,
        Run(
            code=next(codes(author.investigation, Run, "N")), version=__version__, inputs=files,
            sha256=hash_of(files), threshold_log10=threshold_log10, notes=notes, pairs=len(pairs),
        ),
    )  # fmt: skip
    kept = [p for p in pairs if p.log10_lr is not None and p.log10_lr >= threshold_log10]
    remains = {
        r.code: r for r in Remains.objects.of(author.investigation).filter(code__in={p.remains for p in kept})
    }
    persons = {
        p.code: p for p in Person.objects.of(author.investigation).filter(code__in={p.missing for p in kept})
    }
    state_all(
        author,
        [
            Candidate(
                run=run, remains=remains[p.remains], person=persons[p.missing], log10_lr=p.log10_lr,
                markers=dict(p.lr), posterior=marginals.get(p.remains, {}).get(p.missing),
            )
            for p in kept
        ],
    )  # fmt: skip
    return run
