"""Runs the benchmarks, prints their figures and keeps them in results.json.

Every module of this folder with a function `figures()` is one benchmark; name some to run only those.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"


def main(names: list[str]) -> None:
    """Runs the benchmarks named, or all, and writes docs/performance.md from all that is kept."""
    sys.path.insert(0, str(HERE))
    kept: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    for path in sorted(HERE.glob("*.py")):
        if path.stem == "run" or (names and path.stem not in names):
            continue
        figures = getattr(importlib.import_module(path.stem), "figures", None)
        if figures is None:
            continue
        print(f"{path.stem} …", flush=True)
        begin = time.perf_counter()
        result = {"figures": figures(), "machine": machine(), "seconds": time.perf_counter() - begin}
        kept[path.stem] = result
        _print(result["figures"], "  ")
        partial = RESULTS.with_suffix(".partial")
        partial.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        os.replace(partial, RESULTS)
    importlib.import_module("page").write_page()


def machine() -> dict[str, Any]:
    """What the figures were measured on; the load tells whether others used it."""
    import numba
    import numpy

    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "load": list(os.getloadavg()),
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "numba": numba.__version__,
    }


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()


def _print(value: Any, indent: str) -> None:
    if isinstance(value, dict):
        for name, own in value.items():
            if isinstance(own, dict | list):
                print(f"{indent}{name}")
                _print(own, indent + "  ")
            else:
                print(f"{indent}{name}: {own:,.4g}" if isinstance(own, float) else f"{indent}{name}: {own:,}")
    elif isinstance(value, list):
        for own in value:
            _print(own, indent + "  ")
            print()


if __name__ == "__main__":
    main(sys.argv[1:])
