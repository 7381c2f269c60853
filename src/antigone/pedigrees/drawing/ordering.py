"""The order from left to right on each level: few crossings, siblings together."""

from __future__ import annotations

import random
from bisect import bisect_right, insort
from collections.abc import Sequence

from antigone.pedigrees.drawing.diagram import Cluster, Diagram, Slot, person_slot

SMALL = 60
RESTARTS = 4
MOST_TRIALS = 20_000

Row = list[Cluster]


def order_rows(diagram: Diagram) -> list[list[Slot]]:
    """The slots of each level from left to right; the same diagram always gives the same order."""
    chance = random.Random(1)
    best: tuple[float, list[Row]] | None = None
    for attempt in range(RESTARTS if len(diagram.level) <= SMALL else 1):
        rows = [list(r) for r in diagram.rows]
        if attempt:
            for row in rows:
                chance.shuffle(row)
        search = _Search(diagram, rows)
        search.sweep()
        search.improve()
        total = search.cost(range(len(rows)))
        if best is None or total < best[0] - 1e-9:
            best = (total, search.rows)
    assert best is not None
    return [[slot for cluster in row for slot in cluster] for row in best[1]]


class _Search:
    """Clusters are moved and turned while that lowers the cost."""

    def __init__(self, diagram: Diagram, rows: list[Row]) -> None:
        self.rows = rows
        self._diagram = diagram
        self._at: dict[Slot, int] = {}
        self._cluster_of = {slot: c for row in rows for c in row for slot in c}
        # Lines between level n and n + 1: (slots above, slots below).
        self._lines: list[list[tuple[Sequence[Slot], Sequence[Slot]]]] = [[] for _ in rows]
        self._sibships: list[list[list[Slot]]] = [[] for _ in rows]
        self._neighbours: list[list[tuple[Slot, Slot]]] = [[] for _ in rows]
        self._manners: list[list[tuple[Slot, Slot, float]]] = [[] for _ in rows]
        self._connect()
        for n in range(len(rows)):
            self._place(n)

    def _connect(self) -> None:
        d = self._diagram
        sibships: dict[tuple[int, int], list[Slot]] = {}
        for descent in d.descents:
            steps: list[Sequence[Slot]] = [d.anchors[descent.couple], *([s] for s in descent.passing)]
            steps.append(descent.unit)
            for above, below in zip(steps, steps[1:], strict=False):
                self._lines[d.level[above[0]]].append((above, below))
            first = steps[1]
            sibships.setdefault((descent.couple, d.level[first[0]]), []).extend(first)
        for (_, n), slots in sibships.items():
            self._sibships[n].append(slots)
            for a, b in zip(slots, slots[1:], strict=False):
                self._manners[n].append((a, b, 0.01))
        for reach in d.reaches:
            path = [person_slot(reach.partner), *reach.passing, *d.anchors[reach.couple]]
            for a, b in zip(path, path[1:], strict=False):
                self._lines[d.level[a]].append(([a], [b]))
        for couple, anchor in zip(d.couples, d.anchors, strict=True):
            father, mother = person_slot(couple.father), person_slot(couple.mother)
            if len(anchor) == 2:
                self._manners[d.level[father]].append((father, mother, 0.02))
                continue
            n = d.level[anchor[0]]
            self._neighbours[n] += [(anchor[0], p) for p in (father, mother) if d.level[p] == n]

    def _place(self, n: int) -> None:
        for i, slot in enumerate(s for c in self.rows[n] for s in c):
            self._at[slot] = i

    def _middle(self, slots: Sequence[Slot]) -> float:
        return sum(self._at[s] for s in slots) / len(slots)

    def cost(self, levels: range) -> float:
        """Crossings and what else looks ill on these levels and just above them."""
        total = 0.0
        for n in levels:
            total += self._crossings(n)
            for slots in self._sibships[n]:
                at = [self._at[s] for s in slots]
                own = {s for slot in slots for s in self._cluster_of[slot]}
                total += 0.3 * max(0, max(at) - min(at) + 1 - len(own))
                total += 0.02 * (max(at) - min(at))
            total += sum(0.6 * (abs(self._at[a] - self._at[b]) - 1) for a, b in self._neighbours[n])
            total += sum(w for a, b, w in self._manners[n] if self._at[a] > self._at[b])
        return total

    def _crossings(self, n: int) -> float:
        ends = sorted((self._middle(a), self._middle(b)) for a, b in self._lines[n])
        seen: list[float] = []
        crossed = 0
        for _, below in ends:
            crossed += len(seen) - bisect_right(seen, below)
            insort(seen, below)
        return float(crossed)

    def sweep(self) -> None:
        """Orders each level by the middle of what it hangs from, downwards and upwards."""
        levels = range(len(self.rows))
        for down in (True, False, True, False):
            for n in levels if down else reversed(levels):
                pulls: dict[Slot, list[float]] = {}
                for m in [n - 1] if down and n > 0 else [n] if not down else []:
                    for above, below in self._lines[m]:
                        here, there = (below, above) if down else (above, below)
                        for slot in here:
                            pulls.setdefault(slot, []).append(self._middle(there))
                keys: dict[Cluster, float] = {}
                for cluster in self.rows[n]:
                    drawn = [x for slot in cluster for x in pulls.get(slot, ())]
                    keys[cluster] = sum(drawn) / len(drawn) if drawn else self._middle(cluster)
                self.rows[n].sort(key=keys.__getitem__)
                self._place(n)

    def improve(self) -> None:
        """Moves and turns single clusters until nothing gets better or the trials are used up."""
        trials = 0
        better = True
        while better and trials < MOST_TRIALS:
            better = False
            for n in range(len(self.rows)):
                around = range(max(0, n - 1), n + 1)
                for cluster in list(self.rows[n]):
                    before = self.rows[n]
                    now = self.cost(around)
                    best, found = now - 1e-9, before
                    rest = [c for c in before if c != cluster]
                    for turned in (cluster, cluster[::-1])[: len(cluster)]:
                        for i in range(len(rest) + 1):
                            self.rows[n] = [*rest[:i], turned, *rest[i:]]
                            self._place(n)
                            value = self.cost(around)
                            trials += 1
                            if value < best:
                                best, found = value, self.rows[n]
                    self.rows[n] = found
                    self._place(n)
                    better = better or found is not before
