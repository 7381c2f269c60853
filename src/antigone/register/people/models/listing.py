"""Lists of several bodies, and two persons found to be one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from antigone.register.ledger.facts import Fact, unique_code
from antigone.register.people.models.person import Person


class PersonList(Fact):
    """A list of missing persons that a body keeps. `columns` remembers how its files are read."""

    code = models.CharField(_("number"), max_length=30)
    title = models.CharField(_("title"), max_length=200)
    columns = models.JSONField(default=dict)

    class Meta:
        constraints = [unique_code("list")]

    def __str__(self) -> str:
        return self.title


class Listing(Fact):
    """A row of a list: its own number for a person, and all its cells as received."""

    list = models.ForeignKey(PersonList, models.PROTECT, related_name="listings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="listings")
    number = models.CharField(_("number on the list"), max_length=100, db_index=True)
    cells = models.JSONField(default=dict)


class ListImport(Fact):
    """A file of a list as it came in: its hash, how it was read, and what it changed."""

    list = models.ForeignKey(PersonList, models.PROTECT, related_name="imports")
    file = models.CharField(_("file"), max_length=300)
    sha256 = models.CharField("SHA-256", max_length=64)
    columns = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(_("rows"))
    new = models.PositiveIntegerField(_("new"))
    changed = models.PositiveIntegerField(_("changed"))
    gone = models.PositiveIntegerField(_("no longer on the list"))


class Merge(Fact):
    """`merged` is the same human being as `kept`; retracting it undoes the merge."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Person, models.PROTECT, related_name="merged_into")
