"""Counted groups of people and the parts that sources distinguish."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from antigone.register.ledger.facts import Fact, unique_code
from antigone.register.people.models import Event


class CountedGroup(Fact):
    """People of whom several sources give counts: "those who fled to the caves"."""

    code = models.CharField(_("number"), max_length=30)
    title = models.CharField(_("who"), max_length=200)
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="counted_groups")

    class Meta:
        constraints = [unique_code("counted_group")]

    def __str__(self) -> str:
        return self.title


class Part(Fact):
    """A part of a group, or of another part; the part without `of` is the group itself."""

    group = models.ForeignKey(CountedGroup, models.PROTECT, related_name="parts")
    title = models.CharField(_("who"), max_length=200)
    of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="divided")

    def __str__(self) -> str:
        return self.title


class Whole(Fact):
    """Says that these parts are all of `of` and do not overlap; `parts` are ids."""

    of = models.ForeignKey(Part, models.PROTECT, related_name="wholes")
    parts = models.JSONField()


class Question(Fact):
    """A sum asked of the account ("the dead"); `parts` are ids."""

    group = models.ForeignKey(CountedGroup, models.PROTECT, related_name="questions")
    title = models.CharField(_("what is asked"), max_length=200)
    parts = models.JSONField()
