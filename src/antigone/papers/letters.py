"""Letters and notes verbales in a paper: their date, sender, addressee, and who signed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from antigone.papers.calendar_words import DAY, MONTH, YEAR
from antigone.papers.dates import find_dates
from antigone.papers.lines import GAP, Line, had_room, is_furniture
from antigone.papers.signatures import signatories

_FORM = re.compile(
    r"(?:Identical |Joint )?(?:[Ll]etters?|[Nn]otes? verbales?)(?: of| dated| from|,| \(undated\))|"
    r"(?:IDENTICAL )?(?:LETTERS?|NOTES? VERBALES?) (?:OF|DATED|FROM)|Identical (?:letters|notes verbales)$"
)
_ANNEX = re.compile(
    r"(?:(?:Annex|Appendix|Enclosure|Attachment)(?:es)?|ANNEX(?:ES)?|APPENDIX|ENCLOSURES?)"
    r"(?:\s+(?:[IVXLC]+|[0-9]+|[A-Z])\b)?(?:\s*$|\s+to\s+the\b|\s*[:.*\[])"
)
_UNFINISHED = re.compile(
    r"(?:\b(?:the|of|and|to|from|for|in|on|by|at|with|a\.?|dated|addressed|letters?|President"
    r"|Permanent|Security|(?<!Secretary-)General"
    r"|Human|Rights|Economic|Social|United|Deputy|Chargé|Secretary|Under|Minister|Prime|Special|His"
    r"|Her|established"
    r"|pursuant|concerning|established|[0-9]{1,2}|(?:January|February|March|April|May|June|July"
    r"|August|September"
    r"|October|November|December))|[,(–-])$",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"\s(?=(?:I have (?:the|further)|I am |I write|I wish|I should|I would|We have the|We, the"
    r"|We are |Up?on (?:the )?"
    r"instructions?|Acting |Pursuant |Further to|With reference|In accordance|In my capacity"
    r"|On behalf|It is with"
    r"|(?<!His )(?<!Her )(?<!Your )Excellenc|Allow me|Please"
    r"|The Permanent (?:Mission|Observer)s? (?:of|to)|Reference is made"
    r"|\[Original))"
)
_PARTS = re.compile(
    r"(?P<form>(?:identical |joint )?(?:letters?|notes? verbales?))\b.*?"
    r"(?:\bfrom (?P<office>.+?))??,?\s+\(?addressed (?:(?:respectively|individually|jointly) )?"
    r"to (?P<addressee>.+?)(?: by (?P<by>the .+))?$",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    r".*?\bfrom (?P<office>.+) to (?P<addressee>(?:the |his excellency |her excellency )?"
    r"(?:secretary-general|presidents?|chair\w*|co-chairs?|high commissioner|executive director"
    r"|members?)\b.*)$",
    re.IGNORECASE,
)
_FROM = re.compile(r".*?\bfrom (?P<office>.+)$", re.IGNORECASE)
_DATED_LATER = re.compile(r",? dated (?:[^,]*[0-9]{4})$")
_MARKS = re.compile(r"[\s,*⁰¹²³⁴⁵⁶⁷⁸⁹]+$")
_REFERENCE = re.compile(r"\((?:[A-Z]{1,5}/)+[^()]*\)\s*[.;,]?$|[.;:]$")
_OFFICE = re.compile(
    r"\b(?:representative|minister|president|mission|chair|secretary|observer|ambassador|head"
    r"|director|charg|defender|ombuds|commissioner|prosecutor|judge|speaker|coordinator|envoy)",
    re.IGNORECASE,
)
_PERSON = re.compile(r"(?:(?:Mr|Mrs|Ms|Dr)\.? )?[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){1,3}")
_PLURAL = re.compile(r"\b(?:representatives|ministers|presidents|missions|heads|leaders)\b", re.IGNORECASE)
_ANOTHER = re.compile(
    r"(?:,? and (?:to )?|, (?:to )?)the "
    r"(?=(?:President|Secretary-General|Chair|Presidents|High Commissioner|Director-General)\b)",
    re.IGNORECASE,
)
_DATED = rf"dated{GAP}(?P<date>{DAY}{GAP}{MONTH}{GAP}{YEAR})"
_UNSTOPPED = r"(?:[^.;()]|(?<=\b[MD]r)\.|(?<=\bM[rs]s)\.|(?<=\bMs)\.|(?<=\b[A-Z])\.)"
_SENT_ON = re.compile(
    rf"\b(?:a|the){GAP}(?:text{GAP}of{GAP}(?:a|the){GAP})?letter{GAP}(?:{_DATED}{GAP})?"
    rf"(?:addressed{GAP}to{GAP}(?P<addressee>[^.;]{{3,80}}?){GAP})?(?:from|by){GAP}(?P<office>{_UNSTOPPED}{{3,200}}?)"
    rf"(?:,?{GAP}addressed{GAP}to{_UNSTOPPED}*?)?(?:,?{GAP}{_DATED.replace('<date>', '<later>')})?"
    rf"(?:,?{GAP}(?:concerning|regarding|relating{GAP}to|in{GAP}(?:connection|which|whose)|about|on{GAP}(?:the|behalf)"
    rf"|informing|containing|expressing)\b{_UNSTOPPED}*)?"
    rf"{GAP}\(see{GAP}annex(?:{GAP}(?P<annex>[IVX]{{1,4}}|[0-9]{{1,2}}))?\)"
)
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_MOST_LINES = 8


@dataclass(frozen=True, slots=True)
class Title:
    """The heading of a letter: where it stands and its words on one line."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter or note verbale; None for what the paper does not say. `date` is EDTF.

    `start` and `end` are where its heading stands.
    """

    date: str | None
    office: str | None
    addressees: tuple[str, ...]
    signatories: tuple[str, ...]
    annex: bool
    note_verbale: bool
    start: int
    end: int


def find_titles(lines: list[Line]) -> list[Title]:
    """Headings of letters, in order: 'Letter dated … from … addressed to …' as a paragraph of its own."""
    found: list[Title] = []
    last_end = -1
    for i, line in enumerate(lines):
        if line.start <= last_end or not _FORM.match(line.text) or _continues(lines, i):
            continue
        title = _title(lines, i)
        if title is not None:
            found.append(title)
            last_end = title.end
    return found


def _continues(lines: list[Line], i: int) -> bool:
    """Whether the line before runs on into this one."""
    if i == 0 or lines[i].new_page:
        return False
    before = lines[i - 1].text
    if not before or is_furniture(before):
        return False
    open_ended = before.endswith((",", "-", "(")) or re.search(r"\b[a-z]+$", before) is not None
    return open_ended and not had_room(lines, i)


def _title(lines: list[Line], i: int) -> Title | None:
    text, end = lines[i].text, lines[i].end
    for n, line in enumerate(lines[i + 1 : i + 2 * _MOST_LINES], start=i + 1):
        if not line.text and _goes_on_below(lines, n, text):
            continue
        if (
            not line.text
            or is_furniture(line.text)
            or _ANNEX.match(line.text)
            or _OPENING.match(" " + line.text)
        ):
            break
        addressed = re.search(r"\baddressed (?:\w+ly )?to\s+\S", text, re.IGNORECASE) or _FROM_TO.match(text)
        complete = addressed and not _UNFINISHED.search(text)
        if complete and not re.match(r"[a-z(]", line.text):
            break
        if re.match(r"\(?Signed|(?:Corrigendum|Addendum|Summary|Contents)$", line.text, re.IGNORECASE):
            break
        text, end = f"{text} {line.text}", line.end
    opening = _OPENING.search(text)
    if opening is not None and re.search(
        r"\baddressed (?:\w+ly )?to\b", text[: opening.start()], re.IGNORECASE
    ):
        text = text[: opening.start()]
        end = lines[i].start + len(text) if end == lines[i].end else end
    text = _MARKS.sub("", " ".join(text.split()))
    if _REFERENCE.search(text) or not (re.search(r"\b(?:from|addressed)\b", text, re.IGNORECASE)):
        return None
    if not find_dates(text) and "addressed to" not in text.lower():
        return None
    return Title(lines[i].start, end, text)


def _goes_on_below(lines: list[Line], blank: int, text: str) -> bool:
    """Whether a title that is not finished goes on after one blank line, as copies of columns have it."""
    below = lines[blank + 1].text if blank + 1 < len(lines) else ""
    addressed = re.search(r"\baddressed (?:\w+ly )?to\s+\S", text, re.IGNORECASE)
    if not below or (addressed and not _UNFINISHED.search(text)):
        return False
    if re.match(r"[a-z(]", below):
        return True
    return re.search(r"(?:\b(?:the|of|and|to|from|for|in|on|by|at)|[a-z]-)$", text) is not None


def first_annex(lines: list[Line], after: int) -> int | None:
    """Offset of the first heading of an annex, enclosure or appendix past offset `after`."""
    return next((x.start for x in lines if x.start > after and _ANNEX.match(x.text)), None)


def annex_starts(lines: list[Line]) -> list[int]:
    """Offsets of all headings of annexes, enclosures and appendices."""
    return [line.start for line in lines if _ANNEX.match(line.text)]


def find_letters(view: str, lines: list[Line], titles: list[Title]) -> list[Letter]:
    """The letters under `titles`; each is signed by those who sign before the next letter or annex."""
    annexes = annex_starts(lines)
    first = first_annex(lines, titles[0].start) if titles else None
    letters = []
    for n, title in enumerate(titles):
        nexts = [t.start for t in titles[n + 1 : n + 2]] + [a for a in annexes if a > title.end][:1]
        names = signatories(view, title.end, min(nexts, default=len(view)))
        letters.append(_letter(title, names, first is not None and title.start > first))
    letters += _transmitted(view, titles, annexes)
    return sorted(letters, key=lambda x: x.start)


def _transmitted(view: str, titles: list[Title], annexes: list[int]) -> Iterator[Letter]:
    """Letters that the covering letter names and whose annex has no heading of its own."""
    if not titles or not annexes or annexes[-1] < titles[0].end:
        return
    later = [a for a in annexes if a > titles[0].end]
    for match in _SENT_ON.finditer(view, titles[0].end, later[0]):
        number = _place_of(match["annex"])
        if number >= len(later):
            continue
        start, end = later[number], min(later[number + 1 : number + 2], default=len(view))
        if any(start <= t.start < end for t in titles):
            continue
        dates = find_dates(match["date"] or match["later"] or "")
        yield Letter(
            dates[0].edtf if dates else None,
            _office(" ".join(match["office"].split())),
            () if match["addressee"] == "you" else _addressees(_on_one_line(match["addressee"])),
            signatories(view, start, end),
            True,
            False,
            start,
            view.find("\n", start) if "\n" in view[start:end] else end,
        )


def _on_one_line(words: str | None) -> str | None:
    return " ".join((words or "").split()) or None


def _place_of(numeral: str | None) -> int:
    """1 of 'annex II'; 0 of 'annex'."""
    return 0 if not numeral else _NUMERALS.index(numeral) if numeral in _NUMERALS else int(numeral) - 1


def _letter(title: Title, names: tuple[str, ...], annex: bool) -> Letter:
    text = title.text
    note = re.match(r"(?:identical )?notes? verbales?", text, re.IGNORECASE) is not None
    match = _PARTS.match(text) or _FROM_TO.match(text) or _FROM.match(text)
    parts = match.groupdict() if match else {}
    head = text.split(" from ")[0].split(" addressed ")[0].split(" FROM ")[0]
    office = parts.get("office") or parts.get("by")
    dates = find_dates(head)
    if not dates and office and (dated := _DATED_LATER.search(office)):
        dates, office = find_dates(dated[0]), office[: dated.start()]
    return Letter(
        dates[0].edtf if dates else None,
        _office(office),
        _addressees(parts.get("addressee")),
        names,
        annex,
        note,
        title.start,
        title.end,
    )


def _office(words: str | None) -> str | None:
    if words is None:
        return None
    named, comma, rest = words.partition(", ")
    if comma and not named.lower().startswith("the ") and not _OFFICE.search(named) and _OFFICE.search(rest):
        words = rest
    named, comma, rest = words.rpartition(", ")
    if comma and _OFFICE.search(named) and _PERSON.fullmatch(rest) and not _PLURAL.search(named):
        words = named
    return _without_article(words) or None


def _addressees(words: str | None) -> tuple[str, ...]:
    if words is None:
        return ()
    return tuple(_without_article(w) for w in _ANOTHER.split(words))


def _without_article(words: str) -> str:
    return re.sub(r"^the\s+", "", _MARKS.sub("", words.strip()), flags=re.IGNORECASE)
