"""Tables of the people stage."""

from antigone.register.people.models.duplicates import Distinct, DuplicateSearch, Likeness
from antigone.register.people.models.family import Consent, Couple, Family, Kinship, Relative, Twins
from antigone.register.people.models.listing import ListImport, Listing, Merge, PersonList
from antigone.register.people.models.person import Description, LocatedAlive, Name, Person, Photograph
from antigone.register.people.models.report import Event, Group, Report

__all__ = [
    "Consent", "Couple", "Description", "Distinct", "DuplicateSearch", "Event", "Family", "Group", "Kinship",
    "Likeness", "ListImport", "Listing", "LocatedAlive", "Merge", "Name", "Person", "PersonList",
    "Photograph", "Relative", "Report", "Twins",
]  # fmt: skip
