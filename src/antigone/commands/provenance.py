"""What made a result: program, settings, inputs and environment."""

from __future__ import annotations

import platform
from typing import Any

import numpy as np

from antigone import __version__
from antigone.cases.case import Case


def provenance(case: Case) -> dict[str, Any]:
    """The `provenance` object of every JSON result."""
    return {
        "program": "antigone",
        "version": __version__,
        "inputs": dict(case.hashes),
        "theta": case.theta,
        "python": platform.python_version(),
        "numpy": np.__version__,
    }
