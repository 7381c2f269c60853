"""Disclosure sets: what was taken out is searched for everywhere; the set is checked without the record."""

import hashlib
import io
import json
import os
import shutil
import zipfile
from datetime import date

import pypdfium2
import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pyld import jsonld
from pypdf import PdfReader, PdfWriter
from register.hiding import hiding, packed, pdf_of, picture, png_with
from register.invented_sources import LETTER, jpeg, take, turned_jpeg

from antigone.cli import antigone
from antigone.errors import InputError
from antigone.formats.disclosure import check_folder, check_set
from antigone.register.access.vault import protect
from antigone.register.reports.disclosing import Chosen, disclose
from antigone.register.reports.folding import Sought
from antigone.register.reports.models import Disclosure
from antigone.register.reports.redacting import MARK, pages_without, picture_without, without
from antigone.register.reports.searching import found_in
from antigone.register.sources import store

NAME = "Ada Brook"


def unpacked(made, folder):
    path = store.path_of(made.disclosure.archive_sha256)
    with zipfile.ZipFile(path) as package:
        package.extractall(folder)
    return folder


def every_byte(folder):
    """All bytes of the set, and all that PDFs hold once unpacked."""
    found = b""
    for path in folder.rglob("*"):
        if path.is_file():
            found += path.name.encode() + path.read_bytes()
            if path.suffix == ".pdf":
                found += pdf_text(path).encode()
    return found


def pdf_text(path):
    """The words and the metadata of a PDF."""
    reader = PdfReader(path)
    return "".join(p.extract_text() for p in reader.pages) + str(reader.metadata)


def test_what_was_taken_out_is_nowhere(coordinator, tmp_path):
    source = take(coordinator, title="A letter of the ministry")
    made = disclose(coordinator, "The invented court", "case 7", [Chosen(source, (NAME, "sorrel"))])
    folder = unpacked(made, tmp_path)
    data = every_byte(folder).lower()
    assert b"ada brook" not in data and b"brook" not in data and b"sorrel" not in data
    # Three letters, all of them digits of a hash, stand in the manifest by chance: sought in texts only.
    written = folder / "sources" / "SRC-00001.txt"
    assert "ada" not in (written.read_text() + pdf_text(written.with_suffix(".pdf"))).lower()
    assert source.sha256.encode() not in data
    text = (folder / "sources" / "SRC-00001.txt").read_text()
    assert text.count(MARK) == 2 and "62 residents" in text
    assert check_folder(folder).problems == ()
    commitment = json.loads((folder / "manifest.json").read_text())["sources"][0]["commitment"]
    salt = bytes.fromhex(Disclosure.objects.get().salts["SRC-00001"])
    assert commitment == hashlib.sha256(salt + LETTER.encode()).hexdigest()


def test_a_name_that_stands_elsewhere_in_the_set_is_refused(coordinator):
    first, second = take(coordinator), take(coordinator, LETTER + "\nCopy.", "A copy")
    with pytest.raises(InputError, match="still stands in sources/SRC-00002.txt"):
        disclose(coordinator, "court", "case 7", [Chosen(first, (NAME,)), Chosen(second)])
    with pytest.raises(InputError, match="still stands in manifest.json"):
        disclose(coordinator, f"To {NAME}", "case 7", [Chosen(first, (NAME,))])
    assert not Disclosure.objects.exists()


def test_single_words_left_over_are_named(coordinator):
    source = take(coordinator, LETTER + "\nMrs Brook\nwas there.")
    made = disclose(coordinator, "court", "case 7", [Chosen(source, (NAME,))])
    assert made.remains == {"SRC-00001": ["Brook"]}


def test_pictures_lose_region_and_metadata(coordinator, tmp_path):
    exif = Image.Exif()
    exif[0x013B] = NAME
    source = take(coordinator, jpeg(exif), "a picture", kind="photo", file_name="a.jpg")
    made = disclose(coordinator, "court", "x", [Chosen(source, regions=("xywh=percent:0,0,50,50",))])
    folder = unpacked(made, tmp_path)
    picture = Image.open(folder / "sources" / "SRC-00001.png")
    assert picture.getpixel((5, 5)) == (0, 0, 0) and picture.getpixel((35, 35))[0] > 200
    assert not picture.getexif() and not picture.info
    assert NAME.encode() not in every_byte(folder)
    with pytest.raises(InputError, match="no region"):
        picture_without(jpeg(), ["left"])
    with pytest.raises(InputError, match="cannot be redacted"):
        picture_without(b"x", [])


def test_a_region_lies_where_it_was_drawn_on_a_turned_photograph():
    """Whoever marks a face sees the picture upright; its pixels lie on their side."""
    made = Image.open(io.BytesIO(picture_without(turned_jpeg(), ["xywh=percent:0,0,100,40"])))
    assert made.size == (20, 60)
    assert made.getpixel((10, 10)) == made.getpixel((10, 23)) == (0, 0, 0)
    assert made.getpixel((10, 27))[0] > 200 and made.getpixel((10, 50))[2] > 200


def test_unredacted_originals_are_the_originals(coordinator, tmp_path):
    source = take(coordinator)
    folder = unpacked(disclose(coordinator, "court", "x", [Chosen(source)]), tmp_path)
    assert (folder / "sources" / "SRC-00001.txt").read_bytes() == LETTER.encode()
    graph = json.loads((folder / "provenance.jsonld").read_text())["@graph"]
    entity = next(e for e in graph if e["@id"] == "sources/SRC-00001.txt")
    assert entity["dcterms:identifier"] == f"urn:sha256:{source.sha256}"


def test_witnesses_who_did_not_agree(coordinator, member):
    witness = protect(coordinator, "Witness 1", {"name": NAME})
    said = {"witness": witness, "interviewer": "I. Ash", "held_on": date(2031, 1, 5)}
    for n, consent in enumerate(("investigation", "bodies")):
        source = take(coordinator, f"I saw it {n}.", kind="testimony", testimony={**said, "consent": consent})
        if consent == "investigation":
            with pytest.raises(InputError, match="did not agree"):
                disclose(coordinator, "court", "x", [Chosen(source)])
        else:
            assert disclose(coordinator, "court", "x", [Chosen(source)]).disclosure.code == "DIS-00001"
    with pytest.raises(PermissionDenied):
        disclose(member("interviewer"), "court", "x", [Chosen(source)])


@pytest.fixture
def whole(coordinator, tmp_path):
    return unpacked(disclose(coordinator, "court", "case 7", [Chosen(take(coordinator))]), tmp_path / "set")


def run(*arguments):
    return CliRunner().invoke(antigone, ["verify-disclosure", *map(str, arguments)])


def test_one_command_checks_the_set(whole):
    answer = run(whole)
    assert answer.exit_code == 0 and "2 files, all as listed and signed" in answer.output
    key = json.loads((whole / "manifest.signature.json").read_text())["key"]
    assert run(whole, "--key", key).exit_code == 0
    assert "another key" in str(run(whole, "--key", "AAAA").exception)


def spoil(folder, what):
    source, manifest = folder / "sources" / "SRC-00001.txt", folder / "manifest.json"
    match what:
        case "altered":
            source.write_bytes(source.read_bytes().replace(b"62", b"26"))
        case "missing":
            source.unlink()
        case "not listed":
            (folder / "more.txt").write_text("x")
        case "manifest was altered":
            manifest.write_text(manifest.read_text().replace("case 7", "case 8"))
        case "leads out":
            said = json.loads(manifest.read_text())
            said["files"][0]["name"] = "../../outside"
            manifest.write_text(json.dumps(said))
        case "not signed":
            (folder / "manifest.signature.json").unlink()
        case "no signature":
            (folder / "manifest.signature.json").write_text("{")


@pytest.mark.parametrize(
    "what",
    ["altered", "missing", "not listed", "manifest was altered", "leads out", "not signed", "no signature"],
)
def test_every_change_is_named(whole, what):
    spoil(whole, what)
    answer = run(whole)
    assert isinstance(answer.exception, InputError) and what in str(answer.exception)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_manifest_or_refused(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("set")
    (folder / "manifest.json").write_bytes(data)
    with pytest.raises(InputError):
        check_folder(folder)


def test_words_are_found_however_they_are_hidden(tmp_path):
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("word/document.xml", "<w:t>Ada</w:t><w:t> Br</w:t><w:t>ook</w:t>")
    for n, data in enumerate(
        [b"ADA\nBROOK", "Ada Brook".encode("utf-16-le"), b"<b>Ada</b> <i>Bro</i>ok", package.getvalue()]
    ):
        path = tmp_path / f"{n}"
        path.write_bytes(data)
        assert found_in(path.name, path, [NAME, "Cedar"]) == [NAME], n
    assert found_in("Ada-Brook.txt", path, [NAME]) == [NAME]


@pytest.mark.parametrize("word", [NAME, "Иван Тамаркин", "José Núñez"])
def test_words_are_found_wherever_they_hide(tmp_path, word):
    """In all encodings, packings and metadata, and in what a PDF said before it was changed."""
    missed = []
    for place, data in hiding(word).items():
        path = tmp_path / "file"
        path.write_bytes(data)
        if found_in(path.name, path, [word, "Cedar Mill"]) != [word]:
            missed.append(place)
    assert missed == []


@pytest.mark.parametrize("data", [pdf_of("nothing"), png_with("x"), packed("a.txt", b"x"), os.urandom(10**6)])
def test_nothing_is_found_where_nothing_is(tmp_path, data):
    path = tmp_path / "file"
    path.write_bytes(data)
    assert found_in(path.name, path, [NAME, "Иван Тамаркин", "Li"]) == []


def test_what_no_search_reads_is_named(coordinator):
    letter, picture = (
        take(coordinator),
        take(coordinator, jpeg(), "a picture", kind="photo", file_name="a.jpg"),
    )
    made = disclose(coordinator, "court", "x", [Chosen(letter, (NAME,)), Chosen(picture)])
    assert made.not_read == {"sources/SRC-00002.jpg": "picture"}
    assert disclose(coordinator, "court", "x", [Chosen(picture)]).not_read == {}


def test_sound_and_film_are_not_redacted_here(coordinator):
    film = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 64
    source = take(coordinator, film, "a film", kind="video", file_name="a.mp4")
    for one in (Chosen(source, (NAME,)), Chosen(source, regions=("xywh=percent:0,0,9,9",))):
        with pytest.raises(InputError, match="sound or film"):
            disclose(coordinator, "court", "x", [one])
    assert disclose(coordinator, "court", "x", [Chosen(source)]).disclosure.files == ["sources/SRC-00001.mp4"]


@given(st.text(alphabet="ab \n-Ada Brok", max_size=80))
def test_nothing_is_left_of_what_is_taken_out(text):
    assert not Sought(NAME).is_in(without(text, [NAME]))


def test_words_too_short_to_be_taken_out():
    with pytest.raises(InputError):
        without("a b", ["a"])
    assert without("Alive, Li and LI", ["Li"]) == f"Alive, {MARK} and {MARK}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Jose\u0301 Nu\u0301n\u0303ez fled", "José Núñez"),
        ("José Núñez fled", "jose nunez"),
        ("Gri\ufb03n fled", "Griffin"),
        ("م\u064fحم\u0640\u0640د fled", "محمد"),
        ("IŞIK fled", "ışık"),
        ("Ада-\nмова fled", "АДАМОВА"),
        ("A\u200bda\u00a0Brook fled", NAME),
    ],
)
def test_words_are_taken_out_however_they_are_written(text, words):
    assert without(text, [words]) == f"{MARK} fled"


def scan(turned=0):
    """A PDF of two pages that are pictures: left half red, right half blue; its pages may be turned."""
    out, page = io.BytesIO(), Image.new("RGB", (200, 100), "blue")
    page.paste("red", (0, 0, 100, 100))
    page.save(out, "PDF", save_all=True, append_images=[page], title=NAME, resolution=72)
    writer = PdfWriter(clone_from=out)
    for p in writer.pages:
        p.rotate(turned)
    turned_out = io.BytesIO()
    writer.write(turned_out)
    return turned_out.getvalue()


def pictures_of(path):
    document = pypdfium2.PdfDocument(path)
    return [page.render(scale=1).to_pil().convert("RGB") for page in document]


def test_regions_of_a_scan_are_taken_out(coordinator, tmp_path):
    source = take(coordinator, scan(), "a scan", file_name="a.pdf")
    made = disclose(coordinator, "court", "x", [Chosen(source, regions=("page=2&xywh=percent:0,0,50,100",))])
    folder = unpacked(made, tmp_path)
    written = folder / "sources" / "SRC-00001.pdf"
    first, second = pictures_of(written)
    assert first.getpixel((50, 50))[0] > 200 and second.getpixel((50, 50)) == (0, 0, 0)
    assert second.getpixel((150, 50))[2] > 200
    assert NAME.encode() not in every_byte(folder) and check_folder(folder).problems == ()
    with pytest.raises(InputError, match="no page 3"):
        disclose(coordinator, "court", "x", [Chosen(source, regions=("page=3&xywh=percent:0,0,5,5",))])


def test_a_region_lies_where_it_was_drawn_on_a_turned_page(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(scan(90))
    shown = pictures_of(path)[0]
    assert shown.size == (100, 200) and shown.getpixel((50, 50))[0] > 200
    path.write_bytes(pages_without(path, ["xywh=percent:0,0,100,50"]))
    first, second = pictures_of(path)
    assert first.getpixel((50, 50)) == (0, 0, 0) and first.getpixel((50, 150))[2] > 200
    assert second.getpixel((50, 50))[0] > 200


NO_REGION = ("xywh=percent:", "xywh=percent:1,1,0,5", "xywh=percent:90,0,20,5", "page=1",
             "xywh=percent:1.1.1,0,1,1", "page=0&xywh=percent:0,0,5,5")  # fmt: skip


NO_REGION = ("xywh=percent:", "xywh=percent:1,1,0,5", "xywh=percent:90,0,20,5", "page=1",
             "xywh=percent:1.1.1,0,1,1", "page=0&xywh=percent:0,0,5,5")  # fmt: skip


@pytest.mark.parametrize("region", NO_REGION)
def test_what_is_no_region_is_refused(region):
    with pytest.raises(InputError, match="no region"):
        picture_without(jpeg(), [region])


def test_a_picture_with_a_region_taken_out_is_not_given_whole_elsewhere(coordinator):
    """The same photograph taken in again, and inside a document."""
    photo = take(coordinator, jpeg(), "a picture", kind="photo", file_name="a.jpg")
    letter = take(coordinator, packed("word/media/image1.jpg", jpeg()), "a letter", file_name="a.docx")
    one = Chosen(photo, regions=("xywh=percent:0,0,50,50",))
    with pytest.raises(InputError, match="SRC-00002 holds the same bytes whole"):
        disclose(coordinator, "court", "x", [one, Chosen(letter)])
    other = take(coordinator, picture(colour="blue"), "another", kind="photo", file_name="b.jpg")
    assert disclose(coordinator, "court", "x", [one, Chosen(other)]).not_read == {
        "sources/SRC-00003.jpg": "picture"
    }


def test_the_provenance_is_a_graph_of_prov(coordinator, tmp_path):
    """Read as RDF, with the folder as its base: each file, its source, and the act."""
    whole, cut = take(coordinator, "Nobody is named here."), take(coordinator)
    made = disclose(coordinator, "court", "x", [Chosen(whole), Chosen(cut, (NAME,))])
    folder = unpacked(made, tmp_path)
    prov, base = "http://www.w3.org/ns/prov#", "file:///set/"
    triples = {
        (
            t["subject"]["value"],
            t["predicate"]["value"].removeprefix(prov),
            t["object"]["value"].removeprefix(prov),
        )
        for t in jsonld.to_rdf(json.loads((folder / "provenance.jsonld").read_text()), {"base": base})[
            "@default"
        ]
    }
    listed = {f["name"]: f["sha256"] for f in json.loads((folder / "manifest.json").read_text())["files"]}
    act = next(s for s, p, o in triples if p.endswith("#type") and o == "Activity")
    for name in made.disclosure.files:
        assert (base + name, "wasGeneratedBy", act) in triples
        assert (base + name, "http://purl.org/dc/terms/identifier", f"urn:sha256:{listed[name]}") in triples
    assert (f"{base}sources/SRC-00001.txt", "alternateOf", f"urn:uuid:{whole.pk}") in triples
    for ending in ("txt", "pdf"):
        assert (f"{base}sources/SRC-00002.{ending}", "wasDerivedFrom", f"urn:uuid:{cut.pk}") in triples


def changes_of_a_byte(path):
    data = path.read_bytes()
    step = 1 if len(data) < 1000 else 97
    for at in range(0, len(data), step):
        yield data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_a_changed_byte_anywhere_is_named(whole):
    """Also where it changes nothing that a signature covers: a blank, an unused bit of base64."""
    for path in [p for p in sorted(whole.rglob("*")) if p.is_file()]:
        before = path.read_bytes()
        for data in changes_of_a_byte(path):
            path.write_bytes(data)
            said = str(run(whole).exception)
            assert path.name in said or "manifest" in said and "manifest" in path.name, data
        path.write_bytes(before)
    assert run(whole).exit_code == 0


def test_the_set_is_checked_as_it_was_received(coordinator, tmp_path):
    """The ZIP itself, without unpacking it by hand; a changed byte of it is an error, never a traceback."""
    made = disclose(coordinator, "court", "case 7", [Chosen(take(coordinator))])
    archive = tmp_path / "DIS-00001.zip"
    shutil.copyfile(store.path_of(made.disclosure.archive_sha256), archive)
    assert run(archive).exit_code == 0
    data = archive.read_bytes()
    for at in range(0, len(data), 41):
        archive.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        answer = run(archive)
        assert answer.exit_code == 0 or isinstance(answer.exception, InputError), at
    archive.write_bytes(data)
    with zipfile.ZipFile(archive, "a") as package:
        package.writestr("sources/more.txt", "x")
    assert "sources/more.txt: is not listed" in str(run(archive).exception)
    with zipfile.ZipFile(archive, "a") as package, pytest.warns(UserWarning):
        package.writestr("sources/SRC-00001.txt", "x")
    assert "sources/SRC-00001.txt: is in the package more than once" in str(run(archive).exception)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_set_or_refused(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("set") / "a.zip"
    path.write_bytes(data)
    with pytest.raises(InputError):
        check_set(path)
