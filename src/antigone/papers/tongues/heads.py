"""What a paper in a language says of itself at its head."""

from __future__ import annotations

import re

from antigone.papers.agenda_titles import told_apart
from antigone.papers.bodies import Body, numbers_in, organ_before
from antigone.papers.dates import find_dates
from antigone.papers.heading import Heading
from antigone.papers.letters import Title
from antigone.papers.lines import Line, cells_of, is_furniture
from antigone.papers.symbols import SYMBOL, own_symbols
from antigone.papers.tongues.dates import find_dates_in
from antigone.papers.tongues.number_words import plain
from antigone.papers.tongues.tongue import LANGUAGES, Tongue

_LONGEST = 6000
_SUB = r"(?:\s*\(?[a-zа-я]\)(?:\s*(?:,|et|y|и|à|a|[–-])\s*\(?[a-zа-я]\))*)"
_ITEM = rf"[0-9]{{1,3}}(?![0-9]){_SUB}?"
_DISTRIBUTED = re.compile(r"\bDistr\b\.?\s*:?\s*([^\W\d_]+)?", re.IGNORECASE)
_ORIGINAL = re.compile(r"\bOriginal\s*:\s*([^\W\d_]+)", re.IGNORECASE)
_ENGLISH = {
    "general": "General",
    "limited": "Limited",
    "restricted": "Restricted",
    "provisional": "Provisional",
}
_UNITED_NATIONS = re.compile(
    r"Nations\s+Unies|Naciones\s+Unidas|Объедин[её]нных\s+Наций|المتحـ?دة", re.IGNORECASE
)


def read_heading_in(view: str, lines: list[Line], titles: list[Title], tongue: Tongue) -> Heading | None:
    """The head of the paper; None where it is no United Nations document."""
    limit = min(titles[0].start if titles else _body(lines), _LONGEST)
    symbols = own_symbols(view, 0, limit)
    distributed = _DISTRIBUTED.search(view, 0, limit)
    if not symbols or not (distributed or _UNITED_NATIONS.search(view, 0, limit)):
        return None
    places = _organ_places(lines, limit, tongue)
    bodies, spans = _bodies(view, places, limit, tongue)
    original = _ORIGINAL.search(view, 0, limit)
    items = sum(len(b.agenda_items) for b in bodies)
    return Heading(
        titles[0].end if titles else limit,
        tuple(symbols),
        _distribution(distributed, tongue),
        _date(view, distributed.start() if distributed else 0, limit, tongue),
        tongue.name,
        None if original is None else _language(original[1], tongue),
        tuple(bodies),
        _agenda_titles(lines, spans, [p for p, _ in places], limit, items),
        titles[0].text if titles else None,
    )


def _body(lines: list[Line]) -> int:
    return next((x.start for x in lines if len(x.text) > 80 and x.text.endswith(".")), _LONGEST)


def _distribution(match: re.Match[str] | None, tongue: Tongue) -> str | None:
    word = "" if match is None else (match[1] or "").lower()
    return tongue.distribution.get(word) or _ENGLISH.get(word)


def _language(word: str, tongue: Tongue) -> str | None:
    """In English: the paper names it in its own language or in English."""
    name = tongue.languages.get(word.lower()) or word.capitalize()
    return name if name in LANGUAGES and name != tongue.name else None


def _date(view: str, start: int, limit: int, tongue: Tongue) -> str | None:
    head = view[start:limit]
    days = [*find_dates_in(head, tongue), *find_dates(head)]
    days = [d for d in days if len(d.edtf) == 10 and d.edtf[0] != "X"]
    return min(days, key=lambda d: d.start).edtf if days else None


def _organ_places(lines: list[Line], limit: int, tongue: Tongue) -> list[tuple[int, str]]:
    """Where a body is named at the start of a line or of a column."""
    found = []
    for line in lines:
        if line.start >= limit:
            break
        for cell in cells_of(line.text):
            rest = _UNITED_NATIONS.sub("", SYMBOL.sub("", cell)).strip(" –-")
            while organ := next(
                (o for o in tongue.organs if rest.lower().replace("’", "'").startswith(o)), None
            ):
                found.append((line.start + line.text.find(cell), tongue.organs[organ]))
                rest = rest[len(organ) :].strip()
    return found


def _bodies(
    view: str, places: list[tuple[int, str]], limit: int, tongue: Tongue
) -> tuple[list[Body], list[tuple[int, int]]]:
    """The bodies, and where their sessions and agenda items stand."""
    known = {organ: Body(organ) for _, organ in places}
    spans = []
    for noun, of_year in ((tongue.session, False), (tongue.year, True)):
        for match, number in _meetings(view[:limit], noun, tongue):
            spans.append(match.span())
            organ = organ_before(places, match.start(), of_year)
            if organ is None:
                continue
            body = known[organ]
            emergency = not of_year and bool(match.groupdict().get("emergency"))
            if of_year and body.year is None:
                known[organ] = Body(organ, body.session, number, body.emergency_special, body.agenda_items)
            elif not of_year and body.session is None:
                known[organ] = Body(organ, number, body.year, emergency, body.agenda_items)
    pattern = tongue.agenda.replace(
        "{items}", rf"{_ITEM}(?:\s*(?:,|{tongue.joint or '(?!)'}|и|و|{tongue.item_to}|[–-])\s*{_ITEM})*"
    )
    for match in re.finditer(pattern, view[:limit], re.IGNORECASE):
        spans.append(match.span())
        organ = organ_before(places, match.start(), False)
        if organ is not None and not known[organ].agenda_items:
            body = known[organ]
            listed = _items(match["items"], tongue)
            known[organ] = Body(organ, body.session, body.year, body.emergency_special, listed)
    return list(known.values()), spans


def _meetings(head: str, noun: str, tongue: Tongue) -> list[tuple[re.Match[str], int]]:
    """Sessions or years with their ordinal number."""
    found = []
    words = r"[^\W\d_]+(?:[- ][^\W\d_]+){0,3}"
    if tongue.ordinal_first:
        pattern = (
            rf"(?<!\w)(?P<ordinal>{words}|[0-9]{{1,3}})(?:[ºªª°.]|er|re|e|ème|-?я|-?й|-?ая)?\s+{noun}(?!\w)"
        )
    else:
        pattern = rf"(?<!\w){noun}\s+(?P<ordinal>{words})"
    for match in re.finditer(pattern, re.sub(r"[^\S\n]", " ", head), re.IGNORECASE):
        tokens = re.split(r"[\s-]+", match["ordinal"])
        wanted = (
            [tokens[i:] for i in range(len(tokens))]
            if tongue.ordinal_first
            else [tokens[:i] for i in range(len(tokens), 0, -1)]
        )
        number = next(
            (n for t in wanted if (n := tongue.ordinals().get(plain(" ".join(t)))) is not None), None
        )
        if number is None and match["ordinal"].isdigit():
            number = int(match["ordinal"])
        if number is not None:
            found.append((match, number))
    return found


def _items(listed: str, tongue: Tongue) -> tuple[int, ...]:
    apart = rf",|\b{tongue.joint}\b|\bи\b|و" if tongue.joint else r",|\bи\b|و"
    return numbers_in(re.sub(_SUB, " ", listed), apart)


def _agenda_titles(
    lines: list[Line], spans: list[tuple[int, int]], organs: list[int], limit: int, items: int
) -> tuple[str, ...]:
    """The lines below the agenda items down to the next body or the letter."""
    if not items or not spans:
        return ()
    paragraphs: list[list[str]] = [[]]
    begin = max(e for _, e in spans[-1:])
    for line in lines:
        if line.end <= begin:
            continue
        if line.start >= limit or any(line.start <= p <= line.end for p in organs):
            break
        if not line.text or is_furniture(line.text):
            paragraphs.append([])
        elif line.start >= begin:
            paragraphs[-1].append(line.text)
    return tuple(told_apart([p for p in paragraphs if p], items))
