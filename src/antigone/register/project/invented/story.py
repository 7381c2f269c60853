"""The numbers and places of the invented case, and who enters what when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from antigone.register.access.author import Author

SLUG = "invented-valley"
REPORTED, RECOVERED = 4000, 1500
CAVE, DETAINED, DIED_DETAINED, SAFE = 12, 14, 9, 36
INVOLVED = CAVE + DETAINED + SAFE
OTHER_FAMILIES = 40
MARKERS = 20
# Persons whom two lists name: of these two merged kinds the record counts one; the others wait to be found.
MERGED, UNMERGED = 60, 40
# In the open ocean, far from any land: the valley must not lie where people have a past.
NORTH, EAST = -40.0, -110.0
VILLAGES = (
    "Upper Alder",
    "Lower Alder",
    "Birchford",
    "Cedar Mill",
    "Long Meadow",
    "Three Wells",
    "Oakham Bridge",
)
DATES = ["1993-07", "1993-07~", "summer 1993", "1993-07-14"]
FIRST_DAY = datetime(2019, 3, 1, 9, tzinfo=UTC)

# Said of a person before death, and of a body after it: (before, after).
TEETH = (
    ("gold crown, upper left", "gold crown on 26"),
    ("upper front teeth missing", "11 and 21 lost long before death"),
    ("a bridge on the right", "bridge 44 to 46"),
    ("none known", "no treatment"),
)
BODY = (
    ("broke the left forearm as a child", "healed fracture of the left radius"),
    ("limped after a fall", "healed fracture of the right femur, shortened"),
    ("scar on the forehead", "nothing seen on the bones"),
    ("none known", "gunshot injury of the chest"),
)
EFFECTS = (
    ("a silver ring, engraved", "ring of silver, engraved"),
    ("brown leather jacket", "remains of leather clothing"),
    ("a watch on the left wrist", "wrist watch, stopped"),
    ("a blue headscarf", "textile, colour gone"),
)


def at(author: Author, days: int) -> Author:
    """The same author so many days after the record was opened."""
    return replace(author, at=FIRST_DAY + timedelta(days=days))


def day(days: int) -> date:
    """That day."""
    return (FIRST_DAY + timedelta(days=days)).date()
