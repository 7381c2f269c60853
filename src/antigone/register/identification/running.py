"""A run of the engine on frozen inputs, and the candidates it gives."""

from __future__ import annotations

import io
import zipfile

from django.db import transaction

from antigone import __version__
from antigone.identify.joint import Watch, unwatched
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.field.models import Remains
from antigone.register.identification.answering import EngineAnswer, answer
from antigone.register.identification.freezing import Frozen, Joined, Question, freeze, hash_of
from antigone.register.identification.models import Candidate, Run, SamePerson
from antigone.register.laboratory.models import FrequencyTable
from antigone.register.ledger.codes import codes
from antigone.register.ledger.record import state, state_all
from antigone.register.people.models import Person


def run_engine(author: Author, table: FrequencyTable, threshold_log10: float) -> Run:
    """Compares all profiles of the investigation; the pairs at or above the threshold become candidates."""
    return run_question(author, Question(table, threshold_log10))


def run_question(
    author: Author, asked: Question, joined: Joined | None = None, watch: Watch = unwatched
) -> Run:
    """Freezes what is asked, lets the engine answer, and enters the run; all of it or nothing."""
    author.require(Right.RUN)
    frozen = freeze(author.investigation, asked, joined)
    return enter_run(author, frozen, asked.threshold_log10, answer(frozen.files, watch))


def rerun_differs(run: Run) -> bool:
    """Whether the engine installed now gives other numbers than the run's, from the same inputs."""
    return differs(run, answer(run.inputs))


def differs(run: Run, again: EngineAnswer) -> bool:
    """Whether an answer holds other pairs or numbers than the run."""
    kept = run.candidates.select_related("remains", "person")
    old = {(c.remains.code, c.person.code): (c.log10_lr, c.posterior, c.markers) for c in kept}
    return old != {
        (f.pair.remains, f.pair.missing): (f.pair.log10_lr, f.posterior, dict(f.pair.lr)) for f in again.found
    }


def case_zip(files: dict[str, str]) -> bytes:
    """The case folder as a ZIP file: the same bytes for the same files."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(files):
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), files[name])
    return data.getvalue()


@transaction.atomic
def enter_run(author: Author, frozen: Frozen, threshold_log10: float, said: EngineAnswer) -> Run:
    """Enters a run with its candidates and the remains it finds to be of one person."""
    run = state(
        author,
        Run(
            code=next(codes(author.investigation, Run, "N")), version=__version__, inputs=frozen.files,
            sha256=hash_of(frozen.files), threshold_log10=threshold_log10,
            notes=[*frozen.notes, *said.notes], pairs=said.pairs, outcome=dict(said.outcome),
        ),
    )  # fmt: skip
    own = author.investigation
    bodies = {f.pair.remains for f in said.found} | {c for s in said.same for c in (s.first, s.second)}
    remains = {r.code: r for r in Remains.objects.of(own).standing().filter(code__in=bodies)}
    persons = {
        p.code: p
        for p in Person.objects.of(own).standing().filter(code__in={f.pair.missing for f in said.found})
    }
    state_all(
        author,
        [
            Candidate(
                run=run, remains=remains[f.pair.remains], person=persons[f.pair.missing],
                log10_lr=f.pair.log10_lr, markers=dict(f.pair.lr), posterior=f.posterior,
                explanation=dict(f.explanation),
            )
            for f in said.found
        ],
    )  # fmt: skip
    state_all(
        author,
        [
            SamePerson(
                run=run, first=remains[s.first], second=remains[s.second], log10_lr=s.log10_lr,
                markers=dict(s.markers),
            )
            for s in said.same
        ],
    )  # fmt: skip
    return run
