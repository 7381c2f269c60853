"""What made a result: program, settings, inputs and environment."""

from __future__ import annotations

import platform
from typing import Any

import msgspec
import numpy as np

from antigone import __version__
from antigone.cases.case import Case


class Provenance(msgspec.Struct, frozen=True):
    """The `provenance` object of every JSON result and report; documented in docs/provenance.md."""

    program: str
    version: str
    inputs: dict[str, str]
    settings: dict[str, Any]
    seed: int | None
    environment: dict[str, str]


def provenance(case: Case, seed: int | None = None) -> dict[str, Any]:
    """The `provenance` of a result computed from `case`; `seed` where chance had a part."""
    made_by = Provenance(
        program="antigone",
        version=__version__,
        inputs=dict(case.hashes),
        settings=msgspec.to_builtins(case.settings),
        seed=seed,
        environment={
            "python": platform.python_version(),
            "numpy": np.__version__,
            "machine": platform.machine(),
            "system": platform.system(),
        },
    )
    result: dict[str, Any] = msgspec.to_builtins(made_by)
    return result
