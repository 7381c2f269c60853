"""The one way in which kernels are compiled: cached on disk, without the interpreter's lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(function: Kernel) -> Kernel:
    """`function` as machine code; sums keep their order (no fast-math), so the bits are those written."""
    return cast(Kernel, numba.njit(cache=True, nogil=True, error_model="numpy")(function))
