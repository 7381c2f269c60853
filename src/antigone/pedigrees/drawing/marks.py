"""What a drawing says of each person beside sex and descent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Marks:
    """Who is typed, who is missing, names to print, and remains put in the place of a missing person.

    `candidates` maps a person to the remains drawn in that place, as in "V12 in the place of X1".
    """

    typed: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    candidates: Mapping[str, str] = field(default_factory=dict)
