"""The invented case that shows the record at work: no person, place or event in it exists."""

from __future__ import annotations

import secrets

import numpy as np
from django.db import transaction

from antigone.register.access.author import author_of
from antigone.register.access.models import Investigation
from antigone.register.access.opening_up import add_member, create_user, open_investigation
from antigone.register.access.roles import Role
from antigone.register.people.duplicates import search_duplicates
from antigone.register.project.invented.decided import decide
from antigone.register.project.invented.found import dig, watch_hazards
from antigone.register.project.invented.missing import list_and_merge, report_all
from antigone.register.project.invented.story import SLUG, at
from antigone.register.project.invented.told import tell
from antigone.register.project.invented.typed import type_all

__all__ = ["SLUG", "fill"]


@transaction.atomic
def fill(seed: int) -> tuple[Investigation, str]:
    """Fills the record; the investigation and the password that all its invented users share."""
    random = np.random.default_rng(seed)
    password = secrets.token_urlsafe(12)
    coordinator = create_user("demo-coordinator", password)
    investigation = open_investigation(coordinator, SLUG, "The invented valley", invented=True)
    lead = author_of(coordinator, investigation, "invented example")
    by = {Role.COORDINATOR: lead}
    for role in Role.values:
        if role != Role.COORDINATOR:
            user = create_user(f"demo-{role}", password, by=coordinator)
            add_member(lead, user, role)
            by[role] = author_of(user, investigation, "invented example")
    second = create_user("demo-reviewer-2", password, by=coordinator)
    add_member(lead, second, Role.REVIEWER)
    by["second"] = author_of(second, investigation, "invented example")
    people = report_all(at(lead, 0), random)
    list_and_merge(at(lead, 20), people)
    search_duplicates(investigation)(at(lead, 60))
    tell(by, people)
    remains = dig(at(by[Role.FIELD], 400), random)
    typed = type_all(by, random, people, remains)
    decide(by, typed)
    watch_hazards(by[Role.FIELD], typed)
    return investigation, password
