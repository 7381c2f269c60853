"""The text of a source: extracted, kept under its own SHA-256, extracted anew; passages follow it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.db import transaction

from antigone import __version__
from antigone.errors import InputError
from antigone.papers.extract import extract
from antigone.papers.extracted import Extracted, OnPage
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.record import state, state_all, supersede
from antigone.register.sources import store
from antigone.register.sources.anchoring import Selector, find_again
from antigone.register.sources.interviews.telling import text_of_interview
from antigone.register.sources.models import Anchor, Extraction, Passage, Source
from antigone.register.sources.pictures import count_pages
from antigone.register.sources.seeing import require_visible
from antigone.register.sources.web import text_of_web_page

LONG_BYTES = 4 * 2**20
LONG_PAGES = 150


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A source's text, not entered yet; or why there is none."""

    paper: Extracted | None
    refusal: str = ""


def extract_text(author: Author, source: Source) -> Extraction:
    """Extracts the source's text; where there is none, the row says why. Passages are looked for anew."""
    author.require(Right.SOURCES)
    require_visible(author, source)
    return enter_text(author, source, work_out_text(source))


def is_long(source: Source) -> bool:
    """Whether extracting the text may take longer than a page should: it then goes into the queue."""
    if source.media_type == "application/pdf":
        return source.size > LONG_BYTES or count_pages(store.path_of(source.sha256)) > LONG_PAGES
    return source.size > LONG_BYTES


def work_out_text(source: Source, on_page: OnPage | None = None) -> WorkedOut:
    """The text, or why there is none; enters nothing. InputError for a source without its bytes."""
    if not source.sha256:
        raise InputError(f"{source.code} has no bytes whose text could be read")
    path = store.path_of(source.sha256)
    if store.altered(source.sha256):
        raise InputError(f"the original of {source.code} is missing or was altered; restore the home folder")
    try:
        told = text_of_web_page(path, source) or text_of_interview(path, source)
        return WorkedOut(told or extract(path, on_page))
    except InputError as error:
        return WorkedOut(None, str(error).removeprefix(f"{path}: "))


def enter_text(author: Author, source: Source, worked: WorkedOut) -> Extraction:
    """Enters a text that was worked out, and looks for the source's passages in it."""
    author.require(Right.SOURCES)
    require_visible(author, source)
    paper = worked.paper
    found = {"text_sha256": "", "characters": 0, "page_starts": [], "notes": [], "refusal": worked.refusal}
    if paper is not None:
        stored = store.put([paper.text.encode()])
        found |= {"text_sha256": stored.sha256, "characters": len(paper.text),
                  "page_starts": list(paper.page_starts), "notes": list(paper.notes)}  # fmt: skip
    found["program"] = f"antigone {__version__}"
    with transaction.atomic():
        old = standing_extraction(source)
        if old is None:
            return state(author, Extraction(source=source, **found))
        new = supersede(author, old, **found)
        _re_anchor(author, source, new, paper.text if paper else "")
    return new


def standing_extraction(source: Source) -> Extraction | None:
    """The extraction that counts now."""
    return Extraction.objects.standing().filter(source=source).first()


def text_of(extraction: Extraction) -> str:
    """The extracted text; empty where there was none."""
    return _text(extraction.text_sha256) if extraction.text_sha256 else ""


@lru_cache(maxsize=8)
def _text(sha256: str) -> str:
    return store.whole(sha256).decode()


def _re_anchor(author: Author, source: Source, extraction: Extraction, text: str) -> None:
    passages = Passage.objects.standing().filter(source=source, start__isnull=False)
    anchors = []
    for p in passages:
        found = find_again(text, Selector(p.start, p.end, p.exact, p.prefix, p.suffix))
        anchors.append(
            Anchor(passage=p, extraction=extraction, start=found and found.start, end=found and found.end,
                   how=found.how if found else "no longer matches")
        )  # fmt: skip
    state_all(author, anchors)
