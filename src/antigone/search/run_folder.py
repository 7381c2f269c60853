"""The run folder of a search: finished tiles, so that a run killed at any moment continues.

`run.json` states what was asked of which inputs; each `tile-N.npz` appears whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from antigone.cases.case import Case
from antigone.errors import InputError
from antigone.search.families import Families
from antigone.search.scan import Best, Found
from antigone.search.task import VERSION, SearchTask, TileResult

MANIFEST = "run.json"
Description = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RunFolder:
    """A folder whose tiles belong to this very search."""

    path: Path

    def load(self, number: int) -> TileResult | None:
        """A finished tile; None where it is not there or was damaged."""
        place = self._place(number)
        try:
            with np.load(place, allow_pickle=False) as file:
                v = {name: file[name] for name in file.files}
            return TileResult(
                int(v["first"]),
                Found(v["row"], v["remains"], v["score"]),
                Best(v["row_partner"], v["row_score"]),
                Best(v["remains_partner"], v["remains_score"]),
                float(v["seconds"][0]),
                float(v["seconds"][1]),
                v["contradicted"],
            )
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None

    def save(self, number: int, tile: TileResult) -> None:
        """Keeps a tile."""
        place = self._place(number)
        partial = place.with_suffix(f".{os.getpid()}.partial")
        with partial.open("wb") as file:
            np.savez(
                file,
                first=tile.first,
                row=tile.found.row,
                remains=tile.found.remains,
                score=tile.found.score,
                row_partner=tile.best_of_row.partner,
                row_score=tile.best_of_row.score,
                remains_partner=tile.best_of_remains.partner,
                remains_score=tile.best_of_remains.score,
                seconds=[tile.seconds_tables, tile.seconds_search],
                contradicted=tile.contradicted,
            )
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, place)

    def _place(self, number: int) -> Path:
        return self.path / f"tile-{number:07d}.npz"


def open_run(path: Path, description: Description) -> RunFolder:
    """The run folder at `path`, new or continued.

    Raises InputError where it was begun with other inputs or settings, naming them, or is no run folder.
    """
    manifest = path / MANIFEST
    if manifest.exists():
        _check(manifest, description)
        return RunFolder(path)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise InputError(f"{path}: not a run folder (it has no {MANIFEST}); name a new or empty folder")
    path.mkdir(parents=True, exist_ok=True)
    partial = path / f"{MANIFEST}.{os.getpid()}.partial"
    partial.write_text(json.dumps(description, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    os.replace(partial, manifest)
    return RunFolder(path)


def describe(case: Case, task: SearchTask, families: Families, rows_a_tile: int) -> Description:
    """What a run is of: program, inputs by their SHA-256, settings, and a digest of what is computed on."""
    data = hashlib.sha256()
    for array in (task.codes, task.sexes, *task.alphabet.marker_arrays, *task.alphabet.reference_arrays,
                  *task.alphabet.remains_arrays, families.plan, families.query, families.person,
                  families.sexes, case.references.codes):  # fmt: skip
        data.update(np.ascontiguousarray(array).tobytes())
    for name in (*(r.id for r in case.remains), *families.missing):
        data.update(name.encode() + b"\0")
    return {
        "program": f"antigone {VERSION}",
        "inputs": dict(case.hashes),
        "threshold": repr(task.threshold),
        "top": task.top,
        "rows a tile": rows_a_tile,
        "data": data.hexdigest(),
    }


def _check(manifest: Path, description: Description) -> None:
    try:
        begun: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))
        stated = {**begun, "inputs": dict(begun["inputs"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{manifest}: cannot be read ({error}); name a new folder") from error
    was, now = stated["inputs"], description["inputs"]
    changed = sorted(n for n in {*was, *now} if was.get(n) != now.get(n))
    if changed:
        raise InputError(
            f"{manifest.parent}: this run was begun with other inputs ({', '.join(changed)} changed since); "
            "its finished tiles do not fit: restore the files or name a new folder"
        )
    for key, value in description.items():
        if stated.get(key) != value:
            raise InputError(
                f"{manifest.parent}: this run was begun with {key} = {stated.get(key)}, now it is {value}; "
                "ask the same again or name a new folder"
            )
