"""Persons who may be one: what a comparison found, and what was decided against it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from antigone.register.ledger.facts import Fact, unique_code
from antigone.register.people.models.person import Person


class DuplicateSearch(Fact):
    """A comparison of all persons with each other, with the rates it used (likeness.stated_rates)."""

    code = models.CharField(_("number"), max_length=30)
    version = models.CharField(_("version"), max_length=30)
    least_bits = models.FloatField(_("shown from, bits"))
    persons = models.PositiveIntegerField(_("persons compared"))
    found = models.PositiveIntegerField(_("pairs found"))
    left_out = models.PositiveIntegerField(_("keys left out"))
    rates = models.JSONField(default=dict)

    class Meta:
        constraints = [unique_code("duplicate_search")]

    def __str__(self) -> str:
        return self.code


class Likeness(Fact):
    """A pair that may be one person: the weight of all that was compared (bits, log2), and each term."""

    search = models.ForeignKey(DuplicateSearch, models.PROTECT, related_name="pairs")
    first = models.ForeignKey(Person, models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, models.PROTECT, related_name="+")
    bits = models.FloatField(_("weight"), db_index=True)
    prior = models.FloatField(_("weight before anything is compared"))
    terms = models.JSONField(default=list)


class Distinct(Fact):
    """Somebody found that two persons are not the same; the pair is not proposed again while this stands."""

    first = models.ForeignKey(Person, models.PROTECT, related_name="distinct_from")
    second = models.ForeignKey(Person, models.PROTECT, related_name="distinct_to")
