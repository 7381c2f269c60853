"""Days counted from dates: where a text leaves open since when, every answer is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.record import state
from antigone.register.people.dates import uncertain_date
from antigone.register.sources.models import Claim, Elapsed, Extraction
from antigone.register.sources.proposals import Found, findings
from antigone.register.sources.slices import SLICE, letter_at

MOST_DAYS = 200_000


@dataclass(frozen=True, slots=True)
class Answer:
    """`start` (EDTF) plus the days gives a day between `earliest` and `latest`."""

    start: str
    earliest: date
    latest: date


def after(start: str, days: int) -> Answer:
    """The day that many days after a date; a span where the date is uncertain."""
    if not 0 <= days <= MOST_DAYS:
        raise InputError(f"{days} days cannot be counted; give 0 to {MOST_DAYS}")
    dated = uncertain_date(start)
    try:
        step = timedelta(days=days)
        return Answer(dated.edtf, dated.earliest + step, dated.latest + step)
    except OverflowError:
        raise InputError(f"{days} days after {start} is beyond the calendar") from None


def proposed_starts(extraction: Extraction, duration: Found) -> list[str]:
    """Days named before the duration in the same letter: since which of them it runs, a person must say."""
    letter = letter_at(extraction, duration.start)
    first = letter[1] if letter else max(0, duration.start - SLICE)
    dates = [f for f in findings(extraction, first, duration.start) if f.kind == "date"]
    return list(dict.fromkeys(f.value for f in dates if len(f.value) == 10 and "X" not in f.value))


def record_elapsed(
    author: Author, claim: Claim, days: int, starts: Sequence[str], approximate: bool
) -> Elapsed:
    """Keeps the days a claim gives and the dates they may count from."""
    author.require(Right.SOURCES)
    if not starts:
        raise InputError("name one date or more from which the days may count")
    checked = [after(s, days).start for s in starts]
    return state(
        author, Elapsed(claim=claim, days=days, approximate=approximate, starts=list(dict.fromkeys(checked)))
    )


def answers(elapsed: Elapsed) -> list[Answer]:
    """One answer for each start; more than one says that the text leaves it open."""
    return [after(s, elapsed.days) for s in elapsed.starts]


def agrees(elapsed: Elapsed) -> bool | None:
    """Whether the claim's own date is among the answers; None where it has none or all is approximate."""
    claim = elapsed.claim
    if claim.earliest is None or claim.latest is None or elapsed.approximate:
        return None
    return any(a.earliest <= claim.latest and claim.earliest <= a.latest for a in answers(elapsed))
