"""JSON-LD read as the graph that it is, however it is written; nothing is fetched from the network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from antigone.errors import InputError

ANNOTATIONS, PROV = "http://www.w3.org/ns/anno.jsonld", "http://www.w3.org/ns/prov#"
TERMS = "urn:antigone:terms:"
OA, AS = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"
DCTERMS, RDFS, RDF = (
    "http://purl.org/dc/terms/",
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
)
LABEL = RDFS + "label"


def _id(iri: str, **more: str) -> dict[str, str]:
    return {"@id": iri, "@type": "@id", **more}


# The terms of the Web Annotation context (https://www.w3.org/TR/annotation-vocab/#json-ld-context) that stand
# in annotations of texts and pictures: a document that names that context is read without a network.
_ANNOTATION_TERMS = {
    "oa": OA, "as": AS, "dcterms": DCTERMS, "rdfs": RDFS, "rdf": RDF, "foaf": "http://xmlns.com/foaf/0.1/",
    "dc": "http://purl.org/dc/elements/1.1/", "xsd": "http://www.w3.org/2001/XMLSchema#",
    "schema": "http://schema.org/", "id": "@id", "type": "@type",
    **{t: f"oa:{t}" for t in (
        "Annotation", "TextualBody", "SpecificResource", "FragmentSelector", "CssSelector", "XPathSelector",
        "TextQuoteSelector", "TextPositionSelector", "DataPositionSelector", "SvgSelector", "RangeSelector",
        "TimeState", "Motivation", "assessing", "bookmarking", "classifying", "commenting", "describing",
        "editing", "highlighting", "identifying", "linking", "moderating", "questioning", "replying",
        "reviewing", "tagging", "bodyText", "start", "end", "exact", "prefix", "suffix", "styleClass")},
    "Person": "foaf:Person", "Organization": "foaf:Organization", "Software": "as:Application",
    "AnnotationCollection": "as:OrderedCollection", "AnnotationPage": "as:OrderedCollectionPage",
    "body": _id("oa:hasBody"), "target": _id("oa:hasTarget"), "source": _id("oa:hasSource"),
    "selector": _id("oa:hasSelector"), "state": _id("oa:hasState"), "scope": _id("oa:hasScope"),
    "refinedBy": _id("oa:refinedBy"), "startSelector": _id("oa:hasStartSelector"),
    "endSelector": _id("oa:hasEndSelector"), "creator": _id("dcterms:creator"),
    "generator": _id("as:generator"), "rights": _id("dcterms:rights"), "via": _id("oa:via"),
    "canonical": _id("oa:canonical"), "conformsTo": _id("dcterms:conformsTo"),
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "items": _id("as:items", **{"@container": "@list"}), "partOf": _id("as:partOf"), "first": _id("as:first"),
    "last": _id("as:last"), "next": _id("as:next"), "prev": _id("as:prev"),
    "format": "dc:format", "language": "dc:language", "value": "rdf:value", "name": "foaf:name",
    "label": "rdfs:label", "total": "as:totalItems", "startIndex": "as:startIndex",
    "created": {"@id": "dcterms:created", "@type": "xsd:dateTime"},
    "modified": {"@id": "dcterms:modified", "@type": "xsd:dateTime"},
    "generated": {"@id": "dcterms:issued", "@type": "xsd:dateTime"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes by their id, each with its properties in full."""

    nodes: Mapping[str, Mapping[str, Any]]

    def of_type(self, kind: str) -> list[str]:
        """Ids of the nodes of a type, those of a collection in its order, before the others."""
        listed = [i for node in self.nodes for i in self.values(node, AS + "items")]
        return [
            i for i in dict.fromkeys([*listed, *self.nodes]) if kind in self.nodes.get(i, {}).get("@type", ())
        ]

    def values(self, node: str, name: str) -> list[Any]:
        """What a node says under a name: plain values, and ids of other nodes; a list in its order."""
        found: list[Any] = []
        for value in self.nodes.get(node, {}).get(name, ()):
            found += [_plain(v) for v in value["@list"]] if "@list" in value else [_plain(value)]
        return found

    def value(self, node: str, name: str, default: Any = "") -> Any:
        """The first of them."""
        return next(iter(self.values(node, name)), default)

    def text(self, node: str, name: str) -> str:
        """The first of them, where it is a text; else ""."""
        found = self.value(node, name)
        return found if isinstance(found, str) else ""


def graph_of(name: str, data: bytes) -> Graph:
    """The graph of a JSON-LD file; InputError for what is none, or asks for contexts that are not here."""
    from pyld import jsonld

    try:
        document = json.loads(data)
        if not isinstance(document, dict | list):
            raise ValueError("it is neither an object nor a list")
        flat = jsonld.flatten(document, None, {"documentLoader": _load, "extractAllScripts": False})
    except jsonld.JsonLdError as error:
        raise InputError(f"{name}: is no collection of claims in JSON-LD ({_cause(error)})") from None
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError) as error:
        raise InputError(f"{name}: is no collection of claims in JSON-LD ({error})") from None
    return Graph({node["@id"]: node for node in flat if "@id" in node})


def _load(address: str, options: Any) -> dict[str, Any]:
    if address.removeprefix("https:").removeprefix("http:") != ANNOTATIONS.removeprefix("http:"):
        raise InputError(
            f"it needs the context {address[:200]}, which is not fetched; have it written into the file"
        )
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": address,
            "document": {"@context": _ANNOTATION_TERMS}}  # fmt: skip


def _cause(error: BaseException) -> str:
    while (inner := getattr(error, "cause", None) or error.__cause__) is not None:
        error = inner
    return str(error).split("\n")[0]


def _plain(value: Mapping[str, Any]) -> Any:
    return value["@value"] if "@value" in value else value.get("@id")
