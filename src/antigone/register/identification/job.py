"""The run of the engine as long work: the inputs are frozen when it is asked for, the answer comes later."""

from __future__ import annotations

import json
from pathlib import Path

from django.urls import reverse
from django.utils.translation import gettext as _

from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.identification.answering import answer
from antigone.register.identification.freezing import Frozen, Joined, Question, freeze
from antigone.register.identification.models import Run
from antigone.register.identification.running import differs, enter_run
from antigone.register.work.asking import Done, Enter, enqueue, job
from antigone.register.work.models import Job
from antigone.register.work.place import Progress


def ask_for_run(author: Author, asked: Question, joined: Joined) -> Job:
    """Freezes the inputs now and puts the run into the queue; InputError where nothing can be compared."""
    author.require(Right.RUN)
    frozen = freeze(author.investigation, asked, joined)
    data = json.dumps({"files": frozen.files, "notes": frozen.notes}).encode()
    return enqueue(
        author, engine_run, _("Run of the engine"), {"frozen": data}, threshold_log10=asked.threshold_log10
    )


def ask_for_rerun(author: Author, run: Run) -> Job:
    """Puts the same inputs through the engine again; nothing is entered."""
    return enqueue(author, engine_rerun, _("Run %s again") % run, run=str(run.pk))


@job(Right.RUN)
def engine_run(author: Author, progress: Progress, threshold_log10: float, frozen: Path) -> Enter:
    """The engine's answer to the frozen inputs, entered as a run."""
    read = json.loads(frozen.read_bytes())
    inputs = Frozen(read["files"], tuple(read["notes"]))
    said = answer(inputs.files, progress)

    def enter(author: Author) -> Done:
        run = enter_run(author, inputs, threshold_log10, said)
        text = _("Run %(run)s: %(n)d candidates") % {"run": run, "n": len(said.found)}
        return Done(text, reverse("run", args=(author.investigation.slug, run.pk)))

    return enter


@job(Right.RUN)
def engine_rerun(author: Author, progress: Progress, run: str) -> Enter:
    """Whether the same inputs give the same bits."""
    row = Run.objects.of(author.investigation).get(pk=run)
    changed = differs(row, answer(row.inputs, progress))

    def enter(author: Author) -> Done:
        said = (
            _("The engine now gives other numbers than run %s holds.")
            if changed
            else _("The same bits: every number of run %s came out again.")
        )
        return Done(said % row, reverse("run", args=(author.investigation.slug, row.pk)))

    return enter
