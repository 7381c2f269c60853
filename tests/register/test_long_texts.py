"""Long papers: extracted in the queue, read a slice at a time."""

from django.core.files.uploadedfile import SimpleUploadedFile
from papers.paper_builders import pdf_of
from register.invented_sources import LETTER, take
from register.test_source_pages import browser, text, url  # noqa: F401

from antigone.register.sources import slices
from antigone.register.sources.elapsed import proposed_starts
from antigone.register.sources.extracting import standing_extraction
from antigone.register.sources.models import Source
from antigone.register.sources.proposals import finding_at, findings, speaker_at
from antigone.register.sources.suggested import suggested
from antigone.register.work.worker import run_waiting


def test_the_text_of_a_long_paper_is_read_in_the_queue(browser):  # noqa: F811
    pages = [f"On {n % 28 + 1} April 1993, {n} villagers fled from Ustra." for n in range(1, 401)]
    client = browser("investigator")
    said = {"kind": "document", "title": "Long", "received_from": "an archive", "who": "members"}
    answer = client.post(url("source_add"), said | {"file": SimpleUploadedFile("long.pdf", pdf_of(pages))})
    source = Source.objects.get()
    assert "/work/" in answer.url and standing_extraction(source) is None
    assert "has not been extracted yet" in text(client.get(url("reading", source.pk)))
    run_waiting()
    assert len(standing_extraction(source).page_starts) == 400
    assert url("reading", source.pk) in text(client.get(answer.url))
    page = client.get(url("reading", source.pk) + "?page=399").context
    assert [p["found"].least for p in page["proposals"] if p["found"].kind == "count"] == [399]


def test_slices_say_what_the_whole_says(coordinator, monkeypatch):
    letters = [
        LETTER.replace("2 March", f"{n} March").replace("Ministry", f"Ministry {n}") for n in range(1, 29)
    ]
    whole = standing_extraction(take(coordinator, "\n\n".join(letters)))
    told = findings(whole)
    speakers = [speaker_at(whole, f.start) for f in told]
    days = [f for f in told if f.kind == "duration"]
    starts, groups = [proposed_starts(whole, f) for f in days], suggested(whole)
    assert len(set(speakers)) == 28 and len(days) == 28 and len(groups) == 28
    monkeypatch.setattr(slices, "MARGIN", 1500)
    for size in (1024, 2777):
        monkeypatch.setattr(slices, "SLICE", size)
        slices._slice.cache_clear()
        assert findings(whole) == told
        assert [speaker_at(whole, f.start) for f in told] == speakers
        assert [proposed_starts(whole, f) for f in days] == starts
        assert suggested(whole) == groups
        assert findings(whole, 900, 4000) == [f for f in told if 900 <= f.start < 4000]
        assert all(finding_at(whole, f.kind, f.start) == f for f in told[:40])
    slices._slice.cache_clear()
