"""What an invented case shall be like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from antigone.cases.settings import Mutation
from antigone.errors import InputError


@dataclass(frozen=True, slots=True)
class Design:
    """The size and make-up of an invented case; the same design gives the same case.

    `shapes` maps a shape to its weight. `typed` is "all", the number of relatives typed in a family, or
    the probability of each (at least one is). `recovered` is the fraction of the missing whose bodies
    were found; `unrelated` the number of other persons found. After each part of a body another
    follows with probability `parts`. `dropout` is the probability that an allele of remains fails to show.
    """

    families: int
    shapes: Mapping[str, float] = field(default_factory=lambda: {"parents": 1.0})
    typed: str | int | float = "all"
    recovered: float = 0.6
    unrelated: int = 0
    dropout: float = 0.0
    parts: float = 0.0
    markers: int = 24
    theta: float = 0.0
    mutation: Mutation = field(default_factory=Mutation)
    sex_known: float = 1.0
    seed: int = 1

    def check(self) -> None:
        """InputError naming the option that is out of its range."""
        for name, whole, least in (
            ("families", self.families, 1), ("unrelated-remains", self.unrelated, 0),
            ("markers", self.markers, 1), ("seed", self.seed, 0),
        ):  # fmt: skip
            if whole < least:
                raise InputError(f"--{name} {whole} must be at least {least}")
        for name, value, below in (
            ("recovered", self.recovered, False), ("dropout", self.dropout, True),
            ("parts", self.parts, True), ("theta", self.theta, True), ("sex-known", self.sex_known, False),
        ):  # fmt: skip
            if not (0 <= value < 1 or (value == 1 and not below)):
                raise InputError(
                    f"--{name} {value} must be at least 0 and {'below' if below else 'at most'} 1"
                )
        if isinstance(self.typed, int) and self.typed < 1:
            raise InputError(f"--typed {self.typed} must be at least 1")
        if isinstance(self.typed, float) and not 0 < self.typed < 1:
            raise InputError(f"--typed {self.typed} must lie between 0 and 1, or be a whole number, or 'all'")
