"""Families as pedigrees, and what their members consent to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from antigone.register.access.models import ProtectedIdentity
from antigone.register.ledger.facts import Fact, unique_code
from antigone.register.people.models.person import Person, Sex


class Family(Fact):
    """One pedigree."""

    code = models.CharField(_("number"), max_length=30)

    class Meta:
        constraints = [unique_code("family")]

    def __str__(self) -> str:
        return self.code


class Relative(Fact):
    """A place in a pedigree: a missing person, a relative, or somebody who only links the two."""

    family = models.ForeignKey(Family, models.PROTECT, related_name="relatives")
    code = models.CharField(_("number"), max_length=40)
    label = models.CharField(_("who"), max_length=200)
    sex = models.CharField(_("sex"), max_length=10, choices=Sex, default=Sex.UNKNOWN)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="places")
    identity = models.ForeignKey(ProtectedIdentity, models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [unique_code("relative")]

    def __str__(self) -> str:
        return self.label


class Kinship(Fact):
    """Who a relative's parents are; correcting it supersedes the row."""

    relative = models.ForeignKey(Relative, models.PROTECT, related_name="kinships")
    father = models.ForeignKey(Relative, models.PROTECT, null=True, blank=True, related_name="+")
    mother = models.ForeignKey(Relative, models.PROTECT, null=True, blank=True, related_name="+")


class Twins(Fact):
    """Two relatives of one birth; identical twins have one genotype."""

    first = models.ForeignKey(Relative, models.PROTECT, related_name="twins_as_first")
    second = models.ForeignKey(Relative, models.PROTECT, related_name="twins_as_second")
    identical = models.BooleanField(_("identical"), default=True)


class Couple(Fact):
    """Two relatives who are or were a couple, also without children."""

    first = models.ForeignKey(Relative, models.PROTECT, related_name="couples_as_first")
    second = models.ForeignKey(Relative, models.PROTECT, related_name="couples_as_second")


class Consent(Fact):
    """What a relative agreed to, or took back."""

    class Purpose(models.TextChoices):
        """For what."""

        SAMPLE = "sample", _("giving a sample and comparing it")
        HANDOVER = "hand-over", _("receiving the remains")
        SHARE = "share", _("sharing data with other bodies")

    relative = models.ForeignKey(Relative, models.PROTECT, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    given = models.BooleanField(_("agrees"), default=True)
    on = models.DateField(_("on"))
