"""Interviews with ODK: the form out, submissions in. Witnesses, places and events are invented."""

import copy
import csv
import io
import shutil
import zipfile
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from pyxform.xls2xform import convert
from register.invented_sources import jpeg
from register.test_source_pages import browser, text, url  # noqa: F401

from antigone.errors import InputError
from antigone.register.access.vault import protect
from antigone.register.ledger.models import Entry
from antigone.register.ledger.verify import findings as ledger_findings
from antigone.register.sources import models as sources
from antigone.register.sources.extracting import standing_extraction, text_of
from antigone.register.sources.interviews.entering import enter, plan
from antigone.register.sources.interviews.form import FORM, xform, xlsform
from antigone.register.sources.interviews.submissions import read_submissions
from antigone.register.sources.models import Claim, Source
from antigone.register.sources.passages import stands

CLAIMS = """<claim><kind>count</kind><statement>They took fourteen of us.</statement>
<told_by>her brother</told_by><words>I am sure</words><when>1993-04-18</when><subject>those taken</subject>
<least>14</least><most>14</most></claim>
<claim><kind>damage</kind><statement>Our house burned.</statement><place>Sorrel</place>
<position>40.05 45.1 812.0 4.9</position><thing>house</thing><extent>destroyed</extent>
<picture>house.jpg</picture></claim>"""


def instance(uuid="uuid:0001", claims=CLAIMS, consent="investigation", witness="Mira of Sorrel", **more):
    said = {"interviewer": "K. Marsh", "held_on": "2031-03-02", "language": "Tolvanian", "witness": witness,
            "consent": consent} | more  # fmt: skip
    inner = "".join(f"<{k}>{v}</{k}>" for k, v in said.items())
    return (
        f'<?xml version="1.0"?><data xmlns:orx="http://openrosa.org/xforms" id="{FORM}" version="1">'
        f"<start>2031-03-02T10:00:00.000+02:00</start><interview>{inner}</interview>{claims}"
        f"<orx:meta><orx:instanceID>{uuid}</orx:instanceID></orx:meta></data>"
    ).encode()


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


def table(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def test_the_form_is_what_odk_takes():
    book = load_workbook(io.BytesIO(xlsform()))
    assert book.sheetnames == ["survey", "choices", "settings"]
    warnings = []
    # ODK Validate comes with pyxform and runs where there is a Java.
    checked = convert(xlsform(), warnings, validate=bool(shutil.which("java")), form_name="data",
                      file_type=".xlsx")  # fmt: skip
    assert warnings == [] and str(checked.xform) == xform()
    assert f'id="{FORM}"' in xform() and "deviceid" not in xform()


def test_an_interview_becomes_a_testimony_with_claims(member):
    author = member("interviewer")
    data = zipped({"a/submission.xml": instance(), "a/house.jpg": jpeg()})
    [source] = enter(author, "the field team", read_submissions("a.zip", data), False)
    testimony = source.testimonies.get()
    assert (testimony.witness_name, testimony.interviewer) == ("Mira of Sorrel", "K. Marsh")
    assert f"{testimony.held_on}" == "2031-03-02"
    counted, damaged = Claim.objects.order_by("code")
    assert counted.speakers == ["Mira of Sorrel", "her brother"]
    assert (counted.least, counted.most, counted.when) == (14, 14, "1993-04-18")
    assert (damaged.latitude, damaged.longitude, damaged.thing) == (40.05, 45.1, "house")
    assert damaged.passage.exact == "Our house burned." and stands(damaged.passage).how == "at its place"
    assert "interviewer: K. Marsh" in text_of(standing_extraction(source))
    photo = Source.objects.get(kind="photo")
    assert photo.origin.endswith(source.code) and photo.media_type == "image/jpeg"
    assert [f.kind for f in ledger_findings()] == []


def test_a_witness_known_by_pseudonym_stays_so(member):
    protect(member("coordinator"), "Witness 3", {"name": "Invented Witness"})
    enter(member("interviewer"), "the team",
          read_submissions("a.xml", instance(witness="witness 3", consent="interviewer")), False)  # fmt: skip
    testimony = sources.Testimony.objects.get()
    assert str(testimony.witness) == "Witness 3" and testimony.witness_name == ""
    assert testimony.source.visibility.get().who == "named"
    assert Claim.objects.order_by("code")[0].speakers[0] == "Witness 3"


def test_the_tables_of_central(member):
    main = table([{"SubmissionDate": "2031-03-03", "interview-interviewer": "K. Marsh",
                   "interview-held_on": "2031-03-02", "interview-language": "", "interview-witness": "Mira",
                   "interview-consent": "public", "meta-instanceID": "uuid:9", "KEY": "uuid:9"}])  # fmt: skip
    claims = table([{"kind": "site", "statement": "They lie by the mill.\x0b", "place": "the mill",
                     "position-Latitude": "40.5", "position-Longitude": "45", "picture": "m.jpg",
                     "PARENT_KEY": "uuid:9", "KEY": "uuid:9/claim[1]"}])  # fmt: skip
    data = zipped({f"{FORM}.csv": main, f"{FORM}-claim.csv": claims, "media/m.jpg": jpeg()})
    [source] = enter(member("investigator"), "the server", read_submissions("c.zip", data), False)
    claim = Claim.objects.get()
    assert (claim.kind, claim.place, claim.latitude, claim.longitude) == ("site", "the mill", 40.5, 45.0)
    assert claim.passage.source == source and Source.objects.filter(kind="photo").count() == 1


def test_none_twice_and_all_or_nothing(member):
    author = member("investigator")
    enter(author, "the team", read_submissions("a.xml", instance()), False)
    both = read_submissions("b.zip", zipped({"1.xml": instance(), "2.xml": instance("uuid:0002")}))
    found = plan(author, both)
    assert [s.instance for s in found.known] == ["uuid:0001"] and len(found.new) == 1
    before = Entry.objects.count()
    with pytest.raises(InputError, match=r"in the record already \(uuid:0001\)"):
        enter(author, "the team", both, False)
    assert Entry.objects.count() == before
    assert len(enter(author, "the team", both, True)) == 1
    wrong = CLAIMS.replace("<extent>destroyed</extent>", "")
    bad = read_submissions("c.zip", zipped({"1.xml": instance("uuid:3"), "2.xml": instance("uuid:4", wrong)}))
    before = Entry.objects.count()
    with pytest.raises(InputError, match="uuid:4: claim 2: say how far it was damaged"):
        enter(author, "the team", bad, False)
    assert Entry.objects.count() == before


BOMB = '<!DOCTYPE d [<!ENTITY a "x">]><data id="antigone-interview">&a;</data>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "neither an XML submission nor a ZIP"),
        (b"name,age", "neither an XML submission nor a ZIP"),
        (b"PK\x03\x04broken", "no readable ZIP"),
        (b"<data", "not a readable XML"),
        (BOMB.encode(), "not a readable XML"),
        (b"<data id='other'/>", "form 'other'"),
        (instance(uuid=""), "no instanceID"),
        (instance().replace(b"<start>", b"<base64EncryptedKey>x</base64EncryptedKey><start>"), "encrypted"),
        (zipped({"readme.txt": b"x"}), "holds no submission"),
        (zipped({"a.csv": b"x,y\n1,2\n"}), "column KEY"),
        (zipped({"a.csv": b"\xff\xfe\x00"}), "no readable CSV"),
        (zipped({"1.xml": instance(), "2.xml": instance()}), "twice"),
    ],
)
def test_files_that_are_refused(data, said):
    with pytest.raises(InputError, match=said):
        read_submissions("a file", data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (instance(held_on="yesterday"), "'yesterday' is no day"),
        (instance(consent="all"), "no level of consent"),
        (instance(witness=""), "who testified"),
        (instance(claims="<claim><kind>song</kind><statement>x</statement></claim>"), "no kind of claim"),
        (instance(claims="<claim><kind>call</kind></claim>"), "in a sentence"),
        (instance(claims=CLAIMS.replace("<most>14</most>", "<most>3</most>")), "cannot both be"),
        (instance(claims=CLAIMS.replace("<least>14</least>", "<least>-1</least>")), "no count"),
        (instance(claims=CLAIMS.replace("40.05 45.1", "north")), "no position"),
        (instance(claims=CLAIMS.replace("1993-04-18", "31 February 1993")), "not a date"),
    ],
)
def test_interviews_that_are_refused(member, data, said):
    with pytest.raises(InputError, match=said):
        plan(member("investigator"), read_submissions("a.xml", data))


def test_the_pages(browser):  # noqa: F811
    client = browser("interviewer")
    assert client.get(url("interview_workbook")).content[:2] == b"PK"
    assert b"<h:html" in client.get(url("interview_xform")).content
    where = url("interviews")
    assert "XLSForm" in text(client.get(where))

    def post(**more):
        file = SimpleUploadedFile("a.xml", instance())
        return client.post(where, {"received_from": "the team", "file": file} | more)

    dry = text(post())
    assert "Nothing was entered" in dry and "uuid:0001" in dry and not Source.objects.exists()
    assert "Entered: 1" in text(post(enter="on"))
    refused = post(enter="on")
    assert refused.status_code == 422 and "in the record already" in text(refused)
    assert "Entered: 0" in text(post(enter="on", skip_known="on"))
    assert "According to Mira of Sorrel, citing her brother: They took" in text(client.get(url("claims")))
    assert browser("read-only").get(where).status_code == 403


def filled(values, claims):
    """The form's own first instance, filled as a collecting program fills it."""
    spaces = {"f": "http://www.w3.org/2002/xforms"}
    model = ElementTree.fromstring(xform()).find(".//f:model/f:instance", spaces)
    data = model[0]
    repeats = data.findall("f:claim", spaces)
    template, first = repeats
    data.remove(template)
    at = list(data).index(first)
    data.remove(first)
    for n, said in enumerate(claims):
        claim = copy.deepcopy(first)
        for name, value in said.items():
            claim.find(f"f:{name}", spaces).text = value
        data.insert(at + n, claim)
    for path, value in values.items():
        data.find("/".join(f"f:{step}" for step in path.split("/")), spaces).text = value
    return ElementTree.tostring(data, encoding="utf-8", xml_declaration=True)


def test_the_form_filled_comes_back(member):
    values = {
        "start": "2031-03-02T10:00:00.000+02:00", "end": "2031-03-02T11:00:00.000+02:00",
        "interview/interviewer": "K. Marsh", "interview/held_on": "2031-03-02", "interview/witness": "Mira",
        "interview/consent": "investigation", "meta/instanceID": "uuid:7",
    }  # fmt: skip
    claims = [
        {
            "kind": "count",
            "statement": "They took fourteen.",
            "subject": "the taken",
            "least": "14",
            "most": "14",
        },
        {"kind": "site", "statement": "They lie by the mill.", "place": "the mill", "picture": "m.jpg"},
    ]
    data = zipped({"uuid7/submission.xml": filled(values, claims), "uuid7/m.jpg": jpeg()})
    [source] = enter(member("interviewer"), "the team", read_submissions("7.zip", data), False)
    assert [(c.kind, c.least) for c in Claim.objects.order_by("code")] == [("count", 14), ("site", None)]
    assert source.testimonies.get().witness_name == "Mira"


def test_the_encrypted_manifest_of_the_specification_is_refused():
    manifest = (
        f'<data id="{FORM}" version="1" encrypted="yes" xmlns="http://www.opendatakit.org/xforms/encrypted">'
        "<base64EncryptedKey>q83v</base64EncryptedKey>"
        '<orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>uuid:8</orx:instanceID></orx:meta>'
        "<media><file>m.jpg.enc</file></media><encryptedXmlFile>submission.xml.enc</encryptedXmlFile>"
        "<base64EncryptedElementSignature>q83v</base64EncryptedElementSignature></data>"
    ).encode()
    for data in (manifest, zipped({"submission.xml": manifest, "submission.xml.enc": b"\x00\x01"})):
        with pytest.raises(InputError, match="encrypted"):
            read_submissions("8.zip", data)
