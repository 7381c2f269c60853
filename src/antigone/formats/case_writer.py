"""A draft written as a new case folder, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from antigone.cases.draft import CaseDraft
from antigone.errors import InputError
from antigone.formats.draft_tables import draft_tables
from antigone.formats.settings_writer import settings_toml
from antigone.formats.whole_file import refuse_existing

NOTES = "notes.txt"


def write_case_folder(draft: CaseDraft, folder: str | Path) -> Path:
    """Writes `draft` as a new folder; its notes go into notes.txt, which reading ignores.

    Raises InputError where the folder exists or cannot be made; then nothing was written.
    """
    target = Path(folder)
    refuse_existing(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".antigone-", dir=target.parent))
    except OSError as error:
        raise InputError(f"{target}: cannot be written ({error.strerror}); choose another place") from error
    try:
        (work / "case.toml").write_text(settings_toml(draft.settings), encoding="utf-8")
        for name, table in draft_tables(draft).items():
            table.write_csv(work / name)
        if draft.notes:
            (work / NOTES).write_text("".join(f"{n}\n" for n in draft.notes), encoding="utf-8")
        os.chmod(work, 0o755)
        os.rename(work, target)
    except OSError as error:
        raise InputError(f"{target}: cannot be written ({error.strerror}); nothing was left there") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target
