"""Which role may do what. A user has one or more roles in each investigation, and none outside it."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Right(StrEnum):
    """One kind of act."""

    READ = "read the record"
    ADMINISTER = "add and remove members"
    REPORT = "enter reports, persons and families"
    IMPORT = "import lists and merge duplicates"
    OPEN_IDENTITY = "open a protected identity"
    FIELD = "enter sites, hazards and recoveries"
    OVERRIDE_HAZARD = "override a hazard"
    EXAMINE = "enter examinations"
    LABORATORY = "enter samples, custody and profiles"
    RUN = "run the engine"
    PROPOSE = "propose an identification"
    SIGN = "sign or withdraw an identification"
    NOTIFY = "notify families"
    HAND_OVER = "hand over remains"
    READ_LEDGER = "read the ledger"
    EXPORT = "export lists"
    SOURCES = "enter sources and claims"
    ASSESS = "assess claims"
    SEE_ALLEGED = "see the names of those alleged"
    PUBLISH = "make reports and disclosure sets"


class Role(models.TextChoices):
    """What a member does in an investigation."""

    COORDINATOR = "coordinator", _("coordinator")
    INTERVIEWER = "interviewer", _("interviewer")
    FIELD = "field", _("field")
    LABORATORY = "laboratory", _("laboratory")
    GENETICIST = "geneticist", _("geneticist")
    REVIEWER = "reviewer", _("reviewer")
    LIAISON = "liaison", _("liaison")
    AUDITOR = "auditor", _("auditor")
    READ_ONLY = "read-only", _("read-only")
    INVESTIGATOR = "investigator", _("investigator")
    ALLEGED = "alleged", _("reader of alleged names")


RIGHTS: dict[str, frozenset[Right]] = {
    Role.COORDINATOR: frozenset(
        {
            Right.READ, Right.ADMINISTER, Right.REPORT, Right.IMPORT, Right.FIELD, Right.OVERRIDE_HAZARD,
            Right.RUN, Right.READ_LEDGER, Right.EXPORT, Right.SOURCES, Right.ASSESS, Right.PUBLISH,
        }
    ),
    Role.INTERVIEWER: frozenset({Right.READ, Right.REPORT, Right.OPEN_IDENTITY, Right.SOURCES}),
    Role.FIELD: frozenset({Right.READ, Right.FIELD}),
    Role.LABORATORY: frozenset({Right.READ, Right.EXAMINE, Right.LABORATORY}),
    Role.GENETICIST: frozenset({Right.READ, Right.LABORATORY, Right.RUN, Right.PROPOSE, Right.EXPORT}),
    Role.REVIEWER: frozenset({Right.READ, Right.SIGN, Right.ASSESS}),
    Role.LIAISON: frozenset({Right.READ, Right.REPORT, Right.OPEN_IDENTITY, Right.NOTIFY, Right.HAND_OVER}),
    Role.AUDITOR: frozenset({Right.READ, Right.READ_LEDGER, Right.EXPORT}),
    Role.READ_ONLY: frozenset({Right.READ}),
    Role.INVESTIGATOR: frozenset({Right.READ, Right.SOURCES, Right.ASSESS, Right.PUBLISH}),
    Role.ALLEGED: frozenset({Right.READ, Right.SEE_ALLEGED}),
}  # fmt: skip


def rights_of(roles: list[str]) -> frozenset[Right]:
    """All that holders of these roles may do."""
    return frozenset().union(*(RIGHTS[r] for r in roles))
