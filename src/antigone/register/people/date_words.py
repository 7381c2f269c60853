"""EDTF dates as people write them: "spring 1993", "about April 1993", "between 1992 and 1993"."""

from __future__ import annotations

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from antigone.errors import InputError
from antigone.register.people.dates import uncertain_date


def date_in_words(edtf: str) -> str:
    """The date in the present language; what has no plain words stays as it is."""
    first, between, last = edtf.partition("/")
    if between and first and last and ".." not in (first, last):
        return _("between %(first)s and %(last)s") % {
            "first": date_in_words(first),
            "last": date_in_words(last),
        }
    if edtf.endswith(("~", "?", "%")):
        return _("about %s") % date_in_words(edtf[:-1])
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", edtf)
    if not found:
        return edtf
    year, month, day = found[1], int(found[2] or 0), int(found[3] or 0)
    seasons = {21: _("spring"), 22: _("summer"), 23: _("autumn"), 24: _("winter")}
    if month in seasons:
        return f"{seasons[month]} {year}"
    try:
        if day:
            return date_format(date(int(year), month, day), "j F Y")
        return date_format(date(int(year), month, 1), "YEAR_MONTH_FORMAT") if month else year
    except ValueError:
        return edtf


def span_in_words(first: date, last: date) -> str:
    """A day, or the days from one to another."""
    words = [date_format(d, "j F Y") for d in dict.fromkeys((first, last))]
    return " – ".join(words)


def date_for_form(edtf: str) -> str:
    """The date in words where a form reads the same date out of them again, else as it is held."""
    words = date_in_words(edtf)
    try:
        return words if uncertain_date(words).edtf == edtf else edtf
    except InputError:
        return edtf


def dated(text: str) -> str:
    """The EDTF of what was typed, "" for nothing; InputError for a date that cannot be."""
    return uncertain_date(text).edtf if text.strip() else ""
