"""The note on a reference family, where Antigone writes who "Missing person" is.

In a .fam file each family's missing person is called "Missing person"; the free note on the family keeps
the ids and sexes that a case gives them, the first for "Missing person" itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

MISSING_PERSON = "Missing person"
OPENING = "Missing persons: "


def write_missing_note(missing: Mapping[str, str]) -> str:
    """The note for id → sex."""
    return OPENING + json.dumps(dict(missing), ensure_ascii=False) if missing else ""


def read_missing_note(note: str) -> tuple[dict[str, str], str]:
    """id → sex as the note states them, or none, and what else the note says."""
    if not note.startswith(OPENING):
        return {}, note
    try:
        stated = json.loads(note.removeprefix(OPENING))
    except json.JSONDecodeError:
        return {}, note
    if not isinstance(stated, dict) or not all(
        k and s in ("male", "female", "unknown") for k, s in stated.items()
    ):
        return {}, note
    return stated, ""
