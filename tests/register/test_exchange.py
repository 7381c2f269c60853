"""Claims given to another body and received there: whose they are is never lost."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from register.invented_sources import take
from register.test_group_accounts import caves, tell

from antigone.errors import InputError
from antigone.register.ledger.verify import findings
from antigone.register.sources.alleged import name_alleged
from antigone.register.sources.exchange import _Collection, export_claims, import_claims
from antigone.register.sources.models import Claim, Source
from antigone.register.sources.seeing import visible_claims


@pytest.fixture
def given_away(coordinator):
    source = take(coordinator)
    told = tell(coordinator, source, caves(coordinator)[1])
    name_alleged(coordinator, told["killed"], "gave the order", "7th invented company", "Robin Ash")
    return json.dumps(export_claims(coordinator), ensure_ascii=False).encode()


def test_selectors_are_those_of_the_web_annotation_model(given_away, coordinator):
    said = json.loads(given_away)
    assert said["type"] == "AnnotationCollection" and len(said["items"]) == 4
    position, quote = said["items"][0]["target"]["selector"]
    assert set(position) == {"type", "start", "end"} and position["type"] == "TextPositionSelector"
    assert quote["type"] == "TextQuoteSelector" and quote["exact"] == "62 residents"
    assert said["items"][0]["target"]["source"] == f"urn:sha256:{Source.objects.get().sha256}"
    assert b"Robin Ash" not in given_away


def test_received_claims_are_the_sender_s(given_away, other):
    received = import_claims(other, "The valley commission", "claims.jsonld", given_away)
    assert [c.speakers for c in received] == [["The valley commission", "Ministry of Tolvania"]] * 4
    assert [c.least for c in received] == [62, 12, 14, 9]
    assert received[0].subject == "fled to the caves"
    assert {c.passage.source for c in received} == {Source.objects.of(other.investigation).get()}
    assert [c.passage.exact.startswith('"urn:uuid:') for c in received] == [True] * 4
    assert visible_claims(other).count() == 4
    assert list(findings()) == []


def test_claims_rest_on_the_paper_where_it_is_known(given_away, other):
    paper = take(other)
    received = import_claims(other, "The valley commission", "claims.jsonld", given_away)
    assert {c.passage.source for c in received} == {paper}
    assert received[0].passage.exact == "62 residents"
    with pytest.raises(InputError, match="received before"):
        import_claims(other, "The valley commission", "claims.jsonld", given_away)


def test_one_wrong_claim_and_nothing_is_entered(given_away, other):
    said = json.loads(given_away)
    said["items"][3]["body"]["antigone:kind"] = "rumour"
    with pytest.raises(InputError, match="no kind of claim"):
        import_claims(other, "The valley commission", "claims.jsonld", json.dumps(said).encode())
    assert not Claim.objects.of(other.investigation).exists()
    assert not Source.objects.of(other.investigation).exists()


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"items": [1]}', b'{"items": [{"id": "x"}]}', b"\xff"])
def test_what_is_no_collection_is_refused(other, data):
    with pytest.raises(InputError, match="no collection of claims"):
        import_claims(other, "somebody", "x", data)


@given(st.binary(max_size=300))
def test_any_bytes_decode_or_are_refused(data):
    with pytest.raises((msgspec.MsgspecError, UnicodeDecodeError)):
        msgspec.json.decode(data, type=_Collection)
