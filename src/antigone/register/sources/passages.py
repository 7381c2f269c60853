"""Marking passages, and where each stands in the text as it is now."""

from __future__ import annotations

import re
from bisect import bisect_right

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.record import state
from antigone.register.sources.anchoring import Found, selector
from antigone.register.sources.extracting import standing_extraction, text_of
from antigone.register.sources.models import Anchor, Extraction, Passage, Source
from antigone.register.sources.seeing import require_visible

LONGEST = 10_000
_NUMBER = r"[0-9]{1,6}(?:\.[0-9]{1,3})?"
_REGION = re.compile(
    rf"(?:page=[1-9][0-9]{{0,5}}&)?xywh=percent:({_NUMBER}),({_NUMBER}),({_NUMBER}),({_NUMBER})"
)
_TIME = re.compile(rf"t=({_NUMBER}),({_NUMBER})")


def mark(author: Author, source: Source, start: int, end: int) -> Passage:
    """Marks text[start:end] of the source's extraction; InputError for a stretch that is none."""
    extraction = _extraction(author, source)
    text = text_of(extraction)
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise InputError(f"characters {start} to {end} are no passage; the text has {len(text)} characters")
    if end - start > LONGEST:
        raise InputError(f"the passage has {end - start} characters; mark {LONGEST} at most")
    known = Passage.objects.standing().filter(extraction=extraction, start=start, end=end).first()
    if known:
        return known
    s = selector(text, start, end)
    return state(
        author,
        Passage(source=source, extraction=extraction, start=start, end=end, exact=s.exact, prefix=s.prefix,
                suffix=s.suffix, page=page_at(extraction, start)),
    )  # fmt: skip


def mark_quote(author: Author, source: Source, quote: str) -> Passage:
    """Marks the words, which must stand in the text exactly once (blanks may differ)."""
    text = text_of(_extraction(author, source))
    words = [re.escape(w) for w in quote.split()]
    found = [m.span() for m in re.finditer(r"\s+".join(words), text)] if words else []
    if len(found) != 1:
        raise InputError(
            f"“{' '.join(quote.split())[:80]}” stands {len(found)} times in {source.code}; "
            "quote words that stand there once"
        )
    return mark(author, source, *found[0])


def mark_fragment(author: Author, source: Source, fragment: str) -> Passage:
    """Marks a region ("page=2&xywh=percent:10,20,30,5") or a time ("t=12.5,20", in seconds)."""
    author.require(Right.SOURCES)
    require_visible(author, source)
    region, time = _REGION.fullmatch(fragment), _TIME.fullmatch(fragment)
    if region:
        x, y, w, h = map(float, region.groups())
        if not (w > 0 and h > 0 and x + w <= 100 and y + h <= 100):
            raise InputError(f"the region '{fragment}' does not lie on the page; percentages run to 100")
    elif not time or float(time[1]) >= float(time[2]):
        raise InputError(
            f"'{fragment}' is no region or time; write page=2&xywh=percent:10,20,30,5 or t=12.5,20"
        )
    page = re.match(r"page=([0-9]+)", fragment)
    return state(author, Passage(source=source, fragment=fragment, page=int(page[1]) if page else None))


def region_of(fragment: str) -> tuple[float, float, float, float] | None:
    """x, y, width and height in per cent of the page; None for a time."""
    match = _REGION.fullmatch(fragment)
    return None if match is None else (float(match[1]), float(match[2]), float(match[3]), float(match[4]))


def time_of(fragment: str) -> tuple[float, float] | None:
    """The seconds from and to; None for a region."""
    match = _TIME.fullmatch(fragment)
    return None if match is None else (float(match[1]), float(match[2]))


def page_at(extraction: Extraction, offset: int) -> int:
    """The page, from 1, on which a character stands."""
    return max(1, bisect_right(extraction.page_starts, offset))


def stands(passage: Passage) -> Found | None:
    """Where the passage is in the standing extraction; None where it no longer matches."""
    if passage.start is None:
        return Found(0, 0, "by its region or time")
    extraction = standing_extraction(passage.source)
    if extraction is None or extraction.pk == passage.extraction_id:
        return Found(passage.start, passage.end, "at its place")
    anchor = Anchor.objects.standing().filter(passage=passage, extraction=extraction).first()
    if anchor is None or anchor.start is None:
        return None
    return Found(anchor.start, anchor.end, anchor.how)


def _extraction(author: Author, source: Source) -> Extraction:
    author.require(Right.SOURCES)
    require_visible(author, source)
    extraction = standing_extraction(source)
    if extraction is None or not extraction.text_sha256:
        raise InputError(
            f"{source.code} has no text in which a passage could be marked; mark a region or time"
        )
    return extraction
