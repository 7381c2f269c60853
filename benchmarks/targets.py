"""The targets beside what was measured."""

from __future__ import annotations

from typing import Any


def targets(results: dict[str, Any]) -> list[tuple[str, str, str, bool]]:
    """(what, target, measured, met) of every target whose part has been measured."""
    rows: list[tuple[str, str, str, bool]] = []

    def least(what: str, value: float, target: float, unit: str = "") -> None:
        rows.append((what, f"≥ {_short(target)}{unit}", f"{_short(value)}{unit}", value >= target))

    def most(what: str, value: float, target: float, unit: str) -> None:
        rows.append((what, f"< {_short(target)} {unit}", f"{_short(value)} {unit}", value < target))

    found = {part: own["figures"] for part, own in results.items()}
    if "tables" in found:
        tables = found["tables"]
        least("tables, families a second and core, no mutation", tables["families_per_second"], 1000)
        least("the same, stepwise mutation", tables["families_per_second_stepwise"], 200)
    if "pairs" in found:
        for name, words in (("no_mutation", "no mutation"), ("stepwise", "stepwise mutation")):
            own = found["pairs"][name]
            least(f"pairs a second and core, {words}", own["pairs_per_second"], 1e8)
            least(f"search : bare loop, {words}", own["ratio_to_bare_loop"], 0.7)
    if "growth" in found:
        largest = found["growth"]["growth"][-1]
        what = f"{largest['missing']:,} missing × {largest['remains']:,} remains, whole process, two threads"
        most(what, largest["seconds_process"], 240, "s")
        most("the same, peak memory", largest["peak_gib"], 6, "GiB")
    if "joint" in found:
        dense = {d["victims"]: d for d in found["joint"]["dense"]}
        most("joint, dense 5 × 5", dense[5]["seconds"] * 1000, 10, "ms")
        most("joint, dense 16 × 16, exact", dense[16]["seconds"], 10, "s")
        most("joint, 1,500 remains × 4,000 missing", found["joint"]["region"]["seconds"], 10, "s")
    if "record" in found:
        asked = {a: p["milliseconds"] for a, p in found["record"]["pages"].items()}
        slowest = max(ms for a, ms in asked.items() if a.startswith(("persons", "accounting")))
        most("the record of 100,000 persons, its slowest list, search, person or account", slowest, 200, "ms")
    return rows


def print_targets(results: dict[str, Any]) -> None:
    """The targets as a table on standard output."""
    print("target | measured | met")
    for what, target, measured, met in targets(results):
        print(f"{what}: {target} | {measured} | {'yes' if met else 'NO'}")


def _short(value: float) -> str:
    return f"{value:.1e}" if value >= 1e6 else f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
