"""Counts that a paper gives: '62 civilian residents', 'close to 4,000 persons', '9 of them'."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from antigone.papers.lines import GAP
from antigone.papers.numbers import TO_99, Number
from antigone.papers.phrases import WORD, plural_phrase, singular_phrase
from antigone.papers.qualifiers import Bound, qualifier_before
from antigone.papers.spans import Spans
from antigone.papers.words import MEASURE, NOMINAL, NOT_NAMES, STOP, SUPERLATIVE, is_plural

MOST = 10**12


@dataclass(frozen=True, slots=True)
class Count:
    """A number of something at `start:end`; `of` is empty where the paper leaves it out.

    `bound` says what an inexact number is: about so many, at least, at most; None where it is exact.
    `last` is the greater number of a range ('10 to 15'), of which `value` is the lesser.
    """

    start: int
    end: int
    value: int
    of: str
    bound: Bound | None = None
    last: int | None = None


_FIRST_WORD = re.compile(rf"{GAP}?({WORD}\.?)")
_OF_THEM = re.compile(rf"{GAP}of{GAP}(them|whom|which|these|those|us)\b", re.IGNORECASE)
_OF_THE = re.compile(
    rf"{GAP}of{GAP}(?:the|these|those|their|its|his|her|our)"
    rf"(?:{GAP}(?P<all>[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,6}}|{TO_99})(?![\w-]))?(?=[\s,.;)])",
    re.IGNORECASE,
)
_SPELLED = re.compile(r" ?\((?:[a-z]+(?:[ -][a-z]+){0,6}|[0-9,]{1,9})\)(?= )")
_NUMBER_OF = re.compile(
    rf"\b(?:number{GAP}of{GAP}(?:the{GAP})?({WORD}(?:{GAP}{WORD}){{0,4}}?)|(population))(?:,?{GAP}which)?{GAP}"
    rf"(?:is|was|stands{GAP}at|stood{GAP}at|reached|reaches|totals|totalled|amounts{GAP}to|amounted{GAP}to"
    rf"|rose{GAP}to|fell{GAP}to|exceeds|exceeded|of){GAP}$",
    re.IGNORECASE,
)
_BROUGHT = r"(?:bring|rais|increas|reduc)(?:s|es|ing|ed)?|brought"
_NUMBER_OF_SUCH = re.compile(
    rf"\b(?:total{GAP}|overall{GAP})?(?:number|toll){GAP}of{GAP}(?:the{GAP})?(?P<what>{WORD}{GAP}[^.;:]{{0,80}}?){GAP}"
    rf"(?:is|was|stands{GAP}at|stood{GAP}at|reached|to|at){GAP}$",
    re.IGNORECASE,
)
_BROUGHT_TO = re.compile(rf"\b(?:{_BROUGHT}){GAP}to{GAP}$", re.IGNORECASE)
_THE_NUMBER = re.compile(rf"{GAP}the{GAP}(?:total{GAP}|overall{GAP})?number{GAP}of(?={GAP})", re.IGNORECASE)
_OR_SO = re.compile(rf"-odd\b|{GAP}or{GAP}so\b")
_PAPER_PARTS = re.compile(
    r"(?:enclosure|annex|attachment|appendi[xc]|page|paragraph|footnote)(?:e?s)?$|copies$", re.IGNORECASE
)
_GROUP_OF = re.compile(
    rf"\b(?:(?:groups?|families|family|party|crowd|crew|convoy){GAP}of|numbering|numbered"
    rf"|[Ww]e{GAP}were|there{GAP}were{GAP}(?:only{GAP})?|a{GAP}total{GAP}of|the{GAP}(?:overall{GAP})?total{GAP}to){GAP}$",
    re.IGNORECASE,
)
_HARMED = re.compile(
    rf"\b(?:kill|wound|injur|execut|murder|captur|abduct|detain|releas|displac|exhum|recover|receiv|exchang|arrest)(?:ing|ed){GAP}$",
    re.IGNORECASE,
)
_HARMED_END = re.compile(rf"[.,;:)]|{GAP}(?:\(|and\b|or\b|of{GAP})")
_ENDED = re.compile(rf"(?=[.,;:)]|{GAP}?[–—]|{GAP}(?:[a-z]+ed|set|left|came|went|in{GAP}all)\b)")
_SHARE = re.compile(rf"{GAP}\([0-9.,]{{1,6}}{GAP}?(?:%|per{GAP}cent)\)")
_NEXT_WORD = re.compile(rf"{GAP}({WORD})")
_BARE_AFTER = re.compile(
    rf"{GAP}(?:(?:more{GAP})?(?:were|was|are|is|have|had|has|can|could|cannot|may|might|must|will|would|shall|should|did|do|remain"
    rf"|became|died|fled|lost|went|came|got|gave|took|bore|held|made|fell|await|concerning|whose|who|[a-z]{{3,}}ed)\b"
    r"|\((?=[0-9]))"
)
_IS_AFTER = re.compile(rf"{GAP}(?:was|is|has|had|died|fled|[a-z]{{3,}}ed)\b")
_PREPOSITION = re.compile(
    rf"{GAP}(?:from|on{GAP}the{GAP}basis|by{GAP}(?:the|[A-Z]\w+)|in|at|with|without|among|after|during|before)\b"
)
_NONE_OR_ALL = re.compile(rf"\b(?:every|each|any|not|no|never){GAP}$", re.IGNORECASE)
_LABELLED = re.compile(
    rf"(?:^|[.;,(\n])\s*(?P<label>(?:{WORD}[^\S\n]){{0,2}}(?P<noun>{WORD})):[^\S\n]{{0,3}}$"
)
_LABEL_END = re.compile(r"[^\S\n]*(?:[.,;)](?:\s|$)|\n|$)")
_BESIDE = re.compile(rf"(?:\(|[,;:](?:{GAP}and)?{GAP}|\band{GAP})$")
_THE_OTHERS = re.compile(rf"\b(?:the|these|those){GAP}(?:remaining|other){GAP}$", re.IGNORECASE)
_OTHERS_END = re.compile(rf"[.,;:)]|{GAP}[a-z]")
_BARE_BEFORE = re.compile(
    rf"(?:[.;:,(](?:[⁰¹²³⁴⁵⁶⁷⁸⁹]*|[0-9]{{1,2}})|\([a-z]{{1,4}}\)"
    rf"|\b(?:whom|which|them|and|while|that|the|these|those|all|other|another|further|least|only|remaining|rest"
    rf"|(?:fates?|whereabouts|bodies|remains|deaths?){GAP}of)){GAP}$",
    re.IGNORECASE,
)
_TO = re.compile(rf"{GAP}?(?:[-–—]|\b(?:to|or|and)\b){GAP}?")
_BETWEEN = re.compile(r"\bbetween\s{1,3}$", re.IGNORECASE)
_LABEL = re.compile(
    r"(?<![\w-])(?:(?:agenda items?|items?|resolutions|decisions|articles|paragraphs|paras\.?|nos\."
    r"|sub-?paragraphs|chapters|rules|sections|annex(?:es)?|pages|pp\.|figures|tables|aged|[Rr]egulations)\s{1,3}"
    r"[0-9]+(?:\s?\([^()\n]{1,9}\))*"
    r"(?:(?:,\s{1,3}and|,|\s{1,3}and|\s{1,3}to|–|-)\s{0,3}[0-9]+(?:\s?\([^()\n]{1,9}\))*)*"
    r"|(?:resolution|decision|article|art\.|paragraph|para\.|no\.|number|chapter|rule|section|enclosure|appendix"
    r"|page|p\.|figure|table|protocol|case|application|law|decree|order|room|volume|vol\.|part|phase|exhibit|document"
    r"|age|ages|calibre|grade|class|type|unit|brigade|regiment|battalion|division|company|point|square|annex"
    r"|highway|route|item|№|#)\s{0,3}(?:no\.\s?)?[0-9]+)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?](?:[0-9]{1,2})?\s+(?=[^\W\d_a-z]|[(“\"])|\n\s*\n")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"”]+|[\w.+-]{1,64}@[\w.-]{1,255}", re.IGNORECASE)
_TOTAL_BEFORE = re.compile(rf"\b(?:total{GAP}of|totalling|numbering|all{GAP}of{GAP}the){GAP}$", re.IGNORECASE)


def uncounted_spans(view: str) -> list[tuple[int, int]]:
    """Stretches whose numbers name something (article 5, items 34 and 35, addresses of web pages)."""
    return [m.span() for pattern in (_LABEL, _URL) for m in pattern.finditer(view)]


def find_counts(view: str, numbers: Iterable[Number], taken: Spans) -> list[Count]:
    """All counts among the numbers that no other rule has taken, in order."""
    listed = list(numbers)
    found: list[Count] = []
    skip = -1
    for i, number in enumerate(listed):
        if (
            i == skip
            or number.value is None
            or number.value > MOST
            or (found and not found[-1].of and number.start < found[-1].end)
            or taken.touches(number.start, number.end)
        ):
            continue
        upper = _upper_end(view, number, listed[i + 1] if i + 1 < len(listed) else None)
        if upper is not None:
            skip = i + 1
        if (count := _count(view, number, upper, _told_beside(view, found, number))) is not None:
            found.append(count)
    return found


def _told_beside(view: str, found: list[Count], number: Number) -> bool:
    """Whether the sentence has told a count before, of which this number may go on without a noun."""
    if not found or number.start - found[-1].end > 200:
        return False
    # 'Out of 62 persons 12 were killed'
    if re.fullmatch(GAP, view[found[-1].end : number.start]) and _BARE_AFTER.match(view, number.end):
        return True
    return not _SENTENCE.search(view, found[-1].end, number.start) and bool(
        _BESIDE.search(view[max(0, number.start - 8) : number.start])
    )


def _upper_end(view: str, low: Number, high: Number | None) -> Number | None:
    """The second number of '10 to 15' or 'between 10 and 15'."""
    if high is None or high.value is None or low.value is None or high.value <= low.value:
        return None
    between = _TO.fullmatch(view, low.end, high.start)
    if between is None:
        return None
    before = view[max(0, low.start - 20) : low.start]
    lone_and = between[0].strip().lower() == "and" and not _BETWEEN.search(before)
    return None if lone_and else high


def _count(view: str, number: Number, upper: Number | None, beside: bool) -> Count | None:
    assert number.value is not None
    value = number.value
    if (
        upper is not None
        and upper.scale > 1
        and number.scale == 1
        and value * upper.scale < (upper.value or 0)
    ):
        value *= upper.scale
    if view[number.start - 1 : number.start] in ("$", "€", "£", "-", "–", "[", "°", ":", "#", "№", "§", "T"):
        return None
    end = (upper or number).end
    if value == 1 and _NONE_OR_ALL.search(view[max(0, number.start - 8) : number.start]):
        return None
    if spelled := _SPELLED.match(view, end):
        end = spelled.end()
    or_so = _OR_SO.match(view, end)
    if or_so is not None:
        end = or_so.end()
    if view[end : end + 1] in ("-", "%", "°", "/", "]", "'", "’", "″") or re.match(
        r":\d", view[end : end + 2]
    ):
        return None
    first = _FIRST_WORD.match(view, end)
    if first and (
        first[1].lower().rstrip(".") in MEASURE or first[1].lower() in ("a.m.", "p.m.", "a.m", "p.m")
    ):
        return None
    last = None if upper is None else upper.value
    qualifier = qualifier_before(view, number.start)
    start, bound = qualifier or (number.start, "about" if or_so else None)
    if last is not None and (between := _BETWEEN.search(view[max(0, start - 12) : start])):
        start -= len(between[0])
    phrase = _number_of(view, start, end) or _phrase(view, end, value if last is None else last)
    phrase = phrase or _group_of(view, start, end) or _others(view, start, end) or _labelled(view, start, end)
    if phrase is None and beside and (_IS_AFTER if value == 1 else _PREPOSITION).match(view, end):
        phrase = (end, "")
    if phrase is None:
        return None
    phrase_end, of = phrase
    if _PAPER_PARTS.search(of):
        return None
    before = view[max(0, number.start - 30) : number.start]
    if number.plain and 1800 <= number.value <= 2099 and not bound and not _TOTAL_BEFORE.search(before):
        return None
    group = _OF_THE.match(view, end)
    alone = beside or (group is not None and group["all"] is not None)
    alone = alone or any(p.search(before) for p in (_BARE_BEFORE, _GROUP_OF, _HARMED, _LABELLED))
    if not of and not bound and not alone:
        return None
    if bound is None and _follows_a_name(view, start):
        return None
    return Count(start, phrase_end, value, of, bound, last)


def _phrase(view: str, at: int, value: int) -> tuple[int, str] | None:
    """Where what is counted ends, and its words; empty words for a bare '12 were killed'."""
    if them := _OF_THEM.match(view, at):
        return them.end(), them[1].lower()
    if group := _OF_THE.match(view, at):
        first = _NEXT_WORD.match(view, group.end())
        # 'Seven of the nine have been identified'
        bare = _BARE_AFTER.match(view, group.end()) or view[group.end()] in ",.;)"
        if group["all"] is not None and bare:
            return group.end(), ""
        if first is None or SUPERLATIVE.match(first[1].lower()):
            return None
        end = plural_phrase(view, group.end())
        return None if end is None else (end, _words(view, group.end(), end))
    end = singular_phrase(view, at) if value == 1 else plural_phrase(view, at)
    if end is not None:
        return end, _words(view, at, end)
    share = _SHARE.match(view, at)
    return (at, "") if value > 1 and _BARE_AFTER.match(view, share.end() if share else at) else None


def _group_of(view: str, start: int, end: int) -> tuple[int, str] | None:
    """'a group of 15', 'numbering 23', 'we were 11': a number that its sentence leaves alone."""
    before = view[max(0, start - 40) : start]
    if _GROUP_OF.search(before) and _ENDED.match(view, end):
        return end, ""
    return (end, "") if _HARMED.search(before) and _HARMED_END.match(view, end) else None


def _others(view: str, start: int, end: int) -> tuple[int, str] | None:
    """'the remaining 11'."""
    told = _THE_OTHERS.search(view[max(0, start - 30) : start]) and _OTHERS_END.match(view, end)
    return (end, "") if told else None


def _labelled(view: str, start: int, end: int) -> tuple[int, str] | None:
    """'Wounded: 30.'"""
    label = _LABELLED.search(view[max(0, start - 60) : start])
    if label is None or not _LABEL_END.match(view, end):
        return None
    counted = is_plural(label["noun"]) or label["noun"].lower() in NOMINAL
    return (end, label["label"].lower()) if counted else None


def _number_of(view: str, start: int, end: int) -> tuple[int, str] | None:
    """'the number of missing persons is 40', 'brings to 40 the number of missing persons'."""
    base = max(0, start - 120)
    before = view[base:start]
    if match := _NUMBER_OF.search(before):
        return end, " ".join((match[1] or match[2]).split())
    if match := _NUMBER_OF_SUCH.search(before):
        of = base + match.start("what") - 1
        stop = plural_phrase(view, of)
        return None if stop is None else (end, _words(view, of, stop))
    if _BROUGHT_TO.search(before) and (match := _THE_NUMBER.match(view, end)):
        stop = plural_phrase(view, match.end())
        return None if stop is None else (stop, _words(view, match.end(), stop))
    return None


def _words(view: str, start: int, end: int) -> str:
    return " ".join(view[start:end].split())


def _follows_a_name(view: str, start: int) -> bool:
    """'Brigade 12', 'Boeing 737': the number belongs to the capitalized word before it."""
    match = re.search(rf"(?:(\S+)\s+)?({WORD})[^\S\n]+$", view[max(0, start - 60) : start])
    if match is None or not match[2][0].isupper() or match[2].lower() in STOP | NOT_NAMES or match[1] is None:
        return False
    return match[1].rstrip("⁰¹²³⁴⁵⁶⁷⁸⁹")[-1:] not in (*".!?:;,", "") and match[1].lower() not in (
        "in",
        "at",
        "near",
        "from",
        "of",
    )
