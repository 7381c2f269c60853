"""The lines of a drawing: marriages, sibships, descents, twins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from antigone.pedigrees.drawing.diagram import Diagram, Slot, person_slot
from antigone.pedigrees.drawing.sizes import LANE, LINE, PORT, RADIUS, TRACK
from antigone.pedigrees.drawing.tracks import Net, assign_tracks

Point = tuple[float, float]
APEX = 20.0
SNAP = 7.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through `points` that belongs to a couple (-1: to twins); `double` where it is related."""

    points: tuple[Point, ...]
    couple: int
    double: bool = False


@dataclass(frozen=True, slots=True)
class Routed:
    """The height of each level's symbols, the total height, and the lines."""

    rows: tuple[float, ...]
    height: float
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class _Lane:
    """A marriage line that runs above the symbols of its level from a partner to the couple's slot.

    It leaves the partner above the middle (`leaves`, relative), at the side, and rises at `port`.
    """

    couple: int
    start: float
    leaves: float
    port: float
    end: float


def route(
    diagram: Diagram,
    rows: Sequence[Sequence[Slot]],
    x: Mapping[Slot, float],
    label_lines: Mapping[str, int],
    half: Callable[[Slot], float],
) -> Routed:
    """All lines, and the levels' heights that leave room for them."""
    router = _Router(diagram, rows, x, half)
    return router.run(
        [max((label_lines.get(s[1], 0) for s in row if s[0] == "person"), default=0) for row in rows]
    )


class _Router:
    def __init__(
        self,
        diagram: Diagram,
        rows: Sequence[Sequence[Slot]],
        x: Mapping[Slot, float],
        half: Callable[[Slot], float],
    ) -> None:
        self._d, self._rows, self._x, self._half = diagram, rows, x, half
        self._strokes: list[Stroke] = []
        self._y: list[float] = []

    def run(self, label_lines: Sequence[int]) -> Routed:
        nets = [self._nets(n) for n in range(len(self._rows))]
        tracks = [assign_tracks([net for _, net in level]) for level in nets]
        lanes = [self._lanes(n) for n in range(len(self._rows))]
        lane_tracks = [assign_tracks([Net((), (lane.port, lane.end)) for lane in level]) for level in lanes]
        twins = {self._d.level[person_slot(t[0])] for t in self._d.household.twins}
        bars: list[dict[tuple[str, ...], float]] = []
        bottom = 0.0
        for n, lines in enumerate(label_lines):
            above = max(lane_tracks[n], default=-1) + 1
            room = above * LANE + (LANE if above else 0) + (APEX if n in twins else 0)
            self._y.append(bottom + room + RADIUS + 2)
            under = self._y[n] + RADIUS + lines * LINE + 10
            used = max(tracks[n], default=-1) + 1
            bars.append({key: under + t * TRACK for (key, _), t in zip(nets[n], tracks[n], strict=True)})
            bottom = under + max(used - 1, 0) * TRACK + 16
        for n in range(len(self._rows)):
            for lane, t in zip(lanes[n], lane_tracks[n], strict=True):
                self._draw_lane(n, lane, t)
        self._marriages()
        self._reaches(bars)
        self._descents(bars)
        self._twins()
        height = self._y[-1] + RADIUS + label_lines[-1] * LINE + 4
        return Routed(tuple(self._y), height, tuple(self._strokes))

    def _middle(self, slots: Sequence[Slot]) -> float:
        return sum(self._x[s] for s in slots) / len(slots)

    def _nets(self, n: int) -> list[tuple[tuple[str, ...], Net]]:
        """The horizontal lines wanted between level n and n + 1, by key."""
        d = self._d
        nets: list[tuple[tuple[str, ...], Net]] = []
        below: dict[int, list[float]] = {}
        for descent in d.descents:
            steps: list[Sequence[Slot]] = [*([s] for s in descent.passing), descent.unit]
            if d.level[d.anchors[descent.couple][0]] == n:
                below.setdefault(descent.couple, []).append(self._middle(steps[0]))
            for a, b in zip(steps, steps[1:], strict=False):
                if d.level[a[0]] == n:
                    nets.append((("pass", *a[0]), Net((self._middle(a),), (self._middle(b),))))
        for couple, ends in below.items():
            nets.append((("couple", str(couple)), Net((self._root(couple, ends),), tuple(ends))))
        for i, reach in enumerate(d.reaches):
            slots = [*reach.passing, d.anchors[reach.couple][0]]
            if d.level[person_slot(reach.partner)] == n:
                nets.append((("reach", str(i)), Net((self._port(i),), (self._x[slots[0]],))))
            for a_, b_ in zip(slots, slots[1:], strict=False):
                if d.level[a_] == n:
                    nets.append((("pass", *a_), Net((self._x[a_],), (self._x[b_],))))
        return nets

    def _root(self, couple: int, ends: Sequence[float]) -> float:
        """Where the line to the children leaves the marriage line: above an only child if that is near."""
        anchor = self._d.anchors[couple]
        middle = self._middle(anchor)
        near = len(anchor) == 2 and len(ends) == 1 and abs(ends[0] - middle) < SNAP
        return ends[0] if near else middle

    def _port(self, i: int) -> float:
        reach = self._d.reaches[i]
        partner = person_slot(reach.partner)
        first = [*reach.passing, self._d.anchors[reach.couple][0]][0]
        side = 1 if self._x[first] >= self._x[partner] else -1
        before = [r.partner for r in self._d.reaches[:i]].count(reach.partner)
        port = self._x[partner] + side * (self._half(partner) - 2 - PORT * before)
        straight = abs(port - self._x[first]) < SNAP and abs(self._x[first] - self._x[partner]) > RADIUS
        alone = [r.partner for r in self._d.reaches].count(reach.partner) == 1
        return self._x[first] if straight and alone else port

    def _lanes(self, n: int) -> list[_Lane]:
        lanes: list[_Lane] = []
        used: dict[tuple[Slot, int], int] = {}
        for i, (couple, anchor) in enumerate(zip(self._d.couples, self._d.anchors, strict=True)):
            if len(anchor) == 2 or self._d.level[anchor[0]] != n:
                continue
            for person in (couple.father, couple.mother):
                slot = person_slot(person)
                if self._d.level[slot] != n or self._adjacent(n, slot, anchor[0]):
                    continue
                side = 1 if self._x[anchor[0]] > self._x[slot] else -1
                used[slot, side] = used.get((slot, side), -1) + 1
                port = self._x[slot] + side * (RADIUS + 5 + 3 * used[slot, side])
                leaves = -min(5 + 3 * used[slot, side], RADIUS - 2)
                lanes.append(_Lane(i, self._x[slot], leaves, port, self._x[anchor[0]]))
        return lanes

    def _adjacent(self, n: int, a: Slot, b: Slot) -> bool:
        row = list(self._rows[n])
        return abs(row.index(a) - row.index(b)) == 1

    def _line(self, couple: int, *points: Point) -> None:
        distinct = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
        if len(distinct) > 1:
            self._strokes.append(Stroke(tuple(distinct), couple))

    def _marriage(self, couple: int, *points: Point) -> None:
        self._strokes.append(Stroke(points, couple, self._d.couples[couple].related))

    def _draw_lane(self, n: int, lane: _Lane, track: int) -> None:
        y = self._y[n]
        top = y - RADIUS - LANE * (track + 1)
        self._marriage(
            lane.couple,
            (lane.start, y + lane.leaves),
            (lane.port, y + lane.leaves),
            (lane.port, top),
            (lane.end, top),
            (lane.end, y),
        )

    def _marriages(self) -> None:
        # Symbols are drawn over the ends of marriage lines, whatever their size.
        for i, (couple, anchor) in enumerate(zip(self._d.couples, self._d.anchors, strict=True)):
            n = self._d.level[anchor[0]]
            y = self._y[n]
            if len(anchor) == 2:
                self._marriage(i, *((self._x[s], y) for s in anchor))
                continue
            for person in (couple.father, couple.mother):
                slot = person_slot(person)
                if self._d.level[slot] == n and self._adjacent(n, slot, anchor[0]):
                    self._marriage(i, (self._x[slot], y), (self._x[anchor[0]], y))

    def _reaches(self, bars: Sequence[Mapping[tuple[str, ...], float]]) -> None:
        for i, reach in enumerate(self._d.reaches):
            partner = person_slot(reach.partner)
            n = self._d.level[partner]
            port = self._port(i)
            slots = [*reach.passing, self._d.anchors[reach.couple][0]]
            y = bars[n]["reach", str(i)]
            # Below the middle, as a marriage line may leave the same side.
            before = [r.partner for r in self._d.reaches[:i]].count(reach.partner)
            start = self._y[n] + min(5 + 3 * before, RADIUS - 2)
            points = [(self._x[partner], start), (port, start), (port, y)]
            points.append((self._x[slots[0]], y))
            for a, b in zip(slots, slots[1:], strict=False):
                y = bars[self._d.level[a]][("pass", *a)]
                points += [(self._x[a], y), (self._x[b], y)]
            points.append((self._x[slots[-1]], self._y[self._d.level[slots[-1]]]))
            self._marriage(reach.couple, *points)

    def _descents(self, bars: Sequence[Mapping[tuple[str, ...], float]]) -> None:
        ends: dict[int, list[float]] = {}
        for descent in self._d.descents:
            steps: list[Sequence[Slot]] = [*([s] for s in descent.passing), descent.unit]
            n = self._d.level[self._d.anchors[descent.couple][0]]
            at = self._middle(steps[0])
            points: list[Point] = [(at, bars[n]["couple", str(descent.couple)])]
            for a, b in zip(steps, steps[1:], strict=False):
                y = bars[self._d.level[a[0]]][("pass", *a[0])]
                points += [(self._middle(a), y), (self._middle(b), y)]
            top = self._y[self._d.level[descent.unit[0]]] - RADIUS
            points.append((self._middle(descent.unit), top - (APEX if len(descent.unit) > 1 else 0)))
            self._line(descent.couple, *points)
            ends.setdefault(descent.couple, []).append(at)
        for couple, xs in ends.items():
            anchor = self._d.anchors[couple]
            n = self._d.level[anchor[0]]
            y, middle = bars[n]["couple", str(couple)], self._root(couple, xs)
            self._line(couple, (middle, self._y[n]), (middle, y))
            self._line(couple, (min([*xs, middle]), y), (max([*xs, middle]), y))

    def _twins(self) -> None:
        for twins in self._d.household.twins:
            slots = [person_slot(t) for t in twins]
            top = self._y[self._d.level[slots[0]]] - RADIUS
            middle = self._middle(slots)
            for slot in slots:
                self._line(-1, (middle, top - APEX), (self._x[slot], top))
            halves = sorted((middle + self._x[s]) / 2 for s in slots)
            self._line(-1, (halves[0], top - APEX / 2), (halves[-1], top - APEX / 2))
