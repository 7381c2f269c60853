"""Tables of families: families a second and core, and how that changes with what a family is."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from invented_region import PEOPLE, TYPED, People, write_region
from measure import median_core_seconds

from antigone.formats.case_folder import read_case
from antigone.search.families import plan_families
from antigone.search.tables import block_tables
from antigone.search.task import build_task

FAMILIES = 1024
COUPLE: People = (("F", "", "", "male"), ("M", "", "", "female"))
# (who, who of them is typed) of the commonest families.
COMMON: dict[str, tuple[People, tuple[str, ...]]] = {
    "mother, uncle, sib": (PEOPLE, TYPED),
    "both parents": ((*COUPLE, ("X", "F", "M", "unknown")), ("F", "M")),
    "one child": ((("X", "", "", "male"), ("C", "X", "", "unknown")), ("C",)),
    "child and its mother": (
        (("X", "", "", "male"), ("W", "", "", "female"), ("C", "X", "W", "unknown")),
        ("C", "W"),
    ),
    "one sib": ((*COUPLE, ("X", "F", "M", "unknown"), ("S", "F", "M", "unknown")), ("S",)),
    "two sibs": (
        (*COUPLE, *((n, "F", "M", "unknown") for n in ("X", "S", "T"))),
        ("S", "T"),
    ),
    "one half-sib": (
        (*COUPLE, ("N", "", "", "female"), ("X", "F", "M", "unknown"), ("H", "F", "N", "unknown")),
        ("H",),
    ),
}


def figures() -> Iterator[tuple[str, Any]]:
    """Rates at theta 0, then what the general engine or the plans for theta do."""
    usual = {"people": PEOPLE, "typed": TYPED}
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        yield "families_per_second", _rate(place, 20, False, **usual)
        yield "families_per_second_stepwise", _rate(place, 20, True, **usual)
        yield (
            "by_alleles_stepwise",
            {str(k): _rate(place, k, True, **usual) for k in (5, 10, 20, 40)},
        )
        yield (
            "by_families_stepwise",
            {str(n): _rate(place, 20, True, **usual, families=n) for n in (64, 256, 1024, 4096)},
        )
        yield (
            "by_typed_siblings_stepwise",
            {str(n): _rate(place, 20, True, *_siblings(n)) for n in (1, 2, 4, 6)},
        )
        yield (
            "by_generations_stepwise",
            {str(n): _rate(place, 20, True, *_line(n)) for n in (1, 2, 4, 8)},
        )
        for name, stepwise in (("by_shape_theta", False), ("by_shape_theta_stepwise", True)):
            yield (
                name,
                {k: _rate(place, 20, stepwise, *v, families=128, theta=0.02) for k, v in COMMON.items()},
            )


def _siblings(count: int) -> tuple[People, tuple[str, ...]]:
    names = tuple(f"S{i}" for i in range(count))
    return (*COUPLE, *((n, "F", "M", "unknown") for n in ("X", *names))), names


def _line(generations: int) -> tuple[People, tuple[str, ...]]:
    """A line of fathers from one ancestor to X, each with a typed brother."""
    people: list[tuple[str, str, str, str]] = [("A0", "", "", "male"), ("B0", "", "", "female")]
    for g in range(1, generations + 1):
        above = (f"A{g - 1}", f"B{g - 1}")
        people += [(f"A{g}", *above, "male"), (f"U{g}", *above, "male"), (f"B{g}", "", "", "female")]
    people.append(("X", f"A{generations}", f"B{generations}", "unknown"))
    return tuple(people), tuple(f"U{g}" for g in range(1, generations + 1))


def _rate(
    place: Path,
    alleles: int,
    stepwise: bool,
    people: People,
    typed: tuple[str, ...],
    families: int = FAMILIES,
    theta: float = 0.0,
) -> float:
    case = read_case(
        write_region(
            place / "tables", families, 2_000, 24, alleles, stepwise, people=people, typed=typed, theta=theta
        )
    )
    alphabet = build_task(case, 4.0, 0).alphabet
    plans = plan_families(case)
    return families / median_core_seconds(lambda: block_tables(alphabet, plans.block(0, families)))
