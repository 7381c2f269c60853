"""Sources taken in, whatever they are; and what the rules say of them."""

import hashlib
import io
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from docx import Document
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from register.invented_sources import LETTER, jpeg, signed_jpeg, take

from antigone.errors import InputError
from antigone.register.access.vault import protect
from antigone.register.ledger.models import Entry
from antigone.register.ledger.verify import findings as ledger_findings
from antigone.register.sources import store
from antigone.register.sources.extracting import extract_text, standing_extraction, text_of
from antigone.register.sources.models import Metadata, Particular, Receipt, Source
from antigone.register.sources.passages import mark, mark_fragment, mark_quote, stands
from antigone.register.sources.proposals import (
    accept,
    cited_at,
    confidence_words,
    findings,
    particulars,
    set_aside,
    speaker_at,
)
from antigone.register.sources.seeing import name_reader, set_visibility, visible_sources
from antigone.register.sources.taking import Incoming, pass_on, take_in
from antigone.register.sources.web import as_warc

SEED = Path(__file__).parents[3] / "shared" / "seed" / "A-75-875_S-2021-433.txt"


def incoming(**said):
    return Incoming(**{"kind": "document", "title": "A paper", "received_from": "an archive", **said})


def test_bytes_lie_under_their_hash(coordinator):
    source = take(coordinator)
    assert source.code == "SRC-00001"
    assert source.sha256 == hashlib.sha256(LETTER.encode()).hexdigest()
    assert store.whole(source.sha256).decode() == LETTER
    assert text_of(standing_extraction(source)) == LETTER
    assert list(ledger_findings()) == []


def test_the_same_file_twice_is_one_object_with_two_receipts(coordinator):
    first = take_in(coordinator, incoming(), [b"a paper"])
    again = take_in(coordinator, incoming(title="Other", received_from="somebody else"), [b"a ", b"paper"])
    assert (first.known, again.known) == (False, True)
    assert again.source == first.source
    assert [r.received_from for r in Receipt.objects.order_by("made_at")] == ["an archive", "somebody else"]


def test_two_investigations_share_no_source(coordinator, other):
    take(coordinator)
    assert not visible_sources(other).exists()
    assert take(other).investigation == other.investigation


def test_large_files_are_streamed(coordinator):
    piece = bytes(store.CHUNK)
    tracemalloc.start()
    taken = take_in(coordinator, incoming(kind="video", file_name="film.mp4"), (piece for _ in range(48)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert taken.source.size == 48 * store.CHUNK
    assert peak < 16 * store.CHUNK


def test_an_altered_original_is_named(coordinator):
    source = take(coordinator)
    path = store.path_of(source.sha256)
    path.chmod(0o600)
    path.write_bytes(b"something else")
    with pytest.raises(InputError, match="altered"):
        store.whole(source.sha256)
    with pytest.raises(InputError, match="SRC-00001 is missing or was altered"):
        extract_text(coordinator, source)
    path.write_bytes(LETTER.encode())


def broken(kind):
    if kind == "empty pdf":
        out, writer = io.BytesIO(), PdfWriter()
        writer.add_blank_page(100, 100)
        writer.write(out)
        return out.getvalue()
    if kind == "password":
        out, writer = io.BytesIO(), PdfWriter()
        writer.add_blank_page(100, 100)
        writer.encrypt("secret", algorithm="AES-256")
        writer.write(out)
        return out.getvalue()
    if kind == "broken pdf":
        return b"%PDF-1.7\n1 0 obj << /Type /Catalog"
    out = io.BytesIO()
    Document().save(out)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/vbaProject.bin", b"macro")
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("empty pdf", "no text"),
        ("password", "password"),
        ("broken pdf", "not a readable PDF"),
        ("macros", "macros"),
    ],
)
def test_a_paper_without_readable_text_is_kept_and_says_why(coordinator, kind, said):
    data = broken(kind)
    source = take(coordinator, data, file_name="paper")
    extraction = standing_extraction(source)
    assert said in extraction.refusal
    assert str(store.path_of(source.sha256)) not in extraction.refusal
    assert store.whole(source.sha256) == data
    with pytest.raises(InputError, match="no text"):
        mark(coordinator, source, 0, 3)


def test_scripts_in_a_pdf_are_not_run_and_named(coordinator):
    from weasyprint import HTML

    out, writer = io.BytesIO(), PdfWriter(io.BytesIO(HTML(string="<p>A paper of Sorrel.</p>").write_pdf()))
    script = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.alert(1)"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    writer.write(out)
    extraction = standing_extraction(take(coordinator, out.getvalue(), file_name="paper.pdf"))
    assert "JavaScript" in extraction.notes[0]
    assert "Sorrel" in text_of(extraction)


@pytest.mark.parametrize(
    ("said", "pieces", "why"),
    [
        ({"kind": "rumour"}, [b"x"], "no kind of source"),
        ({"title": " "}, [b"x"], "title"),
        ({"received_from": ""}, [b"x"], "from whom"),
        ({}, [], "empty"),
        ({"about": {"date": "someday"}}, [b"x"], "not a date"),
        ({"kind": "testimony"}, [b"x"], "interviewer"),
        ({"who": "everybody"}, [b"x"], "who may see"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(coordinator, said, pieces, why):
    before = Entry.objects.count()
    with pytest.raises(InputError, match=why):
        take_in(coordinator, incoming(**said), pieces)
    assert Entry.objects.count() == before
    assert not Source.objects.exists()


def test_a_reader_may_not_enter(member):
    with pytest.raises(PermissionDenied):
        take(member("read-only"))


def test_testimony_for_the_interviewer_only(coordinator, member):
    interviewer = member("interviewer")
    witness = protect(coordinator, "Witness 1", {"name": "Ada Brook"})
    said = {
        "witness": witness,
        "interviewer": "I. Ash",
        "held_on": date(2031, 1, 5),
        "consent": "interviewer",
    }
    source = take(interviewer, "I saw it.", kind="testimony", testimony=said)
    assert list(visible_sources(interviewer)) == [source]
    assert not visible_sources(coordinator).exists()
    name_reader(interviewer, source, coordinator.user)
    assert list(visible_sources(coordinator)) == [source]
    set_visibility(interviewer, source, "members")
    assert list(visible_sources(member("laboratory"))) == [source]
    assert "Ada Brook" not in "".join(Entry.objects.values_list("content", flat=True))


def test_custody_has_no_gap(coordinator):
    from django.utils import timezone

    source = take_in(coordinator, incoming(kind="item", title="A notebook"), None).source
    step = {"giver": "finder", "receiver": "archive", "when": timezone.now(), "place": "Sorrel"}
    pass_on(coordinator, source, step)
    with pytest.raises(InputError, match="archive holds the original, not finder"):
        pass_on(coordinator, source, step)


def test_content_credentials(coordinator):
    good = signed_jpeg()
    forged = bytearray(good)
    forged[-60] ^= 1
    torn = bytearray(good)
    torn[torn.find(b"c2pa.actions") + 200] ^= 1
    said = [
        Metadata.objects.get(
            source=take(coordinator, bytes(data), kind="photo", file_name="a.jpg")
        ).credentials
        for data in (good, bytes(forged), bytes(torn), jpeg(), b"plain words")
    ]
    assert said == ["verified", "invalid", "invalid", "none", "unchecked"]


def test_exif_is_kept_as_text(coordinator):
    exif = Image.Exif()
    exif[0x0110] = "Invented camera"
    exif[0x0132] = "2029:04:18 10:00:00"
    source = take(coordinator, jpeg(exif), kind="photo", file_name="a.jpg")
    kept = Metadata.objects.get(source=source)
    assert kept.exif == {"DateTime": "2029:04:18 10:00:00", "Model": "Invented camera"}
    assert "picture" in standing_extraction(source).refusal


def test_web_pages(coordinator):
    head = b"<html><head><title>x</title><script>var a=1</script></head>"
    html = head + b"<body><p>12 died.</p><p>9 lived.</p></body></html>"
    warc = as_warc("https://news.invalid/a", html, "text/html")
    source = take(coordinator, warc, kind="web", file_name="a.warc")
    text = text_of(standing_extraction(source))
    assert text.split("\n") == ["12 died.", "9 lived."]
    page = take(coordinator, html, kind="web", file_name="a.html")
    assert text_of(standing_extraction(page)) == text
    with pytest.raises(InputError, match="no web address"):
        as_warc("news", html, "text/html")
    torn = take(coordinator, b"WARC/1.1\r\nnonsense", kind="web", file_name="b.warc")
    assert standing_extraction(torn).refusal


def test_passages_follow_a_new_extraction_or_no_longer_match(coordinator, monkeypatch):
    from antigone.papers.extracted import Extracted
    from antigone.register.sources import extracting

    source = take(coordinator)
    kept = mark_quote(coordinator, source, "12 residents")
    lost = mark_quote(coordinator, source, "9 of them died")
    changed = "Page 1\n" + LETTER.replace("12 residents", "12\nresidents").replace("9 of them", "g of them")
    monkeypatch.setattr(extracting, "extract", lambda path, on_page: Extracted(source.sha256, changed, (0,)))
    new = extract_text(coordinator, source)
    at = stands(kept)
    assert text_of(new)[at.start : at.end] == "12\nresidents"
    assert stands(lost) is None
    assert list(ledger_findings()) == []


def test_quotes_must_stand_once(coordinator):
    source = take(coordinator)
    with pytest.raises(InputError, match="stands 0 times"):
        mark_quote(coordinator, source, "not there")
    with pytest.raises(InputError, match="stands [2-9] times"):
        mark_quote(coordinator, source, "residents")
    with pytest.raises(InputError, match="no passage"):
        mark(coordinator, source, 5, 99999)


@pytest.mark.parametrize(
    "fragment", ["t=5,3", "xywh=percent:50,50,60,10", "page=0&xywh=percent:1,1,1,1", "left", ""]
)
def test_regions_that_are_none(coordinator, fragment):
    source = take(coordinator, jpeg(), kind="photo", file_name="a.jpg")
    with pytest.raises(InputError):
        mark_fragment(coordinator, source, fragment)


def test_regions_and_times(coordinator):
    source = take(coordinator, jpeg(), kind="photo", file_name="a.jpg")
    assert mark_fragment(coordinator, source, "page=2&xywh=percent:10,20,30,5").page == 2
    assert stands(mark_fragment(coordinator, source, "t=12.5,20"))


def test_proposals_of_the_invented_letter(coordinator):
    extraction = standing_extraction(take(coordinator))
    text = text_of(extraction)
    counts = [(f.quote, f.least) for f in findings(extraction) if f.kind == "count"]
    assert [n for _, n in counts] == [62, 12, 1, 14, 3, 9]
    at = text.index("14 other")
    assert speaker_at(extraction, at) == "Ministry of Tolvania"
    assert confidence_words(text, at, at + 5) == "It has been further identified that"


def test_whom_a_sentence_cites(coordinator):
    text = "First. According to the eyewitnesses, 50 fled. Then 3 died (according to Ada Brook)."
    assert cited_at(text, text.index("50"), text.index("50") + 2) == ["eyewitnesses"]
    assert cited_at(text, text.index("3 died"), text.index("3 died") + 2) == ["Ada Brook"]
    assert cited_at(text, 0, 5) == []


def test_accepting_and_setting_aside(coordinator):
    source = take(coordinator)
    said = particulars(standing_extraction(source))
    for one in said:
        accept(coordinator, source, one.name, one.value)
        accept(coordinator, source, one.name, one.value)
    assert Particular.objects.count() == len(said) == 1
    assert set_aside(coordinator, source, "count", 5, "x").quote == "x"
    with pytest.raises(InputError):
        accept(coordinator, source, "symbol", "")


@pytest.mark.skipif(not SEED.exists(), reason="the shared folder is absent")
def test_the_example_paper_is_recognised_without_correction(coordinator):
    source = take(coordinator, SEED.read_bytes(), "A paper", file_name=SEED.name)
    said = particulars(standing_extraction(source))
    of = lambda name: [s.value for s in said if s.name == name]  # noqa: E731
    assert of("symbol") == ["A/75/875", "S/2021/433"]
    assert (of("distribution"), of("date"), of("language")) == (["General"], ["2021-05-14"], ["English"])
    assert of("body") == [
        {"organ": "General Assembly", "session": 75},
        {"organ": "Security Council", "year": 76},
    ]
    assert [i["item"] for i in of("agenda item")] == [34, 35, 40, 64, 70, 72, 86, 135]
    assert all(i["title"] for i in of("agenda item"))
    first, second = of("letter")
    assert (first["date"], second["date"]) == ("2021-05-05", "2021-05-04")
    assert (first["annex"], second["annex"]) == (False, True)
    assert (
        first["signed"] and second["signed"] and second["office"].startswith("Minister for Foreign Affairs")
    )
    (link,) = of("footnote")[0]["links"]
    assert link.startswith("https://") and link.endswith("/1766151")
