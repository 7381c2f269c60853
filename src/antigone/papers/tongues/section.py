"""A section of a paper by the rules of its language."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from antigone.papers.counts import Count
from antigone.papers.dates import DateMention
from antigone.papers.durations import Duration
from antigone.papers.lines import GAP
from antigone.papers.places import Place
from antigone.papers.spans import Spans
from antigone.papers.tongues.counts import find_counts_in, find_durations_in, find_numbers_in
from antigone.papers.tongues.dates import find_dates_in
from antigone.papers.tongues.tongue import Tongue


@dataclass(frozen=True, slots=True)
class Section:
    """What was found; offsets count the characters of the whole paper."""

    counts: list[Count]
    dates: list[DateMention]
    durations: list[Duration]
    places: list[Place]


def read_section(view: str, start: int, end: int, tongue: Tongue, apart: list[tuple[int, int]]) -> Section:
    """Counts, dates, lengths of time and places in `view[start:end]`; `apart` holds no counts."""
    text = view[start:end]
    shut = [(s - start, e - start) for s, e in apart if s < end and e > start]
    symbols = Spans(shut)
    numbers = find_numbers_in(text, tongue)
    dates = find_dates_in(text, tongue)
    durations = [d for d in find_durations_in(text, numbers, tongue) if not symbols.touches(d.start, d.end)]
    told = [*((d.start, d.end) for d in dates), *((d.start, d.end) for d in durations)]
    taken = Spans([*shut, *told])
    places = re.finditer(rf"(?<!\w)(?:{tongue.places.replace(' ', GAP)})", text, re.IGNORECASE)
    return Section(
        [
            replace(c, start=c.start + start, end=c.end + start)
            for c in find_counts_in(text, numbers, taken, tongue)
        ],
        [replace(d, start=d.start + start, end=d.end + start) for d in dates],
        [replace(d, start=d.start + start, end=d.end + start) for d in durations],
        [Place(m.start() + start, m.end() + start) for m in places],
    )
