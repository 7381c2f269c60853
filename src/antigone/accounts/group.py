"""A group of people, its parts, and what each source claims of their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """A source says that a part counts between `least` and `most` people (None: no upper limit)."""

    id: str
    source: str
    part: str
    least: int
    most: int | None

    @property
    def exact(self) -> bool:
        """True where the claim is one number."""
        return self.least == self.most


@dataclass(frozen=True, slots=True)
class Whole:
    """`parts` do not overlap and together are all of `of`."""

    of: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The whole, its parts (part → what it is a part of, the group itself mapped to None), and questions.

    `asks` maps a name to the parts whose counts are to be added.
    """

    name: str
    part_of: Mapping[str, str | None]
    wholes: tuple[Whole, ...]
    claims: tuple[Claim, ...]
    asks: Mapping[str, tuple[str, ...]]

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources in order of appearance."""
        return tuple(dict.fromkeys(c.source for c in self.claims))

    def said_by(self, source: str) -> tuple[Claim, ...]:
        """The claims of one source."""
        return tuple(c for c in self.claims if c.source == source)
