"""Chinese, which has no blanks between words: heads, letters, counts with their measure word, days and times."""

from __future__ import annotations

import datetime
import re

from antigone.papers.agenda_titles import told_apart
from antigone.papers.bodies import Body, numbers_in, organ_before
from antigone.papers.counts import Count
from antigone.papers.dates import DateMention, blanked, find_dates
from antigone.papers.durations import DAYS, Duration
from antigone.papers.heading import Heading
from antigone.papers.letters import Letter, Title
from antigone.papers.lines import Line, cells_of, is_furniture
from antigone.papers.qualifiers import Bound
from antigone.papers.spans import Spans
from antigone.papers.symbols import own_symbols
from antigone.papers.tongues.section import Section

_LONGEST = 6000
_DIGIT = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_SCALE = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"(?:[0-9]{1,3}(?:[,,][0-9]{3})+|[0-9]{1,9}|[〇零一二两三四五六七八九十百千万]{1,12})"
_YEAR = r"(?P<year>(?:1[5-9]|20)[0-9]{2}|[一二][〇零一二三四五六七八九]{3})\s?年"
_MONTH, _DAY = (
    r"\s?(?P<month>[0-9]{1,2}|十[一二]?|[一二三四五六七八九])\s?月",
    r"\s?(?P<day>[0-9]{1,2}|[一二三十四五六七八九]{1,3})\s?日",
)
_DATES = [
    re.compile(
        rf"{_YEAR}{_MONTH}{_DAY}(?:至|到|-|–|—)(?:(?P<month2>[0-9]{{1,2}})\s?月)?(?P<day2>[0-9]{{1,2}})\s?日"
    ),
    re.compile(_YEAR + _MONTH + _DAY),
    re.compile(_YEAR + _MONTH),
    re.compile(_YEAR),
]
_NOUNS = (
    "失踪人员|失踪者|被拘留者|受害者|平民|儿童|妇女|士兵|军人|村民|居民|囚犯|战俘|人质|遗体|尸体|遗骸|房屋|学校|家庭"
    "|男子|男性|女子|女性|老人|少年|青年|难民|警察|记者|公民|人员|学生|教师|医生|村庄|人"
)
_COUNT = re.compile(
    rf"(?<![第0-9.])(?<![0-9],)(?P<number>{_NUMBER})\s?(?P<more>多|余)?(?:(?P<measure>名|位|个|具|座|所|户|辆|架|枚|处|例|批|万)\s?)?"
    rf"(?P<noun>(?:无辜|其他|武装)?(?:{_NOUNS}))?"
)
_BEFORE: dict[str, Bound] = {
    "大约": "about", "约": "about", "近": "about", "将近": "about", "大概": "about", "至少": "at_least",
    "超过": "at_least", "逾": "at_least", "不少于": "at_least", "最多": "at_most", "不超过": "at_most",
}  # fmt: skip
_QUALIFIER = re.compile("(" + "|".join(sorted(_BEFORE, key=len, reverse=True)) + r")\s?$")
_TIME = re.compile(
    rf"(?<![第0-9.])(?P<number>{_NUMBER})\s?(?P<more>多|余)?\s?(?:(?P<unit>天|周|个?星期|个?多?月|小时)|(?P<years>年)(?=后|内|之|以来|来|间|多))(?!日)"
)
_UNITS = {"天": "day", "周": "week", "星期": "week", "月": "month", "小时": "hour", "年": "year"}
_ORGANS = {
    "大会": "General Assembly",
    "安全理事会": "Security Council",
    "经济及社会理事会": "Economic and Social Council",
    "人权理事会": "Human Rights Council",
    "人权委员会": "Commission on Human Rights",
    "强迫失踪问题委员会": "Committee on Enforced Disappearances",
}
_DISTRIBUTION = {
    "general": "General",
    "普遍": "General",
    "普通": "General",
    "limited": "Limited",
    "有限": "Limited",
}
_SESSION = re.compile(rf"第({_NUMBER})\s?(?:届(?P<emergency>紧急特别)?会议|(?P<year>年))")
_AGENDA = re.compile(
    r"(?:临时)?议程(?:项目)?\s*(?P<items>[0-9]{1,3}(?:\s?\([a-z]\))*(?:\s?(?:、|,|,|和|及|至)\s?[0-9]{1,3}(?:\s?\([a-z]\))*)*)"
)
_LETTER = re.compile(
    r"(?P<date>(?:1[5-9]|20)[0-9]{2}\s?年\s?[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?日)(?P<office>[^,。;;]{2,80}?)"
    r"(?:给|致)(?P<addressee>[^,。;;]{2,60}?)的(?:同文)?(?P<form>信|函|普通照会)[\s*]*$"
)
_ANNEX = re.compile(
    r"(?:附件|附录|附文)[一二三四五六七八九十]{0,2}$|.{10,160}的附件[一二三四五六七八九十]{0,2}$"
)
_SIGNED = re.compile(r"(?P<name>[^\s((]{2,30})\s?[((]签名[))]")


def number_of(words: str) -> int:
    """62 of '62' and of '六十二', 4,000 of '四千'."""
    digits = re.sub("[,,]", "", words)
    if digits.isascii():
        return int(digits)
    total = section = digit = 0
    for c in digits:
        if c == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        elif c in _SCALE:
            section, digit = section + max(digit, 1) * _SCALE[c], 0
        else:
            digit = digit * 10 * (c in _DIGIT and section == 0 and digit > 0) + _DIGIT[c]
    return total + section + digit


def find_titles_zh(lines: list[Line]) -> list[Title]:
    """Headings of letters: '2022年10月26日…常驻联合国代表给秘书长的信', also over several lines."""
    found: list[Title] = []
    for i, line in enumerate(lines):
        if (found and line.start <= found[-1].end) or not _DATES[1].match(line.text):
            continue
        text, end = line.text, line.end
        for more in lines[i + 1 : i + 4]:
            if _LETTER.match(text) or not more.text or is_furniture(more.text):
                break
            text, end = text + more.text, more.end
        if _LETTER.match(text):
            found.append(Title(line.start, end, text.rstrip("* ")))
    return found


def read_heading_zh(view: str, lines: list[Line], titles: list[Title]) -> Heading | None:
    """The head of the paper; None where it is no United Nations document."""
    limit = min(titles[0].start if titles else _LONGEST, _LONGEST)
    head = view[:limit]
    symbols = own_symbols(view, 0, limit)
    distributed = re.search(r"\bDistr\b\.?\s*[::]?\s*([^\W\d_]+)?", head, re.IGNORECASE)
    if not symbols or not (distributed or "联合国" in head):
        return None
    places = [
        (line.start + line.text.find(cell), _ORGANS[cell.split(" ")[0]])
        for line in lines if line.start < limit for cell in cells_of(line.text) if cell.split(" ")[0] in _ORGANS
    ]  # fmt: skip
    bodies, spans = _bodies(head, places)
    original = re.search(r"Original\s*:\s*([A-Z][a-z]+)|原文[::]\s*(\w)文", head)
    language = None if original is None else original[1] or _LANGUAGES.get(original[2])
    after = distributed.start() if distributed else 0
    days = [d for d in [*_dates(head), *find_dates(head)] if len(d.edtf) == 10 and d.start >= after]
    return Heading(
        titles[0].end if titles else limit,
        tuple(symbols),
        _DISTRIBUTION.get(((distributed and distributed[1]) or "").lower()),
        min(days, key=lambda d: d.start).edtf if days else None,
        "Chinese",
        None if language == "Chinese" else language,
        tuple(bodies),
        _agenda_titles(lines, spans, limit, sum(len(b.agenda_items) for b in bodies)),
        titles[0].text if titles else None,
    )


_LANGUAGES = {"英": "English", "法": "French", "俄": "Russian", "西": "Spanish", "中": "Chinese"}


def _bodies(head: str, places: list[tuple[int, str]]) -> tuple[list[Body], list[tuple[int, int]]]:
    known = {organ: Body(organ) for _, organ in places}
    spans = []
    for match in _SESSION.finditer(head):
        organ = organ_before(places, match.start(), match["year"] is not None)
        spans.append(match.span())
        if organ is None:
            continue
        body, number = known[organ], number_of(match[1])
        if match["year"]:
            known[organ] = Body(organ, body.session, number, body.emergency_special, body.agenda_items)
        elif body.session is None:
            known[organ] = Body(organ, number, body.year, match["emergency"] is not None, body.agenda_items)
    for match in _AGENDA.finditer(head):
        spans.append(match.span())
        organ = organ_before(places, match.start(), False)
        if organ is not None and not known[organ].agenda_items:
            body = known[organ]
            items = numbers_in(re.sub(r"\s?\([a-z]\)", "", match["items"]), "、|,|,|和|及")
            known[organ] = Body(organ, body.session, body.year, body.emergency_special, items)
    return list(known.values()), spans


def _agenda_titles(
    lines: list[Line], spans: list[tuple[int, int]], limit: int, items: int
) -> tuple[str, ...]:
    if not items:
        return ()
    begin = max(end for _, end in spans)
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if begin <= line.start < limit:
            if line.text and not is_furniture(line.text) and line.text not in _ORGANS:
                paragraphs[-1].append(line.text)
            else:
                paragraphs.append([])
    return tuple(told_apart([p for p in paragraphs if p], items))


def annex_starts_zh(lines: list[Line]) -> list[int]:
    """Offsets of all headings of annexes."""
    return [line.start for line in lines if _ANNEX.match(line.text)]


def find_letters_zh(view: str, lines: list[Line], titles: list[Title]) -> list[Letter]:
    """The letters under `titles`; each is signed by those who sign before the next letter or annex."""
    annexes = annex_starts_zh(lines)
    letters = []
    for n, title in enumerate(titles):
        said = _LETTER.match(title.text)
        assert said is not None
        ends = [t.start for t in titles[n + 1 : n + 2]] + [a for a in annexes if a > title.end][:1]
        names = [m["name"] for m in _SIGNED.finditer(view, title.end, min(ends, default=len(view)))]
        days = _dates(said["date"])
        addressees = re.split(r"(?:、|和|及)(?=大会主席|安全理事会主席|秘书长|人权)", said["addressee"])
        letters.append(
            Letter(
                days[0].edtf if days else None,
                said["office"].strip(),
                tuple(addressees),
                tuple(names),
                any(titles[0].start < a < title.start for a in annexes),
                said["form"] == "普通照会",
                title.start,
                title.end,
            )
        )
    return letters


def read_section_zh(view: str, start: int, end: int, apart: list[tuple[int, int]]) -> Section:
    """Counts, dates and lengths of time in `view[start:end]`; `apart` holds no counts."""
    text = " " * start + view[start:end]
    dates, shut = _dates(text), Spans(apart)
    told = Spans([*apart, *((day.start, day.end) for day in dates)])
    durations = [d for m in _TIME.finditer(text) if (d := _duration(m)) and not told.touches(d.start, d.end)]
    timed = [*((day.start, day.end) for day in dates), *((time.start, time.end) for time in durations)]
    taken = Spans([*apart, *timed])
    counts = [
        c for m in _COUNT.finditer(text) if (c := _count(text, m)) and not taken.touches(c.start, c.end)
    ]
    return Section(counts, [d for d in dates if not shut.touches(d.start, d.end)], durations, [])


def _count(text: str, match: re.Match[str]) -> Count | None:
    if not match["noun"] and match["measure"] in (None, "万", "个", "处"):
        return None
    value = number_of(match["number"]) * (10_000 if match["measure"] == "万" else 1)
    before = _QUALIFIER.search(text[max(0, match.start() - 5) : match.start()])
    bound: Bound | None = "at_least" if match["more"] else None
    start = match.start()
    if before:
        bound, start = _BEFORE[before[1]], start - len(before[0])
    return Count(start, match.start() + len(match[0].rstrip()), value, match["noun"] or "", bound)


def _duration(match: re.Match[str]) -> Duration | None:
    unit = _UNITS[re.sub("[个多]", "", match["unit"] or match["years"])]
    days = number_of(match["number"]) * DAYS[unit]
    vague = unit in ("month", "year") or match["more"] is not None
    return Duration(match.start(), match.end(), round(days, 4) if unit == "hour" else round(days), vague)


def _dates(text: str) -> list[DateMention]:
    left, found = text, []
    for pattern in _DATES:
        taken = list(pattern.finditer(left))
        for match in taken:
            edtf = _edtf(match.groupdict())
            if edtf is not None:
                found.append(DateMention(match.start(), match.end(), edtf))
        left = blanked(left, taken)
    return sorted(found, key=lambda d: d.start)


def _edtf(said: dict[str, str | None]) -> str | None:
    year = "".join(str(_DIGIT.get(c, c)) for c in said["year"] or "")
    month, day = said.get("month"), said.get("day")
    if month is None:
        return year
    try:
        first = datetime.date(int(year), number_of(month), number_of(day) if day else 1)
        if said.get("day2"):
            last = datetime.date(
                int(year), number_of(said.get("month2") or month), number_of(said["day2"] or "")
            )
            return f"{first}/{last}" if first < last else None
    except ValueError:
        return None
    return first.isoformat() if day else f"{first:%Y-%m}"
