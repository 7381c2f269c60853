"""An invented case written as a new case folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from antigone.errors import InputError
from antigone.formats.case_writer import NOTES
from antigone.formats.settings_writer import settings_toml
from antigone.formats.whole_file import refuse_existing
from antigone.simulate.invented import InventedCase


def write_invented_folder(case: InventedCase, folder: str | Path) -> Path:
    """Writes the tables, settings, truth and notes; InputError where the folder exists or cannot be made."""
    target = Path(folder)
    refuse_existing(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".antigone-", dir=target.parent))
    except OSError as error:
        raise InputError(f"{target}: cannot be written ({error.strerror}); choose another place") from error
    try:
        (work / "case.toml").write_text(settings_toml(case.settings), encoding="utf-8")
        for name, table in case.tables.items():
            table.write_csv(work / name)
        (work / NOTES).write_text("".join(f"{n}\n" for n in case.notes), encoding="utf-8")
        os.chmod(work, 0o755)
        os.rename(work, target)
    except OSError as error:
        raise InputError(f"{target}: cannot be written ({error.strerror}); nothing was left there") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target
