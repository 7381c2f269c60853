"""Two persons found to be one: merged by a person, with a reason, and reversible."""

from __future__ import annotations

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.record import alone, retract, state
from antigone.register.people.models import Merge, Person


@alone()
def merge(author: Author, kept: Person, merged: Person) -> Merge:
    """Counts `merged` as `kept` from now on; InputError for a person merged already."""
    author.require(Right.IMPORT)
    if kept == merged:
        raise InputError(f"{kept} cannot be merged with itself")
    if not author.reason:
        raise InputError("say why the two are one person")
    standing = Merge.objects.standing()
    for person in (kept, merged):
        if standing.filter(merged=person).exists():
            raise InputError(f"{person} is merged already; undo that merge first")
    if standing.filter(kept=merged).exists():
        raise InputError(f"others are merged into {merged}; merge {kept} into it instead")
    return state(author, Merge(kept=kept, merged=merged))


def undo_merge(author: Author, row: Merge) -> Merge:
    """Makes them two again."""
    author.require(Right.IMPORT)
    return retract(author, row)
