"""The engine's check of families and profiles before a run, as long work."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone import __version__
from antigone.cases.build import build_case
from antigone.errors import InputError
from antigone.formats.case_folder import read_draft
from antigone.quality.check import check_case
from antigone.quality.finding import Finding, Severity
from antigone.quality.limits import Limits
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.identification.answering import written
from antigone.register.identification.freezing import Frozen, Joined, Question, gather, hash_of
from antigone.register.identification.models import QualityCheck
from antigone.register.ledger.codes import codes
from antigone.register.ledger.record import state
from antigone.register.work.asking import Done, Enter, enqueue, job
from antigone.register.work.models import Job
from antigone.register.work.place import Progress

Watch = Callable[[str, int, int], None]


def ask_for_check(author: Author, asked: Question, limits: Limits, joined: Joined) -> Job:
    """Freezes the inputs now and puts the check into the queue; InputError where no profile is there yet."""
    author.require(Right.RUN)
    frozen = gather(author.investigation, asked, joined)
    if frozen.files["profiles.csv"].count("\n") < 2:
        raise InputError("there is nothing to check yet: no profile of these persons or remains is entered")
    data = json.dumps({"files": frozen.files, "notes": frozen.notes}).encode()
    return enqueue(author, quality_check, _("Check of the quality"), {"frozen": data}, limits=asdict(limits))


@job(Right.RUN)
def quality_check(author: Author, progress: Progress, limits: dict[str, Any], frozen: Path) -> Enter:
    """What the engine finds wrong or odd, entered as a check."""
    read = json.loads(frozen.read_bytes())
    inputs = Frozen(read["files"], tuple(read["notes"]))
    found = checked(inputs, Limits(**limits), progress)

    def enter(author: Author) -> Done:
        row = enter_check(author, inputs, limits, found)
        text = ngettext("%(check)s: %(n)d finding", "%(check)s: %(n)d findings", len(found))
        url = reverse("check", args=(author.investigation.slug, row.pk))
        return Done(text % {"check": row, "n": len(found)}, url)

    return enter


def checked(frozen: Frozen, limits: Limits, watch: Watch) -> list[dict[str, Any]]:
    """The findings, gravest first; the same for the same inputs."""

    def track(items: list[str], title: str) -> Iterator[str]:
        for n, item in enumerate(items):
            watch(title, n, len(items))
            yield item

    with written(frozen.files) as folder:
        draft = read_draft(folder)
        found = check_case(build_case(draft), draft.frequencies, limits, track).findings
    return [_plain(f) for f in sorted(found, key=lambda f: list(Severity).index(f.severity))]


def _plain(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind, "severity": finding.severity.value, "text": finding.text,
        "family": finding.family, "subjects": list(finding.subjects), "marker": finding.marker,
        "log10_lr": finding.log10_lr,
    }  # fmt: skip


def enter_check(
    author: Author, frozen: Frozen, limits: dict[str, Any], found: list[dict[str, Any]]
) -> QualityCheck:
    """Enters a check with what it found."""
    author.require(Right.RUN)
    return state(
        author,
        QualityCheck(
            code=next(codes(author.investigation, QualityCheck, "K")), version=__version__,
            inputs=frozen.files, sha256=hash_of(frozen.files), limits=limits, notes=list(frozen.notes),
            findings=found,
        ),
    )  # fmt: skip
