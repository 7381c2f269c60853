"""Which tables programs may read, under which names, and which of their rows the author may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import QuerySet

from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.facts import Fact
from antigone.register.sources.seeing import visible_claims, visible_sources

Narrow = Callable[[QuerySet, Author], QuerySet]


@dataclass(frozen=True, slots=True)
class Resource:
    """A table as programs read it: `hidden` fields are left out, `narrow` keeps the rows one may see."""

    name: str
    model: type[Fact]
    stage: str
    hidden: tuple[str, ...] = ()
    narrow: Narrow | None = None
    right: Right = Right.READ


def _by_source(rows: QuerySet, author: Author) -> QuerySet:
    return rows.filter(source__in=visible_sources(author))


def _by_claim(rows: QuerySet, author: Author) -> QuerySet:
    return rows.filter(claim__in=visible_claims(author))


NARROWED: dict[str, Narrow] = {
    "sources.Source": lambda rows, author: rows.filter(pk__in=visible_sources(author)),
    **dict.fromkeys(
        (f"sources.{n}" for n in ("Visibility", "Reader", "Receipt", "Custody", "Testimony", "Metadata",
                                  "Extraction", "Particular", "Passage", "SetAside")), _by_source,
    ),
    "sources.Anchor": lambda rows, author: rows.filter(passage__source__in=visible_sources(author)),
    "sources.Claim": lambda rows, author: rows.filter(passage__source__in=visible_sources(author)),
    **dict.fromkeys((f"sources.{n}" for n in ("Alleged", "Assessment", "Elapsed", "Comparison")), _by_claim),
    "sources.Citation": lambda rows, author: rows.filter(
        citing__in=visible_claims(author), cited__in=visible_claims(author)
    ),
}  # fmt: skip
HIDDEN = {
    "sources.Alleged": ("sealed_name",),
    "identification.Run": ("inputs",),
    "identification.QualityCheck": ("inputs",),
}
# Kept from programs: secrets, genotypes of the laboratory's own people, and what only its maker may open.
WITHHELD = frozenset({"access.Token", "laboratory.StaffProfile", "reports.Document", "reports.Disclosure"})
NAMES = {
    "access.Membership": "memberships", "access.Opening": "openings",
    "access.CorrectionNotice": "correction-notices", "access.CorrectionRead": "corrections-read",
    "people.Person": "persons", "people.Photograph": "photographs",
    "people.Name": "names", "people.Description": "descriptions",
    "people.LocatedAlive": "located-alive", "people.Family": "families", "people.Relative": "relatives",
    "people.Kinship": "kinships", "people.Consent": "consents", "people.PersonList": "lists",
    "people.Listing": "listings", "people.Merge": "merges", "people.Event": "events",
    "people.Group": "groups", "people.Report": "reports",
    "people.DuplicateSearch": "duplicate-searches", "people.Likeness": "likenesses",
    "people.Distinct": "distinct", "people.Twins": "twins", "people.Couple": "couples",
    "people.ListImport": "list-imports",
    "field.Site": "sites", "field.Location": "locations", "field.HazardArea": "hazards",
    "field.HazardStatus": "hazard-statuses", "field.HazardOverride": "hazard-overrides",
    "field.Operation": "operations", "field.Remains": "remains", "field.Bone": "bones",
    "field.SecondLook": "second-looks", "field.Item": "items", "field.Overlay": "overlays",
    "field.Examination": "examinations", "field.Presumption": "presumptions",
    "laboratory.Sample": "samples", "laboratory.Step": "laboratory-steps", "laboratory.Custody": "custody",
    "laboratory.FrequencyTable": "frequency-tables", "laboratory.Profile": "profiles",
    "identification.Run": "runs", "identification.Candidate": "candidates",
    "identification.QualityCheck": "quality-checks",
    "identification.SamePerson": "same-person", "identification.SetAside": "candidates-set-aside",
    "identification.Judgement": "judgements",
    "decisions.Proposal": "proposals", "decisions.Signature": "signatures",
    "decisions.Identification": "identifications", "decisions.Joining": "joinings",
    "decisions.JoiningSignature": "joining-signatures", "decisions.Reassociation": "reassociations",
    "returns.Notification": "notifications", "returns.FamilyConsent": "family-consents",
    "returns.HandOver": "hand-overs", "returns.Transfer": "transfers",
    "returns.Notice": "notices",
    "returns.Acknowledgement": "acknowledgements",
    "sources.Source": "sources", "sources.Visibility": "source-visibility", "sources.Reader": "readers",
    "sources.Receipt": "receipts", "sources.Custody": "source-custody", "sources.Testimony": "testimonies",
    "sources.Metadata": "source-metadata", "sources.Extraction": "extractions",
    "sources.Particular": "particulars", "sources.Passage": "passages", "sources.Anchor": "anchors",
    "sources.SetAside": "proposals-set-aside", "sources.Claim": "claims", "sources.Citation": "citations",
    "sources.Alleged": "alleged", "sources.Assessment": "assessments", "sources.Elapsed": "elapsed",
    "sources.Comparison": "comparisons", "sources.EventLink": "event-links",
    "sources.CountedGroup": "counted-groups", "sources.Part": "parts", "sources.Whole": "wholes",
    "sources.Question": "questions",
}  # fmt: skip


def resources() -> list[Resource]:
    """All of them, in the order of the data's way."""
    return [
        Resource(
            name, apps.get_model(label), label.partition(".")[0], HIDDEN.get(label, ()), NARROWED.get(label),
            Right.READ_LEDGER if label == "access.Opening" else Right.READ,
        )
        for label, name in NAMES.items()
    ]  # fmt: skip
