"""Looking at pictures and films, and marking a region or a time on them."""

import io
import wave
from pathlib import Path

import pytest
from django.urls import reverse
from papers.paper_builders import encrypted, pdf_of
from PIL import Image
from register.invented_sources import jpeg, take
from register.test_source_pages import browser, send, text, url  # noqa: F401

from antigone.errors import InputError
from antigone.register.sources.models import Claim, Passage
from antigone.register.sources.pictures import pages_of, picture_of
from antigone.register.sources.seeing import set_visibility

COLUMNS = Path(__file__).parents[1] / "papers" / "invented" / "two_columns.pdf"


def sound(seconds=2):
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes(range(200)) * 40 * seconds)
    return out.getvalue()


@pytest.fixture
def paper(member):
    return take(member("investigator"), COLUMNS.read_bytes(), "A letter in columns", file_name="a.pdf")


def test_pages_of_a_pdf_become_pictures(paper):
    assert pages_of(paper) == 2
    data, media_type = picture_of(paper, 2)
    with Image.open(io.BytesIO(data)) as picture:
        assert media_type == "image/png" and max(picture.size) == 1400
        assert len(picture.convert("L").getcolors()) > 10, "letters are drawn"
    for page in (0, 3):
        with pytest.raises(InputError, match="no page"):
            picture_of(paper, page)


@pytest.mark.parametrize("data", [b"%PDF-1.4 broken", encrypted(pdf_of(["words"]), "secret", "AES-256")])
def test_a_pdf_that_cannot_be_shown_says_so(member, browser, data):  # noqa: F811
    source = take(member("investigator"), data, file_name="a.pdf")
    with pytest.raises(InputError, match="no page of this PDF can be shown"):
        pages_of(source)
    answer = browser("investigator").get(url("look", source.pk))
    assert answer.status_code in (400, 409, 422) and "no page of this PDF" in text(answer)


def test_a_region_drawn_becomes_a_claim_and_is_shown_again(browser, paper):  # noqa: F811
    client = browser("investigator")
    page = text(client.get(url("look", paper.pk) + "?page=2"))
    assert url("source_picture", paper.pk, 2) in page and 'name="page" value="2"' in page
    where = url("claim_add", paper.pk) + "?page=2&x=10&y=20.5&w=30&h=4"
    form = client.get(where).context["form"]
    assert form.initial["fragment"] == "page=2&xywh=percent:10,20.5,30,4"
    said = {"kind": "damage", "statement": "a house burned", "speakers": "the Chair", "thing": "house",
            "extent": "burned", "fragment": form.initial["fragment"]}  # fmt: skip
    shown = send(client, where, **said)
    passage = Passage.objects.get()
    assert "a region of page 2" in shown and f"passage={passage.pk}" in shown
    again = text(client.get(url("look", paper.pk) + f"?passage={passage.pk}&page=2"))
    assert 'class="asked" x="10" y="20.5" width="30" height="4"' in again
    assert "According to the Chair: a house burned" in again
    assert "asked" not in text(client.get(url("look", paper.pk) + "?page=1"))


def test_a_region_off_the_page_is_refused(browser, paper):  # noqa: F811
    client = browser("investigator")
    said = {"kind": "call", "statement": "x", "speakers": "the Chair"}
    answer = client.post(url("claim_add", paper.pk), said | {"fragment": "page=1&xywh=percent:90,20,30,4"})
    assert answer.status_code == 422 and not Claim.objects.exists()


def test_a_time_of_a_recording(browser, member):  # noqa: F811
    source = take(member("investigator"), sound(), "A recording", kind="video", file_name="a.wav")
    client = browser("investigator")
    assert "<audio" in text(client.get(url("look", source.pk)))
    where = url("claim_add", source.pk) + "?t1=0.5&t2=1.5"
    fragment = client.get(where).context["form"].initial["fragment"]
    assert fragment == "t=0.5,1.5"
    send(client, where, kind="call", statement="they promise", speakers="the voice", fragment=fragment)
    assert 'data-from="0.5"' in text(client.get(url("look", source.pk)))


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [("", 200, 0, None), ("bytes=10-19", 206, 10, 20), ("bytes=2000-", 206, 2000, None),
     ("bytes=-5", 206, -5, None), ("bytes=0-0,5-6", 200, 0, None), ("bytes=999999-", 416, None, None),
     ("bytes=9-3", 416, None, None), ("lines=1-2", 200, 0, None)],
)  # fmt: skip
def test_players_are_sent_the_stretch_they_ask_for(browser, member, asked, status, first, last):  # noqa: F811
    data = sound()
    source = take(member("investigator"), data, "A recording", kind="video", file_name="a.wav")
    answer = browser("investigator").get(url("source_media", source.pk), headers={"Range": asked})
    assert answer.status_code == status
    if status != 416:
        sent = b"".join(answer.streaming_content)
        assert sent == data[first:last] and int(answer["Content-Length"]) == len(sent)


def test_only_those_who_may_see_a_source_see_its_picture(browser, member, paper):  # noqa: F811
    author = member("investigator")
    set_visibility(author, paper, "named")
    stranger = browser("read-only")
    for name, args in (("look", ()), ("source_picture", (1,)), ("source_media", ())):
        assert stranger.get(reverse(name, args=("valley", paper.pk, *args))).status_code == 404


def test_what_is_no_picture_has_none(browser, member):  # noqa: F811
    client = browser("investigator")
    plain = take(member("investigator"))
    assert client.get(url("look", plain.pk)).status_code == 404
    assert client.get(url("source_media", plain.pk)).status_code == 404
    photo = take(member("investigator"), jpeg(), kind="photo", file_name="a.jpg")
    answer = client.get(url("source_picture", photo.pk, 1))
    assert answer["Content-Type"] == "image/jpeg" and answer.content.startswith(b"\xff\xd8")


def test_a_passage_is_marked_where_it_stands_in_the_text(browser, member):  # noqa: F811
    source = take(member("investigator"))
    client = browser("investigator")
    said = {"kind": "call", "statement": "x", "speakers": "the Ministry", "quote": "the caves were attacked"}
    shown = send(client, url("claim_add", source.pk), **said)
    passage = Passage.objects.get()
    assert f"passage={passage.pk}#passage" in shown
    page = text(client.get(url("reading", source.pk) + f"?passage={passage.pk}"))
    assert '<mark class="passage" id="passage"' in page
    assert 'id="passage"' not in text(client.get(url("reading", source.pk) + "?passage=nonsense"))
