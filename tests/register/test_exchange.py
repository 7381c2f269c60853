"""Claims given to another body and received there: whose they are is never lost."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld
from register.invented_sources import take
from register.test_group_accounts import caves, tell

from antigone.errors import InputError
from antigone.register.ledger.verify import findings
from antigone.register.people.models import Event
from antigone.register.sources.account import account_of
from antigone.register.sources.alleged import name_alleged
from antigone.register.sources.claiming import Claimed, cite, record_claim, start_event
from antigone.register.sources.elapsed import record_elapsed
from antigone.register.sources.exchange import SHARED, export_claims
from antigone.register.sources.jsonld import graph_of
from antigone.register.sources.models import Citation, Claim, CountedGroup, Elapsed, Source
from antigone.register.sources.passages import mark_quote
from antigone.register.sources.receiving import import_claims
from antigone.register.sources.seeing import set_visibility, visible_claims


@pytest.fixture
def given_away(coordinator):
    source = take(coordinator)
    told = tell(coordinator, source, caves(coordinator)[1])
    name_alleged(coordinator, told["killed"], "gave the order", "7th invented company", "Robin Ash")
    return json.dumps(export_claims(coordinator), ensure_ascii=False).encode()


def test_selectors_are_those_of_the_web_annotation_model(given_away, coordinator):
    said = json.loads(given_away)
    assert said["type"] == "AnnotationCollection" and said["total"] == len(items_of(said)) == 4
    position, quote = items_of(said)[0]["target"]["selector"]
    assert set(position) == {"type", "start", "end"} and position["type"] == "TextPositionSelector"
    assert quote["type"] == "TextQuoteSelector" and quote["exact"] == "62 residents"
    assert items_of(said)[0]["target"]["source"] == f"urn:sha256:{Source.objects.get().sha256}"
    assert b"Robin Ash" not in given_away


def test_received_claims_are_the_sender_s(given_away, other):
    received = import_claims(other, "The valley commission", "claims.jsonld", given_away)
    assert [c.speakers for c in received] == [["The valley commission", "Ministry of Tolvania"]] * 4
    assert [c.least for c in received] == [62, 12, 14, 9]
    assert [c.part.title for c in received] == [
        "fled to the caves",
        "killed in the caves",
        "taken",
        "died in custody",
    ]
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
    items_of(said)[3]["body"]["antigone:kind"] = "rumour"
    with pytest.raises(InputError, match="no kind of claim"):
        import_claims(other, "The valley commission", "claims.jsonld", json.dumps(said).encode())
    assert not Claim.objects.of(other.investigation).exists()
    assert not Source.objects.of(other.investigation).exists()


NONE = [b"", b"[]", b"{}", b"1", b'{"items": [1]}', b'{"items": [{"id": "x"}]}', b"\xff", b"[" * 99_999,
        b'{"@context": "http://example.org/x.jsonld", "@type": "x"}', b'{"@context": {"a": 3}}']  # fmt: skip


@pytest.mark.parametrize("data", NONE)
def test_what_is_no_collection_is_refused(other, data):
    with pytest.raises(InputError, match="no collection of claims"):
        import_claims(other, "somebody", "x", data)


@given(
    st.binary(max_size=300)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.sampled_from(["@id", "@list", "oa:Annotation", ""]),
        lambda x: (
            st.lists(x, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["@context", "@id", "@type", "@graph", "@list", "@value", "oa:hasBody", "id"]
                ),
                x,
                max_size=4,
            )
        ),
        max_leaves=12,
    ).map(lambda x: json.dumps(x).encode())
)
def test_any_bytes_are_a_graph_or_refused(data):
    try:
        graph_of("x", data)
    except InputError as error:
        assert "no collection of claims" in str(error)


def items_of(said):
    return said["first"]["items"]


def expanded(data):
    """The graph with full IRIs, by the terms as the W3C publishes them."""
    oa, as_ = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"
    link = lambda iri, **more: {"@id": iri, "@type": "@id", **more}  # noqa: E731
    published = {
        "id": "@id", "type": "@type", "Annotation": f"{oa}Annotation",
        "SpecificResource": f"{oa}SpecificResource",
        "TextQuoteSelector": f"{oa}TextQuoteSelector", "TextPositionSelector": f"{oa}TextPositionSelector",
        "FragmentSelector": f"{oa}FragmentSelector", "Organization": "http://xmlns.com/foaf/0.1/Organization",
        "AnnotationCollection": f"{as_}OrderedCollection", "AnnotationPage": f"{as_}OrderedCollectionPage",
        "describing": f"{oa}describing", "motivation": {"@id": f"{oa}motivatedBy", "@type": "@vocab"},
        "body": link(f"{oa}hasBody"), "target": link(f"{oa}hasTarget"), "source": link(f"{oa}hasSource"),
        "selector": link(f"{oa}hasSelector"), "creator": link("http://purl.org/dc/terms/creator"),
        "items": link(f"{as_}items", **{"@container": "@list"}), "first": link(f"{as_}first"),
        "exact": f"{oa}exact", "prefix": f"{oa}prefix", "suffix": f"{oa}suffix", "start": f"{oa}start",
        "end": f"{oa}end", "label": "http://www.w3.org/2000/01/rdf-schema#label", "total": f"{as_}totalItems",
        "startIndex": f"{as_}startIndex", "name": "http://xmlns.com/foaf/0.1/name",
        "created": {"@id": "http://purl.org/dc/terms/created",
                    "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
    }  # fmt: skip
    load = lambda url, _: {"document": {"@context": published}, "documentUrl": url, "contextUrl": None}  # noqa: E731
    return jsonld.flatten(json.loads(data), None, {"documentLoader": load})


@pytest.fixture
def rich(coordinator, given_away):
    """Claims of each kind, an event, a citation, days counted: all that can be given away."""
    paper = Source.objects.of(coordinator.investigation).get()
    event = start_event(coordinator, "The attack on the caves", "2029-04-18", "Sorrel")
    start_event(coordinator, "An event of which nothing is claimed yet")
    first = Claim.objects.get(least=62)
    made = [
        record_claim(coordinator, mark_quote(coordinator, paper, quote), Claimed(*claimed))
        for quote, *claimed in (
            ("the caves were attacked", "event", "An attack.", ["Ministry", "eyewitnesses"], "",
             {"event": event, "when": "2029-04-18", "latitude": 41.5, "longitude": -3, "method": "shells"}),
            ("9 of them died", "fate", "A teacher died.", ["Ministry"], "it is said",
             {"subject": "a teacher", "fate": "died"}),
            ("village of Sorrel", "damage", "The school burned.", ["Ministry"], "",
             {"thing": "school", "extent": "burned"}),
            ("1 child", "relation", "The child was hers.", ["Ministry"], "",
             {"subject": "a child", "other": "the teacher", "relation": "child"}),
            ("after 113 days", "time", "After 113 days.", ["Ministry"], "", {}),
        )
    ]  # fmt: skip
    cite(coordinator, made[1], first)
    record_elapsed(coordinator, made[4], 113, ["2029-04-03", "2029-04-18"], False)
    return json.dumps(export_claims(coordinator), ensure_ascii=False).encode()


def told(data, without=()):
    """What a file says, without ids, moments, and the speaker who passed it on."""
    nodes = {n["@id"]: n for n in expanded(data)}
    oa, own = "http://www.w3.org/ns/oa#", "urn:antigone:terms:"

    def plain(value):
        if "@list" in value:
            return [x for x in map(plain, value["@list"]) if x not in without]
        if "@value" in value:
            return value["@value"]
        node = nodes.get(value["@id"], {})
        if value["@id"].startswith("_:"):
            return said(value["@id"])
        return node["http://www.w3.org/2000/01/rdf-schema#label"][0]["@value"] if node else value["@id"]

    def said(node):
        return {k: sorted((plain(v) for v in values), key=str) for k, values in sorted(nodes[node].items())
                if k.startswith((oa, own)) and not k.startswith("@")}  # fmt: skip

    annotations = [n for n in nodes.values() if f"{oa}Annotation" in n.get("@type", ())]
    events = [n for n in nodes.values() if f"{own}Event" in n.get("@type", ())]
    return sorted(str(said(n["@id"])) for n in (*annotations, *events))


def test_every_field_of_a_claim_is_in_the_graph(rich):
    """A plain name outside of the context is dropped by every reader of JSON-LD: fields were."""
    nodes = expanded(rich)
    oa, own = "http://www.w3.org/ns/oa#", "urn:antigone:terms:"
    said = {k: v for n in nodes for k, v in n.items()}
    fields = {*SHARED, "kind", "statement", "speakers", "words", "event", "part", "elapsed", "days", "starts"}
    assert {f"{own}{f}" for f in fields - {"place"}} <= set(said) and f"{own}place" in said
    assert {
        f"{oa}{t}" for t in ("hasBody", "hasTarget", "hasSource", "hasSelector", "exact", "start")
    } <= set(said)
    chain = next(n[f"{own}speakers"] for n in nodes if n.get(f"{own}method"))
    assert [v["@value"] for v in chain[0]["@list"]] == ["Ministry", "eyewitnesses"]
    prov = "http://www.w3.org/ns/prov#"
    assert {f"{prov}wasAttributedTo", f"{prov}wasDerivedFrom"} <= set(said)
    # RDF knows no relative addresses and no names without one: nothing is lost on the way there.
    assert len(jsonld.to_rdf(nodes)["@default"]) > 150


def test_out_and_in_again_gives_the_same_graph(rich, other):
    """To an empty record that has the paper: what it gives away is what it got, passed on by the sender."""
    take(other)
    received = import_claims(other, "The valley commission", "claims.jsonld", rich)
    back = json.dumps(export_claims(other)).encode()
    assert told(back, {"The valley commission"}) == told(rich)
    assert [c.speakers[0] for c in received] == ["The valley commission"] * 9
    assert {e.title for e in Event.objects.of(other.investigation)} == {
        "The attack on the caves", "An event of which nothing is claimed yet"
    }  # fmt: skip
    group = CountedGroup.objects.of(other.investigation).get()
    bounds = account_of(other, group).result.together.bounds
    assert bounds["reached safety"] == (36, 36) and bounds["dead"] == (21, 21)
    assert Citation.objects.of(other.investigation).get().cited.least == 62
    assert Elapsed.objects.of(other.investigation).get().starts == ["2029-04-03", "2029-04-18"]
    assert list(findings()) == []


def test_another_way_of_writing_the_same_graph_is_read(rich, other):
    """Flattened and with full addresses, as other programs write it."""
    received = import_claims(other, "Another body", "claims.json", json.dumps(expanded(rich)).encode())
    assert len(received) == 9 and {c.passage.source.title for c in received} == {
        "Claims received from Another body"
    }
    assert sorted(c.least for c in received if c.least) == [9, 12, 14, 62]


def test_a_body_that_speaks_for_itself_is_not_cited_by_itself(given_away, other):
    received = import_claims(other, "ministry of Tolvania", "claims.jsonld", given_away)
    assert [c.speakers for c in received] == [["Ministry of Tolvania"]] * 4


def test_what_witnesses_did_not_agree_to_stays_here(coordinator):
    said = {"witness_name": "A. Fern", "interviewer": "I. Ash", "held_on": date(2031, 1, 5)}
    for n, consent in enumerate(("interviewer", "investigation", "bodies", "public")):
        source = take(
            coordinator, f"I saw {n + 5} men.", kind="testimony", testimony={**said, "consent": consent}
        )
        passage = mark_quote(coordinator, source, f"I saw {n + 5} men")
        record_claim(coordinator, passage, Claimed("call", f"{n + 5} men", ["A. Fern"]))
    narrow = take(coordinator, "A paper for few.", "Another")
    record_claim(coordinator, mark_quote(coordinator, narrow, "paper"), Claimed("call", "for few", ["X"]))
    set_visibility(coordinator, narrow, "named")
    assert [a["body"]["antigone:statement"] for a in items_of(export_claims(coordinator))] == [
        "7 men",
        "8 men",
    ]


def test_wrong_values_of_another_body_are_refused(rich, other):
    for name, value in (("antigone:least", -1), ("antigone:least", "many"), ("antigone:latitude", "north"),
                        ("antigone:thing", "x" * 900), ("antigone:when", "2029-99"),
                        ("antigone:speakers", ["a", "b", "A"])):  # fmt: skip
        said = json.loads(rich)
        next(a for a in items_of(said) if name in a["body"])["body"][name] = value
        with pytest.raises(InputError):
            import_claims(other, "Another body", "claims.jsonld", json.dumps(said).encode())
    assert not Claim.objects.of(other.investigation).exists()
