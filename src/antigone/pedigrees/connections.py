"""How two persons are connected: the lines of descent from their common ancestors."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from antigone.pedigrees.pedigree import Pedigree

MOST_PATHS = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """Two paths upwards, of `first` and of `second`, that meet in the common ancestor ending both.

    Paths run from the person to the ancestor and share nothing else; roles name each step's parent
    ("father" or "mother"), so `len(second_roles)` is the number of generations.
    """

    first: tuple[str, ...]
    second: tuple[str, ...]
    first_roles: tuple[str, ...]
    second_roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Connections:
    """All lines between two persons; `complete` is False where inbreeding made too many to list."""

    lines: tuple[Line, ...]
    complete: bool = True


Path = tuple[tuple[str, ...], tuple[str, ...]]
Parents = Mapping[str, tuple[tuple[str, str | None], ...]]


def connections(pedigree: Pedigree, first: str, second: str) -> Connections:
    """The lines between two persons, shortest first.

    Their kinship coefficient is the sum over lines of (1/2)^(steps + 1) (1 + F of the ancestor), Wright
    1922. KeyError where a person is not of the pedigree.
    """
    parents: Parents = {p.id: (("father", p.father), ("mother", p.mother)) for p in pedigree.people}
    if first not in parents or second not in parents:
        raise KeyError(first if first not in parents else second)
    upwards, all_first = _paths(parents, first)
    others, all_second = _paths(parents, second)
    meeting: dict[str, list[Path]] = {}
    for path in others:
        meeting.setdefault(path[0][-1], []).append(path)
    lines = [
        Line(names, other, roles, other_roles)
        for names, roles in upwards
        for other, other_roles in meeting.get(names[-1], ())
        if set(names) & set(other) == {names[-1]}
    ]
    lines.sort(key=lambda line: len(line.first) + len(line.second))
    return Connections(tuple(lines), all_first and all_second)


def _paths(parents: Parents, person: str) -> tuple[list[Path], bool]:
    paths: list[Path] = []
    waiting: deque[Path] = deque([((person,), ())])
    while waiting:
        if len(paths) == MOST_PATHS:
            return paths, False
        names, roles = waiting.popleft()
        paths.append((names, roles))
        waiting.extend(_up(parents, names, roles))
    return paths, True


def _up(parents: Parents, names: tuple[str, ...], roles: tuple[str, ...]) -> Iterator[Path]:
    for role, parent in parents[names[-1]]:
        if parent is not None:
            yield (*names, parent), (*roles, role)
