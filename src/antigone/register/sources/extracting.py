"""The text of a source: extracted, kept under its own SHA-256, extracted anew; passages follow it."""

from __future__ import annotations

from functools import lru_cache

from django.db import transaction

from antigone import __version__
from antigone.errors import InputError
from antigone.papers.extract import extract
from antigone.papers.extracted import Extracted
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.record import state, state_all, supersede
from antigone.register.sources import store
from antigone.register.sources.anchoring import Selector, find_again
from antigone.register.sources.interviews.telling import text_of_interview
from antigone.register.sources.models import Anchor, Extraction, Passage, Source
from antigone.register.sources.seeing import require_visible
from antigone.register.sources.web import text_of_web_page


def extract_text(author: Author, source: Source) -> Extraction:
    """Extracts the source's text; where there is none, the row says why. Passages are looked for anew."""
    author.require(Right.SOURCES)
    require_visible(author, source)
    if not source.sha256:
        raise InputError(f"{source.code} has no bytes whose text could be read")
    path = store.path_of(source.sha256)
    if store.altered(source.sha256):
        raise InputError(f"the original of {source.code} is missing or was altered; restore the home folder")
    try:
        paper = text_of_web_page(path, source) or text_of_interview(path, source) or extract(path)
        stored = store.put([paper.text.encode()])
        found = {"text_sha256": stored.sha256, "characters": len(paper.text),
                 "page_starts": list(paper.page_starts), "notes": list(paper.notes),
                 "refusal": ""}  # fmt: skip
    except InputError as error:
        paper = None
        found = {"text_sha256": "", "characters": 0, "page_starts": [], "notes": [],
                 "refusal": str(error).removeprefix(f"{path}: ")}  # fmt: skip
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


def paper_of(extraction: Extraction) -> Extracted:
    """The same as the readers of papers take it."""
    return Extracted(extraction.source.sha256, text_of(extraction), tuple(extraction.page_starts))


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
