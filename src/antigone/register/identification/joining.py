"""Remains that the board found to be of one person go into a run as one."""

from __future__ import annotations

from django.apps import apps

from antigone.register.access.models import Investigation
from antigone.register.identification.freezing import Joined


def joined_remains(investigation: Investigation) -> Joined:
    """Remains → the first, by number, of those that are of one person with them."""
    # The stage to the right writes these rows; its tables are known, its code is not imported.
    rows = apps.get_model("decisions", "Reassociation").objects.of(investigation).standing()
    first: Joined = {}

    def top(code: str) -> str:
        while first.get(code, code) != code:
            code = first[code]
        return code

    for one, two in rows.order_by("made_at").values_list("first__code", "second__code"):
        low, high = sorted((top(one), top(two)))
        first[high] = low
    return {code: top(code) for code in first}
