"""Tables of the laboratory stage."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from antigone.register.field.models import Remains
from antigone.register.ledger.facts import Fact, unique_code
from antigone.register.people.models import Person, Relative


class Sample(Fact):
    """Taken from remains, from a relative, or from an effect of a missing person: exactly one of these."""

    code = models.CharField(_("number"), max_length=40)
    remains = models.ForeignKey(Remains, models.PROTECT, null=True, blank=True, related_name="samples")
    relative = models.ForeignKey(Relative, models.PROTECT, null=True, blank=True, related_name="samples")
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="effect_samples",
        verbose_name=_("missing person whose effect it is"),
    )  # fmt: skip
    material = models.CharField(_("material"), max_length=100)
    taken_on = models.DateField(_("taken on"))

    class Meta:
        constraints = [
            unique_code("sample"),
            models.CheckConstraint(
                condition=models.Q(remains__isnull=False, relative__isnull=True, owner__isnull=True)
                | models.Q(remains__isnull=True, relative__isnull=False, owner__isnull=True)
                | models.Q(remains__isnull=True, relative__isnull=True, owner__isnull=False),
                name="sample_from_one",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Custody(Fact):
    """A sample passed from one holder to the next, under a seal."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="custody")
    step = models.PositiveIntegerField()
    giver = models.CharField(_("handed over by"), max_length=200)
    receiver = models.CharField(_("received by"), max_length=200)
    when = models.DateTimeField(_("when"))
    place = models.CharField(_("where"), max_length=200)
    seal = models.CharField(_("seal number"), max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("sample", "step"),
                condition=models.Q(supersedes__isnull=True),
                name="custody_step",
            )
        ]


class FrequencyTable(Fact):
    """Allele frequencies that runs use: marker → allele → frequency."""

    code = models.CharField(_("number"), max_length=60)
    frequencies = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [unique_code("frequency_table")]

    def __str__(self) -> str:
        return self.code


class Profile(Fact):
    """Genotypes of a sample: marker → [allele, allele]; from which file."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="profiles")
    genotypes = models.JSONField()
    file = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
