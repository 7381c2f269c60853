"""The menu: the stages in the order of the data's way, and where in it a page lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# Stage (its app), heading, entries: name of the address, text, and the right without which it is not shown.
MENU: tuple[tuple[str, Any, tuple[tuple[str, Any, str], ...]], ...] = (
    (
        "",
        "",
        (
            ("dashboard", _("Your work"), ""),
            ("accounting", _("Accounting"), ""),
            ("work", _("Work in progress"), ""),
        ),
    ),
    (
        "sources",
        _("Sources"),
        (
            ("sources", _("Documents, testimonies"), ""),
            ("claims", _("Claims"), ""),
            ("groups", _("Groups"), ""),
            ("timeline", _("Timeline"), ""),
            ("claims_map", _("Map of claims"), ""),
            ("damage", _("Property and damage"), ""),
        ),
    ),
    (
        "people",
        _("People"),
        (
            ("persons", _("Persons"), ""),
            ("lists", _("Lists"), ""),
            ("duplicates", _("Duplicates"), ""),
            ("events", _("Events"), ""),
        ),
    ),
    (
        "field",
        _("Field"),
        (
            ("map", _("Map"), ""),
            ("sites", _("Sites"), ""),
            ("hazards", _("Hazards"), ""),
            ("operations", _("Operations"), ""),
            ("all_remains", _("Remains"), ""),
            ("items", _("Items found"), ""),
        ),
    ),
    (
        "laboratory",
        _("Laboratory"),
        (
            ("lab_queue", _("What waits"), ""),
            ("samples", _("Samples"), ""),
            ("frequencies", _("Allele frequencies"), ""),
            ("staff", _("Profiles of staff"), ""),
        ),
    ),
    (
        "identification",
        _("Identification"),
        (
            ("candidates", _("Candidates to review"), ""),
            ("runs", _("Runs of the engine"), ""),
            ("checks", _("Quality of profiles"), ""),
        ),
    ),
    ("decisions", _("Decisions"), (("proposals", _("Proposals"), ""),)),
    ("returns", _("Returns"), (("identifications", _("Families and hand-overs"), ""),)),
    ("reports", _("Reports"), (("reports", _("Documents made"), ""),)),
    (
        "access",
        _("The record"),
        (
            ("settings", _("Settings"), ""),
            ("members", _("Members"), ""),
            ("identities", _("Protected identities"), ""),
            ("tokens", _("Tokens for programs"), ""),
            ("list_files", _("All lists as files"), "EXPORT"),
            ("ledger", _("Ledger"), "READ_LEDGER"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu; `current` is "page" on the page itself and "true" on the pages below it."""

    text: Any
    url: str
    right: str
    current: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A heading and its lines."""

    title: Any
    entries: tuple[Entry, ...]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context of the frame: the menu with the place of this page marked, and the way up from it."""
    match = request.resolver_match
    slug = match.kwargs.get("slug") if match else None
    if match is None or slug is None:
        return {}
    urls = {
        name: reverse(name, args=(slug,)) for _stage, _title, lines in MENU for name, _text, _right in lines
    }
    here = _place(request.path, match.func.__module__.split(".")[2:3], urls)
    stages, up = [], []
    for _app, title, lines in MENU:
        entries = tuple(
            Entry(
                text, urls[name], right,
                "" if name != here else "page" if request.path == urls[name] else "true",
            )
            for name, text, right in lines
        )  # fmt: skip
        stages.append(Stage(title, entries))
        up += [e for e in entries if e.current == "true"]
    if here != "dashboard":
        up.insert(0, stages[0].entries[0])
    return {"stages": stages, "trail_up": up}


def _place(path: str, app: list[str], urls: dict[str, str]) -> str:
    """The entry whose address begins the page's; else the first of the stage that the page's view is of."""
    above = [n for n, url in urls.items() if path.startswith(url) and n != "dashboard"]
    if above:
        return max(above, key=lambda n: len(urls[n]))
    if path == urls["dashboard"]:
        return "dashboard"
    return next((lines[0][0] for stage, _title, lines in MENU if [stage] == app), "dashboard")
