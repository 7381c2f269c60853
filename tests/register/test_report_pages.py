"""Reports and disclosure sets made by pages, and who may open them."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from register.invented_sources import take
from register.test_reports import confirm, life, told  # noqa: F401
from register.test_source_pages import browser, send, text, url  # noqa: F401

from antigone.register.decisions.models import Identification
from antigone.register.ledger.verify import findings
from antigone.register.reports.models import Disclosure, Document
from antigone.register.returns.models import HandOver
from antigone.register.sources.models import Claim

LETTER = {
    "organ": "General Assembly",
    "session": "",
    "items": "34, 35",
    "office": "Commission",
    "signatory": "Ada Brook",
    "addressee": "Secretary-General",
    "date": "2031-03-02",
    "subject": "the caves",
}


def body(answer):
    return b"".join(answer.streaming_content)


def test_reports_of_a_life(browser, life):  # noqa: F811
    person = life[0]
    coordinator, liaison = browser("coordinator"), browser("liaison")
    send(coordinator, url("case_file"), code=person.code, form="pdf", language="en")
    send(coordinator, url("public_accounting"), grouping="place", form="html", language="en")
    one = Identification.objects.get().pk
    send(liaison, url("certificate"), identification=one, form="docx", language="fr")
    send(liaison, url("family_letter"), identification=one, addressee="Mr Orchard", form="pdf", language="ar")
    shown = send(liaison, url("protocol"), handovers=[HandOver.objects.get().pk], form="pdf", language="en")
    assert "letter to the family" in shown and "case file" not in shown
    kinds = {d.kind: d for d in Document.objects.exclude(form="json")}
    assert len(kinds) == 5
    assert body(coordinator.get(url("document", kinds["case-file"].pk))).startswith(b"%PDF-")
    assert liaison.get(url("document", kinds["case-file"].pk)).status_code == 404
    assert coordinator.get(url("document", kinds["certificate"].pk)).status_code == 404
    assert b"Lower meadow" in body(coordinator.get(url("document", kinds["accounting"].pk)))
    assert browser("laboratory").get(url("case_file")).status_code == 403
    assert list(findings()) == []


def test_a_letter_for_circulation_by_the_page(browser, told, coordinator):  # noqa: F811
    client = browser("investigator")
    first, *rest = told[1]
    claims = [c.pk for c in told[1]]
    refused = client.post(url("circulation"), {**LETTER, "claims": claims, "form": "pdf", "language": "en"})
    assert refused.status_code == 422
    confirm(coordinator, told[1])
    send(client, url("circulation"), claims=claims, form="html", language="en", **LETTER)
    page = body(client.get(url("document", Document.objects.get().pk))).decode()
    assert "agenda items 34 and 35" in page and page.count("According to Ministry of Tolvania") == 4
    bad = client.post(
        url("circulation"), {**LETTER, "items": "x", "claims": claims, "form": "html", "language": "en"}
    )
    assert bad.status_code == 422


def test_a_disclosure_set_by_the_page(browser, coordinator):  # noqa: F811
    client, source = browser("investigator"), take(coordinator)
    said = {"recipient": "court", "purpose": "case 7", "sources": [source.pk]}
    for wrong in ("Ada Brook", "SRC-00009: Ada", "SRC-00001:"):
        assert client.post(url("disclose"), {**said, "redactions": wrong}).status_code == 422
    send(client, url("disclose"), redactions=f"{source.code}: Ada Brook\nsrc-00001: Sorrel", **said)
    answer = client.get(url("disclosure", Disclosure.objects.get().pk))
    with zipfile.ZipFile(io.BytesIO(body(answer))) as package:
        held = b"".join(package.read(n) for n in package.namelist() if n.endswith(".txt"))
    assert b"62 residents" in held and b"Brook" not in held and b"Sorrel" not in held
    assert browser("coordinator").get(url("disclosure", Disclosure.objects.get().pk)).status_code == 404


def test_what_a_claim_marks_is_taken_out(browser, told):  # noqa: F811
    source, claims = told
    client = browser("investigator")
    said = {"recipient": "court", "purpose": "case 7", "sources": [source.pk]}
    refused = client.post(url("disclose"), {**said, "redactions": f"{source.code}: C-99999"})
    assert refused.status_code == 422 and "no claim on" in text(refused)
    send(client, url("disclose"), redactions=f"{source.code}: {claims[0].code}", **said)
    answer = client.get(url("disclosure", Disclosure.objects.get().pk))
    with zipfile.ZipFile(io.BytesIO(body(answer))) as package:
        held = package.read(f"sources/{source.code}.txt")
    assert (
        claims[0].passage.exact == "62 residents" and b"62 residents" not in held and b"12 residents" in held
    )


@pytest.mark.usefixtures("told")
def test_claims_go_out_and_come_in_by_the_page(browser):  # noqa: F811
    client = browser("coordinator")
    answer = client.get(url("claims_export"))
    assert answer["Content-Type"] == "application/ld+json"
    before = Claim.objects.count()
    file = SimpleUploadedFile("claims.jsonld", answer.content)
    shown = send(client, url("claims_import"), file=file, received_from="Another body")
    assert Claim.objects.count() == 2 * before and "According to Another body, citing Ministry" in shown
    bad = client.post(url("claims_import"), {"file": SimpleUploadedFile("x", b"{}"), "received_from": "x"})
    assert bad.status_code == 422 and "no collection of claims" in text(bad)
