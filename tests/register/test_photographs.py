"""Photographs of missing persons: the original is kept, a copy is shown, and only to those who may see it."""

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from register.life import invented_files, reported, two_profiled_sides
from register.test_addresses import signed_in

from antigone.register.field.recovering import enter_item
from antigone.register.identification.running import run_engine
from antigone.register.people.models import Photograph
from antigone.register.sources import store
from antigone.register.sources.photographs import keep_photograph


def picture(colour="red"):
    """A JPEG that says in its metadata where it was taken."""
    data, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "taken at home, 40.1 N 45.2 E"
    Image.new("RGB", (2000, 500), colour).save(data, "JPEG", exif=exif)
    return data.getvalue()


def upload(data):
    return SimpleUploadedFile("portrait.jpg", data, "text/html")


@pytest.fixture
def sent(member):
    """(person, address of the form, what was sent, the answer)"""
    author, data = member("interviewer"), picture()
    person = reported(author)
    path = f"/i/valley/persons/{person.pk}/photograph/"
    said = {"photograph": upload(data), "caption": "second from left", "taken": "summer 1991",
            "given": "her mother"}  # fmt: skip
    return person, path, data, signed_in(author.user).post(path, said)


def test_the_original_is_kept_and_a_copy_without_metadata_shown(sent, member):
    person, _path, data, answer = sent
    assert answer.status_code == 302
    row = Photograph.objects.get()
    assert row.sha256 == hashlib.sha256(data).hexdigest() and store.whole(row.sha256) == data
    reader = signed_in(member("read-only").user)
    page = reader.get(f"/i/valley/persons/{person.pk}/").content.decode()
    assert "second from left" in page and "summer 1991" in page and "her mother" in page
    shown = reader.get(f"/i/valley/photographs/{row.pk}/picture/")
    copy = Image.open(io.BytesIO(shown.content))
    assert copy.width == 1400 and not copy.getexif() and b"at home" not in shown.content
    assert shown["Cache-Control"] == "no-store"
    assert reader.get(f"/i/valley/photographs/{row.pk}/original/").status_code == 403
    original = signed_in(member("interviewer").user).get(f"/i/valley/photographs/{row.pk}/original/")
    assert original.content == data and "attachment" in original["Content-Disposition"]


def test_nobody_else_sees_it(sent, other, client):
    row = Photograph.objects.get()
    address = f"/i/valley/photographs/{row.pk}/picture/"
    assert client.get(address).status_code == 302
    stranger = signed_in(other.user)
    assert stranger.get(address).status_code == 404
    assert stranger.get(address.replace("valley", "hills")).status_code == 404


def test_what_is_no_photograph_is_refused_and_the_same_one_twice(sent, member):
    person, path, data, _answer = sent
    client = signed_in(member("interviewer").user)
    for wrong in (b"<svg onload=alert(1)>", data[:300], data):
        answer = client.post(path, {"photograph": upload(wrong), "caption": "x"})
        assert answer.status_code == 422, wrong[:20]
    assert Photograph.objects.count() == 1


def test_one_taken_back_is_shown_no_more_but_kept(sent, member):
    person, _path, data, _answer = sent
    row, client = Photograph.objects.get(), signed_in(member("interviewer").user)
    address = f"/i/valley/photographs/{row.pk}/retract/"
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"reason": "that is her sister"}).status_code == 302
    assert "second from left" not in client.get(f"/i/valley/persons/{person.pk}/").content.decode()
    assert client.get(f"/i/valley/photographs/{row.pk}/picture/").status_code == 404
    assert store.whole(row.sha256) == data


def test_a_candidate_shows_both_sides(member, tmp_path):
    person, remains, table = two_profiled_sides(member, invented_files(tmp_path))
    interviewer, field = signed_in(member("interviewer").user), member("field")
    said = {"photograph": upload(picture()), "caption": "her portrait"}
    interviewer.post(f"/i/valley/persons/{person.pk}/photograph/", said)
    sha256, kind = keep_photograph(upload(picture("blue")))
    more = {"remains": remains, "photograph": sha256, "media_type": kind}
    item = enter_item(field, remains.site, "a ring", remains.recovered_on, **more)
    row = run_engine(member("geneticist"), table, 2.0).candidates.get()
    page = signed_in(member("reviewer").user).get(f"/i/valley/candidates/{row.pk}/").content.decode()
    assert f"/photographs/{Photograph.objects.get().pk}/picture/" in page and "her portrait" in page
    assert f"/items/{item.pk}/photograph/" in page
