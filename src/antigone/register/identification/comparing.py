"""Ante-mortem against post-mortem data, point by point: agree, differ, unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from antigone.register.field.models import Remains
from antigone.register.people.models import Person


@dataclass(frozen=True, slots=True)
class Point:
    """One point: what is known before and after death, and whether they agree ("" for a reader to judge)."""

    what: str
    before: str
    after: str
    verdict: str


def points(person: Person, remains: Remains) -> list[Point]:
    """Sex, age, stature are compared; teeth and effects are shown side by side for the reviewers."""
    known = person.descriptions.standing().first()
    seen = person.reports.standing().exclude(seen_from=None).first()
    opinion = remains.examinations.standing().order_by("-on").first()
    sexes = (getattr(known, "sex", "unknown"), getattr(opinion, "sex", "unknown"))
    rows = [
        Point(
            "sex", *sexes, "unknown" if "unknown" in sexes else "agree" if len(set(sexes)) == 1 else "differ"
        )
    ]
    ages = _ages(known, seen.seen_from, seen.seen_to) if known and known.born_from and seen else None
    rows.append(_ranges("age", ages, (getattr(opinion, "age_min", None), getattr(opinion, "age_max", None))))
    stature = ("stature_min_cm", "stature_max_cm")
    rows.append(
        _ranges("stature, cm", *(tuple(getattr(x, s, None) for s in stature) for x in (known, opinion)))
    )
    for what in ("teeth", "effects"):
        rows.append(Point(what, getattr(known, what, ""), getattr(opinion, what, ""), ""))
    place = remains.site.locations.standing().first()
    found = f"{remains.site}" + (f" ({place.latitude:.4f}, {place.longitude:.4f})" if place else "")
    last = person.reports.standing().first()
    rows.append(Point("place", getattr(last, "place", ""), found, ""))
    return rows


def _ages(known: object, seen_from: date, seen_to: date) -> tuple[int, int]:
    return max(0, (seen_from - known.born_to).days // 366), (seen_to - known.born_from).days // 365


def _ranges(what: str, before: tuple | None, after: tuple | None) -> Point:
    one, two = (tuple(v for v in (r or ()) if v is not None) for r in (before, after))
    if not one or not two:
        verdict = "unknown"
    else:
        verdict = "agree" if min(one) <= max(two) and min(two) <= max(one) else "differ"
    text = ["–".join(str(v) for v in dict.fromkeys(r)) for r in (one, two)]
    return Point(what, *text, verdict)
