"""What a case knows of a family's members, for a drawing."""

from __future__ import annotations

from collections.abc import Mapping

from antigone.cases.case import Case
from antigone.pedigrees.drawing.marks import Marks


def family_marks(case: Case, family: str, candidates: Mapping[str, str] | None = None) -> Marks:
    """Typed and missing members and their names; `candidates` maps missing persons to remains."""
    ids = {p.id for p in case.families[family].people}
    names = {p: case.details[p]["name"] for p in sorted(ids) if "name" in case.details.get(p, {})}
    typed = frozenset(p for p in ids if p in case.references)
    missing = frozenset(p for p in ids if p in case.missing)
    return Marks(typed, missing, names, dict(candidates or {}))
