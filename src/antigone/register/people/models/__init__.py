"""Tables of the people stage."""

from antigone.register.people.models.family import Consent, Family, Kinship, Relative
from antigone.register.people.models.listing import Listing, Merge, PersonList
from antigone.register.people.models.person import Description, LocatedAlive, Name, Person
from antigone.register.people.models.report import Event, Group, Report

__all__ = [
    "Consent", "Description", "Event", "Family", "Group", "Kinship", "Listing", "LocatedAlive", "Merge",
    "Name", "Person", "PersonList", "Relative", "Report",
]  # fmt: skip
