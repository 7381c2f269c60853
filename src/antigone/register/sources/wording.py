"""How claims are told: never without according to whom."""

from __future__ import annotations

from django.utils.translation import gettext as _

from antigone.register.sources.models import Claim, Passage
from antigone.register.sources.passages import time_of


def according_to(claim: Claim) -> str:
    """ "According to the Minister, citing the Prosecutor's Office"."""
    first, *rest = claim.speakers
    told = _("According to %s") % first
    return told + "".join(_(", citing %s") % speaker for speaker in rest)


def told(claim: Claim) -> str:
    """The claim in a sentence that says whose it is."""
    return _("%(whom)s: %(what)s") % {"whom": according_to(claim), "what": claim.statement}


def words_of(passage: Passage) -> str:
    """The words of a passage, or what of the picture or film it is."""
    if passage.start is not None:
        return str(passage)
    if time := time_of(passage.fragment):
        return _("%(first)s to %(last)s seconds") % {"first": f"{time[0]:g}", "last": f"{time[1]:g}"}
    return _("a region of page %s") % (passage.page or 1)


def where(passage: Passage) -> str:
    """The source and the page or place in it."""
    source = passage.source.code
    if passage.page:
        return _("%(source)s, page %(page)s") % {"source": source, "page": passage.page}
    if passage.start is not None:
        return _("%(source)s, characters %(start)s to %(end)s") % {
            "source": source, "start": passage.start, "end": passage.end,
        }  # fmt: skip
    return f"{source}, {passage.fragment}"
