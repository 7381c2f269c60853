"""Runs the benchmarks, prints their figures beside the targets and keeps them in results.json.

Every module of this folder with a function `figures()` is one part; name some to run only those. A part
gives its figures one by one, and each is kept as it comes: an interruption loses only the one in work.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
import time
import traceback
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
# The order of a full run: what others wait for first, the longest last.
PARTS = ("tables", "pairs", "peers", "joint", "match", "cluster", "growth", "calibration", "record")


def main(names: list[str]) -> int:
    """Runs the parts named, or all, and writes docs/performance.md from all that is kept.

    Returns 1 where a part failed; the others are run all the same.
    """
    sys.path.insert(0, str(HERE))
    unknown = sorted({*names} - {*PARTS, "search"})
    if unknown:
        print(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    if "search" in names:
        names = [*names, "tables", "pairs", "peers", "cluster", "growth"]
    failed = []
    begin = time.perf_counter()
    for part in PARTS:
        if names and part not in names:
            continue
        print(f"{part} … ({machine()['cores']} cores, load {os.getloadavg()[0]:.1f})", flush=True)
        try:
            _run(part)
        except Exception:  # one part's fault must not cost the others' figures
            traceback.print_exc()
            failed.append(part)
    page = importlib.import_module("page")
    page.write_page()
    importlib.import_module("targets").print_targets(_kept())
    print(f"{time.perf_counter() - begin:.0f} s in all; kept in {RESULTS.name}")
    if failed:
        print(f"FAILED: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _run(part: str) -> None:
    begin = time.perf_counter()
    figures: dict[str, Any] = {}
    found = importlib.import_module(part).figures()
    for name, value in found.items() if isinstance(found, dict) else found:
        figures[name] = value
        _print({name: value}, "  ")
        # The old figures of this part stay until each has a new one.
        before = _kept().get(part, {}).get("figures", {})
        _keep(part, {**before, **figures}, time.perf_counter() - begin)
    _keep(part, figures, time.perf_counter() - begin)


def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    return kept


def _keep(part: str, figures: dict[str, Any], seconds: float) -> None:
    kept = _kept() | {part: {"figures": figures, "machine": machine(), "seconds": seconds}}
    partial = RESULTS.with_suffix(".partial")
    partial.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(partial, RESULTS)


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
            if isinstance(own, list) and not any(isinstance(x, dict | list) for x in own):
                print(f"{indent}{name}: {', '.join(map(_shown, own))}", flush=True)
            elif isinstance(own, dict | list):
                print(f"{indent}{name}")
                _print(own, indent + "  ")
            else:
                print(f"{indent}{name}: {_shown(own)}", flush=True)
    elif isinstance(value, list):
        for own in value:
            _print(own, indent + "  ")
            print()
    else:
        print(f"{indent}{_shown(value)}")


def _shown(value: Any) -> str:
    return (
        f"{value:,.4g}"
        if isinstance(value, float)
        else f"{value:,}"
        if isinstance(value, int)
        else str(value)
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
