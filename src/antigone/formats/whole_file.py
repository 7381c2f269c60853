"""A new file that appears whole or not at all and never in place of another."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from antigone.errors import InputError


def refuse_existing(path: Path) -> None:
    """InputError where something stands at `path`, a broken link included."""
    if path.exists() or path.is_symlink():
        raise InputError(f"{path} exists already; nothing was written. Name another target or remove it")


def write_new_file(path: Path, data: bytes) -> None:
    """Writes `data` as the new file `path`; InputError where it exists or the place cannot be written."""
    refuse_existing(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".antigone-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); choose another place") from error
