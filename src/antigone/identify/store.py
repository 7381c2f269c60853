"""Solved components kept in a file, so that a case that grows is solved anew only where it changed."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

import msgspec
import numpy as np

from antigone.errors import InputError
from antigone.identify.best import Ranked
from antigone.identify.component import ComponentSolution
from antigone.identify.problem import JointProblem
from antigone.identify.sampling import Sampling

NAME = "components.sqlite3"
CHECK = 16
# A killed run loses the components of so many seconds.
SECONDS_A_COMMIT = 1.0
TABLE = "CREATE TABLE IF NOT EXISTS component (key TEXT PRIMARY KEY, solution BLOB NOT NULL) WITHOUT ROWID"


class _Stored(msgspec.Struct, array_like=True):
    top: int
    pair: bytes
    none: bytes
    best: tuple[Ranked, ...]
    log_ratios: tuple[float, ...]
    posteriors: tuple[float, ...]
    sampling: Sampling | None


class ComponentStore:
    """Solutions by key; keys hold all that decides a solution, and the version of the program.

    Numbers are kept as the doubles they are: an answer has the same bits whether a component was solved or
    taken over.
    """

    __slots__ = ("_database", "_path", "_version", "_committed")

    def __init__(self, database: sqlite3.Connection, path: Path) -> None:
        self._database = database
        self._path = path
        self._version = version("antigone")
        self._committed = time.monotonic()

    def get(self, key: str, part: JointProblem) -> ComponentSolution | None:
        """The solution of `part`; None where it is not there or was damaged."""
        wanted = "SELECT solution FROM component WHERE key = ?"
        try:
            row = self._database.execute(wanted, (self._key(key),)).fetchone()
        except sqlite3.Error:
            return None
        if row is None or _digest(row[0][CHECK:]) != row[0][:CHECK]:
            return None
        found = msgspec.msgpack.decode(row[0][CHECK:], type=_Stored)
        shape = (len(part.remains), len(part.missing))
        return ComponentSolution(
            part,
            found.top,
            np.frombuffer(found.pair).reshape(shape),
            np.frombuffer(found.none),
            found.best,
            found.log_ratios,
            found.posteriors,
            found.sampling,
        )

    def put(self, key: str, solution: ComponentSolution) -> None:
        """Keeps a solution."""
        s = solution
        pair, none = (np.ascontiguousarray(a, dtype=np.float64).tobytes() for a in (s.pair, s.none))
        stored = _Stored(s.top, pair, none, s.best, s.log_ratios, s.posteriors, s.sampling)
        data = msgspec.msgpack.encode(stored)
        row = (self._key(key), _digest(data) + data)
        try:
            self._database.execute("INSERT OR REPLACE INTO component VALUES (?, ?)", row)
            if time.monotonic() - self._committed > SECONDS_A_COMMIT:
                self.commit()
        except sqlite3.Error as error:
            raise InputError(f"{self._path}: cannot be written ({error})") from error

    def commit(self) -> None:
        """Writes what was put."""
        try:
            self._database.commit()
        except sqlite3.Error as error:
            raise InputError(f"{self._path}: cannot be written ({error})") from error
        self._committed = time.monotonic()

    def _key(self, key: str) -> str:
        return f"{self._version} {key}"


@contextmanager
def open_store(folder: Path) -> Iterator[ComponentStore]:
    """The store in a run folder, which is made where it is not there.

    Raises InputError where the folder is another's or cannot be written.
    """
    path = folder / NAME
    if folder.exists() and not path.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder}: not a run folder (it has no {NAME}); name a new or empty folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(path)
    except (OSError, sqlite3.Error) as error:
        raise InputError(f"{path}: cannot be opened ({error})") from error
    try:
        try:
            database.execute(TABLE)
            database.execute("SELECT count(*) FROM component").fetchone()
        except sqlite3.Error as error:
            raise InputError(f"{path}: cannot be read ({error}); name a new folder") from error
        store = ComponentStore(database, path)
        yield store
        store.commit()
    finally:
        database.close()


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=CHECK).digest()
