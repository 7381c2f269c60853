"""Where the files of a disclosure set come from, as PROV-O in JSON-LD."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from antigone import __version__
from antigone.formats.disclosure import Listed
from antigone.register.access.author import Author
from antigone.register.sources.models import Source

CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def provenance(
    author: Author, recipient: str, purpose: str, moment: str, files: Sequence[tuple[Listed, Source, bool]]
) -> dict[str, Any]:
    """The graph: each file, the source it derives from, the act of disclosing, who did it with what."""
    by = f"urn:uuid:{author.investigation.pk}"
    act = {
        "@id": "_:disclosure",
        "@type": "prov:Activity",
        "prov:endedAtTime": {"@value": moment, "@type": "xsd:dateTime"},
        "prov:wasAssociatedWith": [{"@id": by}, {"@id": "_:program"}],
        "dcterms:description": f"disclosed to {recipient}: {purpose}",
    }
    agents = [
        {"@id": by, "@type": "prov:Organization", "dcterms:title": author.investigation.title},
        {"@id": "_:program", "@type": "prov:SoftwareAgent", "dcterms:title": f"antigone {__version__}"},
    ]
    return {"@context": CONTEXT, "@graph": [act, *agents, *(_entity(*f) for f in files)]}


def _entity(file: Listed, source: Source, redacted: bool) -> dict[str, Any]:
    origin: dict[str, Any] = {
        "@id": f"urn:uuid:{source.pk}",
        "@type": "prov:Entity",
        "dcterms:identifier": source.code,
    }
    if not redacted:
        origin["dcterms:title"] = source.title
    return {
        "@id": file.name,
        "@type": "prov:Entity",
        "dcterms:identifier": f"urn:sha256:{file.sha256}",
        "prov:wasGeneratedBy": {"@id": "_:disclosure"},
        ("prov:wasDerivedFrom" if redacted else "prov:alternateOf"): origin,
    }
