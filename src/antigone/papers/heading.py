"""What a paper says of itself at its head: symbols, distribution, date, language, bodies, titles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from antigone.papers.agenda_titles import told_apart, unwrapped
from antigone.papers.bodies import AGENDA, Body, find_bodies, organ_places
from antigone.papers.dates import find_dates
from antigone.papers.language import language_of
from antigone.papers.letters import Title
from antigone.papers.lines import JOB_NUMBER, Line, is_furniture, job_number_of
from antigone.papers.symbols import SYMBOL, own_symbols

_LONGEST = 8000
_DISTRIBUTION = re.compile(
    r"\bDistr(?:ibution)?\b\.?\s*:?"
    r"(?:.{0,120}?\b(general|limited|restricted|provisional|confidential)\b(?!\s+(?:assembly|council))|\s*([a-z]{4,}))",
    re.IGNORECASE | re.DOTALL,
)
_LANGUAGE = re.compile(
    r"\b(?:Original|ORIGINAL)\s*:\s*([A-Z][a-z]+(?:(?:/| and |, )[A-Z][a-z]+)*|[A-Z]+(?:/[A-Z]+)*)"
)
_EDITION = re.compile(
    r"^[^\S\n]*(Arabic|Chinese|English|French|Russian|Spanish)[^\S\n]*\n\s*Original\s*:",
    re.MULTILINE | re.IGNORECASE,
)
_ONLY = re.compile(
    r"^[^\S\n]*((?:Arabic|Chinese|English|French|Russian|Spanish)(?:(?:, | and )(?:Arabic|Chinese|English"
    r"|French|Russian|Spanish))*) only\b",
    re.MULTILINE | re.IGNORECASE,
)
_JOB = re.compile(rf"(?<![\w./-])({JOB_NUMBER})\*?(?:\s+[0-9]{{4,5}}[a-z])?(?:\s+[0-9]{{6}})*\s*\([A-Z]\)")
_ADDRESSED = re.compile(
    r"\b(?:Secretary-General|President of the (?:(?:Security|Economic and Social) Council|General Assembly))",
    re.IGNORECASE,
)
_MONTH_WORD = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
_NO_TITLE = re.compile(
    r"United Nations|Distr|Original\b|\*|[⁰¹²³⁴⁵⁶⁷⁸⁹]|Official Records|Supplement\b|Please recycle"
    r"|English$|French$"
    r"|(?:English|French|Spanish|Russian|Arabic|Chinese)[^.]{0,30} only$"
    r"|Spanish$|Russian$|Arabic$|Chinese$|A$|S$|E$",
    re.IGNORECASE,
)
_SUBTITLE = re.compile(
    r"(?:Report|Note|Letter|Summary|Addendum|Corrigendum|Statement|Submitted|Prepared|Draft)\b"
)
_MARKS = re.compile(r"(?<=\w)(?: ?\*{1,4}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a United Nations document, which ends at offset `end`; None for what it does not say."""

    end: int
    symbols: tuple[str, ...]
    distribution: str | None
    date: str | None
    language: str | None
    original_language: str | None
    bodies: tuple[Body, ...]
    agenda_titles: tuple[str, ...]
    title: str | None


def read_heading(view: str, lines: list[Line], titles: list[Title]) -> Heading | None:
    """The head of the paper; None where it is no United Nations document."""
    limit = min(titles[0].start if titles else len(view), _LONGEST)
    if not titles:
        limit = _first_sentence(lines, limit)
    symbols = own_symbols(view, 0, limit)
    addressed = bool(titles) and _ADDRESSED.search(titles[0].text) is not None
    if not _is_united_nations(view[:limit], lines, limit, bool(symbols), addressed):
        return None
    distribution = _DISTRIBUTION.search(view, 0, limit)
    original = _LANGUAGE.search(view, 0, limit)
    edition = _EDITION.search(view, 0, limit)
    language = edition or original or _ONLY.search(view, 0, limit)
    if (
        original
        and language is original
        and original[1].lower() != "english"
        and language_of(view) == "English"
    ):
        # A translation that does not name its own language.
        language, edition = None, original
    # What stands below the agenda is told apart by English words.
    spoken = language_of(view)
    told = [m.span() for m in (distribution, original) if m]
    rest = _titles_below(view, lines, limit, told) if spoken in ("English", None) else []
    items = sum(len(b.agenda_items) for b in find_bodies(view, lines, limit))
    agenda, title = _agenda_and_title(rest, items, titles[0].text if titles else None)
    return Heading(
        titles[0].end if titles else limit,
        tuple(symbols or _running_symbols(lines)),
        _distribution(distribution),
        _date(view, distribution, limit),
        None if language is None else _capitalized(language[1]),
        _capitalized(original[1]) if original and edition else None,
        tuple(find_bodies(view, lines, limit)),
        agenda,
        title,
    )


def job_number(view: str, lines: list[Line]) -> str | None:
    """The job number, such as 21-06319, of the first line that is one; None where there is none."""
    found = next((n for line in lines if (n := job_number_of(line.text)) is not None), None)
    if found is not None:
        return found
    match = _JOB.search(view)
    return None if match is None else match[1]


def _first_sentence(lines: list[Line], limit: int) -> int:
    """Where the body of a paper without a letter begins: a long line or one that ends as a sentence."""
    top = next((line.start for line in lines if line.text), 0)
    for n, line in enumerate(lines):
        if line.start >= limit:
            break
        if line.start == top:
            continue
        if (n == 0 or not lines[n - 1].text) and _is_prose(lines, n):
            return line.start
        if len(line.text) > 60 and re.search(r"[a-z]{3}[.;]$|[a-z]{3}\. [A-Z]", line.text):
            return line.start
        if re.match(
            r"(?:1\.|I\.|Summary$|Contents$|Introduction$|The \w+(?: \w+){0,3},$"
            r"|The Secretary-General has\b)",
            line.text,
        ):
            return line.start
    return limit


def _is_prose(lines: list[Line], n: int) -> bool:
    """Whether the paragraph that begins at line `n` has several lines and a sentence's end."""
    paragraph = list(takewhile(bool, (line.text for line in lines[n:])))
    words = " ".join(paragraph)
    return len(paragraph) > 1 and len(words) > 80 and re.search(r"(?:[a-z]{3}|[0-9])\.$", words) is not None


def _is_united_nations(
    head: str, lines: list[Line], limit: int, has_symbol: bool, to_united_nations: bool
) -> bool:
    distributed = re.search(r"\bDistr\b", head, re.IGNORECASE) is not None
    organ = bool(organ_places(lines, limit))
    named = re.search(r"\bUnited\s+Nations\b", head, re.IGNORECASE) is not None
    if distributed:
        return has_symbol or (organ and named)
    first = [line for line in lines if line.text][:6]
    top = any(is_furniture(SYMBOL.sub("A/1", re.sub(r"United Nations", "", x.text).strip())) for x in first)
    return has_symbol and top and ((organ and named) or to_united_nations)


def _running_symbols(lines: list[Line]) -> list[str]:
    for line in lines:
        found = own_symbols(line.text, 0, len(line.text))
        if found and is_furniture(line.text):
            return found
    return []


def _distribution(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    word = match[1] or match[2]
    if _MONTH_WORD.match(word) or word.lower() in ("original", "english"):
        return None
    return word.capitalize()


def _capitalized(language: str) -> str:
    return language.title() if language.isupper() else language


def _date(view: str, distribution: re.Match[str] | None, limit: int) -> str | None:
    after = distribution.start() if distribution else 0
    days = [d for d in find_dates(view[after:limit]) if len(d.edtf) == 10 and d.edtf[0] != "X"]
    return days[0].edtf if days else None


def _titles_below(view: str, lines: list[Line], limit: int, told: list[tuple[int, int]]) -> list[list[str]]:
    """Paragraphs of the head that are neither body, session, agenda, distribution nor page furniture."""
    agenda = [m.span() for m in AGENDA.finditer(view, 0, limit)]
    organs = {p for p, _ in organ_places(lines, limit)}
    begin = agenda[0][1] if agenda else 0
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line.start >= limit:
            break
        meta = (
            line.end <= begin
            or any(line.start < e and s < line.end for s, e in [*agenda, *told])
            or any(line.start <= p < line.end for p in organs)
            or _NO_TITLE.match(line.text) is not None
            or is_furniture(line.text)
            or re.search(r"\b(?:session|year)$", line.text, re.IGNORECASE) is not None
            or (not _words_beside_dates(line.text))
        )
        if not line.text or meta:
            paragraphs.append([])
        else:
            paragraphs[-1].append(line.text)
    return [p for p in paragraphs if p]


def _words_beside_dates(text: str) -> bool:
    """Whether anything but dates, places of meeting and signs is left of the line."""
    for date in reversed(find_dates(text)):
        text = text[: date.start] + text[date.end :]
    return re.search(r"[^\W\d_]{3}", text) is not None


def _agenda_and_title(
    paragraphs: list[list[str]], items: int, letter: str | None
) -> tuple[tuple[str, ...], str | None]:
    if letter is not None:
        return (tuple(told_apart(paragraphs, items)) if items else ()), letter
    listed = unwrapped(paragraphs)
    title = next(iter(listed[items:]), None)
    return tuple(listed[:items]), None if title is None else _whole_title(paragraphs, title)


def _whole_title(paragraphs: list[list[str]], title: str) -> str:
    """The paragraph that begins with this title, without what stands below it and marks of footnotes."""
    title = _MARKS.sub("", title)
    blocks = [[" ".join(_MARKS.sub("", line).split()) for line in p] for p in paragraphs]
    block = next((b for b in blocks if b[0] and title.startswith(b[0])), [title])
    whole = [block[0], *takewhile(lambda x: not _SUBTITLE.match(x), block[1:])]
    return max(title, " ".join(whole), key=len)
