"""Ante-mortem against post-mortem data, point by point: agree, differ, unknown."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from antigone.register.access.pages import Mark
from antigone.register.field.models import Remains
from antigone.register.identification.models import Judgement
from antigone.register.people.date_words import date_in_words
from antigone.register.people.models import Person

EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Point:
    """One point: what is known before and after death, and whether they agree ("" for a reader to judge).

    `note` says how the verdict was reached, or by whom.
    """

    what: str
    before: str
    after: str
    verdict: str
    note: str = ""


def points(person: Person, remains: Remains) -> list[Point]:
    """Sex, age, stature and dates compared by rule; texts side by side, for a reader to judge."""
    known = person.descriptions.standing().order_by("-made_at").first()
    reports = list(person.reports.standing().order_by("-made_at"))
    seen = next((r for r in reports if r.seen_from), None)
    opinion = remains.examinations.standing().order_by("-on").first()
    judged = {
        j.point: j
        for j in remains.judgements.standing()
        .filter(person=person)
        .select_related("made_by")
        .order_by("made_at")
    }
    age_after = (getattr(opinion, "age_min", None), getattr(opinion, "age_max", None))
    stature = ("stature_min_cm", "stature_max_cm")
    return [
        _sex(known, opinion),
        _ranges(_("age at death"), _ages(known, seen), age_after),
        _ranges(_("stature, cm"), *(tuple(getattr(x, s, None) for s in stature) for x in (known, opinion))),
        _text("teeth", _("teeth"), getattr(known, "teeth", ""), getattr(opinion, "teeth", ""), judged),
        _text(
            "body",
            _("injuries, illnesses, scars"),
            getattr(known, "body", ""),
            getattr(opinion, "trauma", ""),
            judged,
        ),
        _text(
            "effects",
            _("clothing and effects"),
            getattr(known, "effects", ""),
            getattr(opinion, "effects", ""),
            judged,
        ),
        _place(reports, remains),
        _date(seen, remains),
    ]


VERDICT_TONES = {"agree": "good", "differ": "bad", "unknown": "plain", "": "warn"}


def rows_of(person: Person, remains: Remains) -> list[tuple[Any, ...]]:
    """The points as rows of a table: what, before, after, verdict, how it was reached."""
    words = {"agree": _("agree"), "differ": _("differ"), "unknown": _("unknown"), "": _("to be judged")}
    return [
        (p.what, p.before or "–", p.after or "–", Mark(words[p.verdict], VERDICT_TONES[p.verdict]), p.note)
        for p in points(person, remains)
    ]


def _sex(known: Any, opinion: Any) -> Point:
    sexes = [getattr(x, "sex", "unknown") for x in (known, opinion)]
    shown = [x.get_sex_display() if x else "" for x in (known, opinion)]
    verdict = "unknown" if "unknown" in sexes else "agree" if len(set(sexes)) == 1 else "differ"
    return Point(_("sex"), *shown, verdict)


def _ages(known: Any, seen: Any) -> tuple[int, int] | None:
    if known is None or not known.born_from or not known.born_to or seen is None:
        return None
    youngest = max(0, (seen.seen_from - known.born_to).days // 366)
    return youngest, (seen.seen_to - known.born_from).days // 365


def _ranges(what: str, before: tuple | None, after: tuple | None) -> Point:
    one, two = (tuple(v for v in (r or ()) if v is not None) for r in (before, after))
    if not one or not two:
        verdict, note = "unknown", ""
    elif min(one) <= max(two) and min(two) <= max(one):
        verdict, note = "agree", _("the ranges overlap")
    else:
        apart = max(min(two) - max(one), min(one) - max(two))
        verdict, note = "differ", _("the ranges are %d apart") % apart
    text = ["–".join(str(v) for v in dict.fromkeys(r)) for r in (one, two)]
    return Point(what, *text, verdict, note)


def _text(key: str, what: str, before: str, after: str, judged: dict[str, Judgement]) -> Point:
    if key in judged:
        row = judged[key]
        why = f": {row.reason}" if row.reason else ""
        return Point(what, before, after, row.verdict, f"{row.made_by}, {row.made_at:%Y-%m-%d}{why}")
    return Point(what, before, after, "" if before and after else "unknown")


def _place(reports: list, remains: Remains) -> Point:
    report = next((r for r in reports if r.place or r.latitude is not None), None)
    site = remains.site
    found = site.locations.standing().first()
    before = getattr(report, "place", "") or ""
    spot = next((r for r in reports if r.latitude is not None), None)
    after = f"{site}"
    if found is None or spot is None:
        return Point(_("place"), before, after, "unknown")
    km = distance_km((spot.latitude, spot.longitude), (found.latitude, found.longitude))
    slack = ((spot.radius_m or 0) + (found.radius_m or 0)) / 1000
    note = _("%(km).1f km apart, certain to within %(slack).1f km") % {"km": km, "slack": slack}
    # People are taken elsewhere: a distance alone never speaks against an identification.
    return Point(_("place"), before, after, "agree" if km <= slack else "unknown", note)


def _date(seen: Any, remains: Remains) -> Point:
    found: date | None = remains.recovered_on
    if seen is None or found is None:
        return Point(
            _("last seen and found"),
            date_in_words(getattr(seen, "last_seen", "")),
            str(found or ""),
            "unknown",
        )
    verdict = "agree" if found >= seen.seen_from else "differ"
    note = "" if verdict == "agree" else _("found before the person was last seen")
    return Point(_("last seen and found"), date_in_words(seen.last_seen), str(found), verdict, note)


def distance_km(one: tuple[float, float], two: tuple[float, float]) -> float:
    """The great-circle distance of two points (latitude, longitude in degrees), on a sphere."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, p)) for p in (one, two))
    a = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(a))
