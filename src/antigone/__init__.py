"""Antigone accounts for every missing person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from antigone.api import (
        Check,
        Drawing,
        Identification,
        LikelihoodRatios,
        OpenCase,
        read_case,
        write_example,
    )
    from antigone.errors import AntigoneError, InputError, ModelError

__version__ = "0.1.0"
__all__ = [
    "AntigoneError",
    "Check",
    "Drawing",
    "Identification",
    "InputError",
    "LikelihoodRatios",
    "ModelError",
    "OpenCase",
    "read_case",
    "write_example",
]


def __getattr__(name: str) -> Any:
    # Loaded when first used, so that the command line starts light.
    if name in __all__:
        from antigone import api, errors

        return getattr(errors if hasattr(errors, name) else api, name)
    raise AttributeError(f"module 'antigone' has no attribute '{name}'")
