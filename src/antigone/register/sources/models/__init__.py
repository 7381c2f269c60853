"""Tables of the sources stage."""

from antigone.register.sources.models.claim import (
    Alleged,
    Assessment,
    Citation,
    Claim,
    Comparison,
    Elapsed,
    EventLink,
)
from antigone.register.sources.models.group import CountedGroup, Part, Question, Whole
from antigone.register.sources.models.passage import Anchor, Passage, SetAside
from antigone.register.sources.models.source import (
    Custody,
    Extraction,
    Metadata,
    Particular,
    Reader,
    Receipt,
    Source,
    Testimony,
    Visibility,
)

__all__ = [
    "Alleged", "Anchor", "Assessment", "Citation", "Claim", "Comparison", "CountedGroup", "Custody",
    "Elapsed", "EventLink", "Extraction", "Metadata", "Part", "Particular", "Passage", "Question", "Reader",
    "Receipt", "SetAside", "Source", "Testimony", "Visibility", "Whole",
]  # fmt: skip
