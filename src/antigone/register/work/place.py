"""A job's folder in the home folder: the files it was given, how far it is, and whether it shall stop.

These are files because a job may hold SQLite's one lock while it enters: others could not write to it then.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from antigone.register.project.home import home

EVERY_S = 0.3
LEFT_AFTER_S = 3600


class Cancelled(Exception):
    """Somebody asked that the job stop."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a job is: a stage in words, and so many of so many."""

    stage: str = ""
    done: int = 0
    total: int = 0


def folder(key: UUID) -> Path:
    """Where the job's files lie."""
    return home() / "work" / str(key)


def keep_files(key: UUID, files: Mapping[str, Iterable[bytes]]) -> None:
    """Writes the files, each given in parts; all are on the disk when this returns."""
    (folder(key) / "files").mkdir(parents=True)
    for name, parts in files.items():
        with open(folder(key) / "files" / name, "wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())


def kept_files(key: UUID) -> dict[str, Path]:
    """Name → file."""
    kept = folder(key) / "files"
    return {p.name: p for p in sorted(kept.iterdir())} if kept.exists() else {}


def ask_to_stop(key: UUID) -> None:
    """The job stops when it next says how far it is, or before it enters anything."""
    folder(key).mkdir(parents=True, exist_ok=True)
    (folder(key) / "stop").touch()


def standing(key: UUID) -> Standing:
    """How far the job said it is."""
    try:
        return Standing(**json.loads((folder(key) / "standing.json").read_text()))
    except (OSError, ValueError, TypeError):
        return Standing()


def clear(key: UUID) -> None:
    """Removes the folder."""
    shutil.rmtree(folder(key), ignore_errors=True)


def clear_all_but(keys: Iterable[UUID]) -> None:
    """Removes what is left of jobs that ended, and of uploads during which the server died."""
    wanted = {str(k) for k in keys}
    for left in (home() / "work").glob("*"):
        # A young one may be an upload that goes on.
        if left.name not in wanted and left.stat().st_mtime < time.time() - LEFT_AFTER_S:
            shutil.rmtree(left, ignore_errors=True)


class Progress:
    """What a job calls to say how far it is: progress("peeling", 3, 10). Raises Cancelled if it shall stop.

    Has the shape of the engine's Watch.
    """

    def __init__(self, key: UUID) -> None:
        self._folder, self._next = folder(key), 0.0
        self._folder.mkdir(parents=True, exist_ok=True)

    def __call__(self, stage: str, done: int = 0, total: int = 0) -> None:
        """Says it; a call costs next to nothing, however often."""
        now = time.monotonic()
        if now < self._next and done != total:
            return
        self._next = now + EVERY_S
        self.go_on()
        temporary = self._folder / "standing.partial"
        temporary.write_text(json.dumps(asdict(Standing(str(stage), done, total))))
        os.replace(temporary, self._folder / "standing.json")

    def go_on(self) -> None:
        """Raises Cancelled if somebody asked that it stop."""
        if (self._folder / "stop").exists():
            raise Cancelled
