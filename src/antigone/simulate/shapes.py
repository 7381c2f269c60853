"""Shapes of invented families: who belongs, who is missing, who can be typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from antigone.errors import InputError


@dataclass(frozen=True, slots=True)
class Member:
    """A member; `father` and `mother` are positions of earlier members, -1 for a founder.

    `sex` is male, female or "" where each family draws it; `role` is missing, typed or "".
    """

    id: str
    father: int
    mother: int
    sex: str
    role: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape; members stand after their parents."""

    name: str
    members: tuple[Member, ...]


# id, father, mother, sex (m, f, ? = drawn), role
TEXTS = {
    "parents": "FA - - m typed, MO - - f typed, X1 FA MO ? missing",
    "mother": "FA - - m -, MO - - f typed, X1 FA MO ? missing",
    "siblings": "FA - - m -, MO - - f -, X1 FA MO ? missing, S1 FA MO f typed, S2 FA MO m typed",
    "mother-and-sibling": "FA - - m -, MO - - f typed, X1 FA MO ? missing, S1 FA MO f typed",
    "children": "X1 - - m missing, W1 - - f typed, C1 X1 W1 f typed, C2 X1 W1 m typed",
    "child": "X1 - - m missing, W1 - - f -, C1 X1 W1 f typed",
    "half-siblings": "FA - - m -, MO - - f typed, M2 - - f typed, X1 FA MO ? missing, H1 FA M2 f typed",
    "grandparents": "GF - - m typed, GM - - f typed, FA GF GM m -, MO - - f -, X1 FA MO ? missing",
    "uncle": "GF - - m -, GM - - f -, U1 GF GM m typed, A1 GF GM f typed, FA GF GM m -, MO - - f -, "
    "X1 FA MO ? missing",
    "cousins": "GF - - m -, GM - - f -, U1 GF GM m -, U2 - - f typed, C1 U1 U2 f typed, C2 U1 U2 m typed, "
    "FA GF GM m -, MO - - f -, X1 FA MO ? missing",
    "brothers": "FA - - m -, MO - - f typed, X1 FA MO m missing, X2 FA MO m missing, S1 FA MO f typed",
    "father-and-children": "X1 - - m missing, W1 - - f typed, X2 X1 W1 ? missing, X3 X1 W1 ? missing, "
    "D1 X1 W1 f typed",
    "remarried": "X1 - - m missing, W1 - - f typed, W2 - - f typed, C1 X1 W1 f typed, C2 X1 W2 m typed",
    "cousin-marriage": "GF - - m -, GM - - f -, A1 GF GM m -, A2 - - f -, B1 GF GM f -, B2 - - m -, "
    "FA A1 A2 m -, MO B2 B1 f typed, X1 FA MO ? missing, S1 FA MO f typed",
}
SEXES = {"m": "male", "f": "female", "?": ""}


def _shape(name: str, text: str) -> Shape:
    members: list[Member] = []
    position = {"-": -1}
    for row in text.split(", "):
        who, father, mother, sex, role = row.split()
        position[who] = len(members)
        members.append(Member(who, position[father], position[mother], SEXES[sex], role.strip("-")))
    return Shape(name, tuple(members))


SHAPES: Mapping[str, Shape] = MappingProxyType({name: _shape(name, text) for name, text in TEXTS.items()})


def parse_mixture(texts: tuple[str, ...]) -> dict[str, float]:
    """Shape → weight from "siblings" or "siblings:3"; InputError for an unknown shape or weight."""
    mixture: dict[str, float] = {}
    for text in texts:
        name, _, weight = text.partition(":")
        if name not in SHAPES:
            raise InputError(f"--shape {text}: there is no shape '{name}'; use {', '.join(SHAPES)}")
        try:
            value = float(weight or 1)
        except ValueError:
            value = -1.0
        if not 0 < value < 1e9:
            raise InputError(f"--shape {text}: the weight '{weight}' must be a number above 0")
        mixture[name] = mixture.get(name, 0.0) + value
    return mixture
