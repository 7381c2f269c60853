"""What a check of a case has to say: one sentence, its place and its weight."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """error: the case cannot be scored as it stands; warning: look before matching; note: know it."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `kind` is a word of docs/check.md.

    `log10_lr` is log10 of the likelihood ratio in favour of what `text` says, None where none was
    computed or it is infinite (the text says which).
    """

    kind: str
    severity: Severity
    text: str
    family: str | None = None
    subjects: tuple[str, ...] = ()
    marker: str | None = None
    log10_lr: float | None = None
