"""Which cells of a table of counts must be withheld, so that small numbers cannot be worked out.

Cells from 1 to the limit are withheld first. Then, as an attacker would, the least and greatest value of
each is sought in all that is shown (an integer program, antigone.accounts); while one can be told closer
than "somewhere from 1 to below the limit", the smallest shown cell that shares a sum with it is withheld
too. Complementary suppression: Willenborg and de Waal (2001), chapter 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from antigone.accounts.counting import possible, structure
from antigone.accounts.group import Claim, Group, Whole

Cell = tuple[str, str]
Counts = Mapping[str, Mapping[str, int]]

_SUMS = {"reported": ("alive", "identified", "missing")}
_PARTS = {"returned": "identified", "recovered": "missing"}


def suppressed(table: Counts, limit: int) -> set[Cell]:
    """The cells to withhold, of a table line → column → count whose line "" is the total."""
    sums = _sums(table)
    small = sorted((line, c) for line, counts in table.items() for c, n in counts.items() if 0 < n < limit)
    hidden = set(small)
    while further := {
        c for cell in _told(table, sums, hidden, small, limit)
        if (c := _cheapest(table, sums, hidden, cell)) is not None
    }:  # fmt: skip
        hidden |= further
    # Several were withheld at a time; what turns out to be needless is shown again, the greatest first.
    for cell in sorted(hidden - set(small), key=lambda c: (-table[c[0]][c[1]], c)):
        if next(_told(table, sums, hidden - {cell}, small, limit), None) is None:
            hidden.discard(cell)
    return hidden


def table_cells(table: Counts) -> list[Cell]:
    """All cells, line by line."""
    return [(line, c) for line, counts in table.items() for c in counts]


def _sums(table: Counts) -> list[tuple[Cell, tuple[Cell, ...]]]:
    sums = [
        ((line, whole), tuple((line, p) for p in parts)) for line in table for whole, parts in _SUMS.items()
    ]
    lines = [line for line in table if line]
    for column, total in table.get("", {}).items():
        # People reported in two groups stand in both; then the lines do not add up, and nothing follows.
        if lines and sum(table[line][column] for line in lines) == total:
            sums.append((("", column), tuple((line, column) for line in lines)))
    return sums


def _told(
    table: Counts,
    sums: list[tuple[Cell, tuple[Cell, ...]]],
    hidden: set[Cell],
    small: Iterable[Cell],
    limit: int,
) -> Iterator[Cell]:
    """Small cells of which what is shown tells that they are not 1, or not just below the limit."""
    name = {cell: f"{cell[0]}\0{cell[1]}" for cell in table_cells(table)}
    part_of = {name[cell]: name[(cell[0], _PARTS[cell[1]])] if cell[1] in _PARTS else None for cell in name}
    wholes = tuple(Whole(name[of], tuple(name[p] for p in parts)) for of, parts in sums)
    shown = tuple(
        Claim("", "", name[c], table[c[0]][c[1]], table[c[0]][c[1]]) for c in name if c not in hidden
    )
    rules = structure(Group("", part_of, wholes, shown, {}))
    for cell in small:
        guesses = (Claim("", "", name[cell], 0, 1), Claim("", "", name[cell], limit - 1, None))
        if not all(possible(rules, (*shown, guess)) for guess in guesses):
            yield cell


def _cheapest(
    table: Counts, sums: list[tuple[Cell, tuple[Cell, ...]]], hidden: set[Cell], cell: Cell
) -> Cell | None:
    near = {c for of, parts in sums if cell in (of, *parts) for c in (of, *parts)}
    near |= {(cell[0], c) for pair in _PARTS.items() if cell[1] in pair for c in pair}
    free = [c for c in near if c not in hidden]
    # A line's cell before a total, a number before a nought: what is withheld should cost the reader least.
    return min(free, key=lambda c: (c[0] == "", not table[c[0]][c[1]], table[c[0]][c[1]], c), default=None)
