"""The United Nations bodies to which a paper is addressed: session or year, and agenda items."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from antigone.papers.lines import Line, cells_of
from antigone.papers.numbers import ordinal
from antigone.papers.symbols import SYMBOL

ORGANS = (
    "General Assembly",
    "Security Council",
    "Economic and Social Council",
    "Human Rights Council",
    "Trusteeship Council",
    "Commission on Human Rights",
    "Conference on Disarmament",
    "Peacebuilding Commission",
    "Working Group on Enforced or Involuntary Disappearances",
    "Working Group on Arbitrary Detention",
    "Working Group on the Universal Periodic Review",
    "Human Rights Committee",
    "Committee against Torture",
    "Committee on Enforced Disappearances",
    "Committee on the Rights of the Child",
    "Committee on the Elimination of Racial Discrimination",
)
_BY_NAME = {o.lower(): o for o in ORGANS}
ORGAN = re.compile("|".join(ORGANS), re.IGNORECASE)
_MEETING = re.compile(
    r"\b((?:One hundred(?: and)? )?[A-Za-z]+(?:-[a-z]+)?|[0-9]{1,3}(?:st|nd|rd|th)|[0-9]{4})\s+"
    r"((?:(?:resumed|emergency|special|regular|substantive|organizational)\s+)*)(session|year)\b",
    re.IGNORECASE,
)
_SUB = r"(?:\s*\([a-z]{1,4}\)(?:\s*(?:,\s*and|,|and|to|[–-])\s*\([a-z]{1,4}\))*)"
_ITEM = rf"[0-9]{{1,3}}(?![0-9]){_SUB}?"
AGENDA = re.compile(
    r"\b(?:(?:provisional )?agenda\s+items?|items?)\s+"
    rf"({_ITEM}(?:(?:\s*,\s*and|\s*,|\s+and|\s+to|\s*[–-])\s*{_ITEM})*)"
    r"(?:\s+of\s+the\s+(?:provisional\s+agenda|preliminary\s+list|agenda)[^\S\n]*\*{0,3})?",
    re.IGNORECASE,
)
_AFTER_ORGAN = re.compile(r"(?:$|Distr\b|Official Records|S/|A/)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """A body, the number of its session or of its year, and the agenda items named."""

    organ: str
    session: int | None = None
    year: int | None = None
    emergency_special: bool = False
    agenda_items: tuple[int, ...] = ()


def find_bodies(view: str, lines: list[Line], end: int) -> list[Body]:
    """The bodies named in the heading `view[:end]`, in order of appearance."""
    places = organ_places(lines, end)
    bodies = [Body(organ) for organ in dict.fromkeys(o for _, o in places)]
    latest = {body.organ: n for n, body in enumerate(bodies)}
    said = [*_MEETING.finditer(view, 0, end), *AGENDA.finditer(view, 0, end)]
    for match in sorted(said, key=lambda m: m.start()):
        of_agenda = match.re is AGENDA
        of_year = not of_agenda and match[3].lower() == "year"
        organ = organ_before(places, match.start(), of_year)
        if organ is None and of_agenda and places:
            organ = places[-1][1]
        if organ is None:
            continue
        body = bodies[latest[organ]]
        if of_agenda:
            told = body if body.agenda_items else replace(body, agenda_items=agenda_items(match[1]))
        else:
            number = int(match[1]) if match[1].isdigit() else ordinal(match[1])
            told = body if number is None else _met(body, number, of_year, "emergency" in match[2].lower())
        if body.session is not None and told.session != body.session:
            # Circulated under two sessions at once, such as an emergency special one and the regular one.
            latest[organ] = len(bodies)
            bodies.append(told)
        else:
            bodies[latest[organ]] = told
    return sorted(bodies, key=lambda b: list(latest).index(b.organ))


def _met(body: Body, number: int, of_year: bool, emergency: bool) -> Body:
    """The body with this number of a year or session; another body where it has one of the other kind."""
    if of_year:
        return replace(body, year=number)
    if body.session is None:
        return replace(body, session=number, emergency_special=emergency)
    if body.emergency_special != emergency:
        return Body(body.organ, number, None, emergency)
    return body


def organ_places(lines: list[Line], end: int) -> list[tuple[int, str]]:
    """Where in the heading a body is named for itself, not within a title."""
    found = []
    for n, line in enumerate(lines):
        if line.start >= end:
            break
        rest = re.sub(r"^United Nations\s*", "", line.text, flags=re.IGNORECASE)
        rest = re.sub(rf"^(?:(?:{SYMBOL.pattern})[\s–—-]*)+", "", rest)
        named = []
        while match := ORGAN.match(rest):
            named.append((line.end - len(rest), _BY_NAME[match[0].lower()]))
            rest = rest[match.end() :].lstrip()
        meeting = _MEETING.match(rest)
        if _AFTER_ORGAN.match(rest) or (
            meeting and (meeting[1].isdigit() or ordinal(meeting[1]) is not None)
        ):
            found += named
        if not named and rest:
            found += _over_lines(line, rest, [x for x in lines[n + 1 : n + 6] if x.text][:2])
    return found


def _over_lines(line: Line, words: str, below: list[Line]) -> list[tuple[int, str]]:
    """'Economic and Social' over 'Council', perhaps each beside another column: once for each line."""
    name, starts = cells_of(words)[0], [line.start]
    for more in below:
        name += f" {cells_of(more.text)[0]}"
        starts.append(more.start)
        if organ := _BY_NAME.get(name.lower()):
            return [(start, organ) for start in starts]
    return []


def organ_before(places: list[tuple[int, str]], at: int, of_year: bool) -> str | None:
    """The body named last before `at`: the Security Council counts years, the others sessions."""
    fit = [o for p, o in places if p < at and (o == "Security Council") == of_year]
    return fit[-1] if fit else None


def agenda_items(listed: str) -> tuple[int, ...]:
    """34, 35 and 72 of '34, 35 and 72 (c)'; 34 to 36 of '34–36'."""
    return numbers_in(re.sub(_SUB, " ", listed), r",|\band\b")


def numbers_in(listed: str, separator: str) -> tuple[int, ...]:
    """The numbers between separators (a pattern), each once; two without one between are a range."""
    items: list[int] = []
    for part in re.split(separator, listed):
        numbers = [int(n) for n in re.findall(r"[0-9]+", part)]
        if len(numbers) == 2 and numbers[0] < numbers[1]:
            numbers = list(range(numbers[0], numbers[1] + 1))
        items += numbers
    return tuple(dict.fromkeys(items))
