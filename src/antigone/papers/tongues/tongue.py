"""The words of one language by which a paper is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from antigone.papers.qualifiers import Bound

LANGUAGES = ("Arabic", "Chinese", "English", "French", "Russian", "Spanish")


@dataclass(frozen=True, slots=True, eq=False)
class Tongue:
    """Words and patterns of one language; patterns are regular expressions without regard to case.

    `letter` has groups `date` and, where the paper says so, `addressee` and `office`.
    """

    name: str
    code: str
    """ISO 639-1, by which the libraries know it."""
    organs: Mapping[str, str]
    """A body's name → its name in English."""
    languages: Mapping[str, str]
    """How this language names the official ones → their names in English."""
    distribution: Mapping[str, str]
    ordinals: Callable[[], Mapping[str, int]]
    """'soixante-quinzième' → 75; made when first asked for, as are `months` and `numbers`."""
    session: str
    """What follows the ordinal of a session; group `emergency` where it is an emergency special one."""
    year: str
    ordinal_first: bool
    """False where the ordinal follows its noun."""
    agenda: str
    """With group `items`."""
    item_to: str
    form: str
    """How the heading of a letter begins."""
    letter: str
    note: str
    opening: str
    """How the body of a letter begins."""
    another: str
    """What parts two addressees."""
    article: str
    signed: str
    offices: str
    annex: str
    months: Callable[[], Mapping[str, int]]
    day_month: str
    """What stands between day and month, as `month_year` between month and year."""
    month_year: str
    spans: tuple[tuple[str, str], ...]
    """Words before and between the two days of a span."""
    year_after: str
    """Words after which four digits are a year."""
    year_end: str
    """What may follow a year as a part of the date."""
    numbers: Callable[[], Mapping[str, int]]
    """Number words of two and more, apart by single blanks → value."""
    joint: str
    """'et' of 'vingt et un'."""
    qualifiers: Mapping[str, Bound]
    of_them: str
    """'of them' after a number, with the pronoun as a group."""
    counted: str
    """The words of what is counted after a number, with one group."""
    bare_after: str
    """A verb after a number that stands for persons."""
    not_counted: str
    """Units, months and labels that follow a number and are no persons or things."""
    label_before: str
    """Labels before a number: article, paragraph."""
    units: Mapping[str, str]
    """Pattern of a unit of time → 'day', 'week', 'month', 'year', 'hour'."""
    during: str
    """'after', 'for': words before a length of time that belong to it."""
    places: str
    """A place named with its kind."""
