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


class Step(Fact):
    """What the laboratory did with a sample, or is asked to do again."""

    class Kind(models.TextChoices):
        """In the order of the work."""

        EXTRACTED = "extracted", _("DNA extracted")
        NO_DNA = "no DNA", _("extraction failed")
        NO_PROFILE = "no profile", _("typing failed")
        RETYPE = "retype", _("to be typed again")
        USED_UP = "used up", _("used up or returned")

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="steps")
    kind = models.CharField(_("what"), max_length=20, choices=Kind)
    on = models.DateField(_("on"))
    kit = models.CharField(_("kit or method"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True)


class FrequencyTable(Fact):
    """Allele frequencies that runs use: marker → allele → frequency."""

    code = models.CharField(_("number"), max_length=60)
    population = models.CharField(_("population"), max_length=200, blank=True)
    origin = models.CharField(_("published or measured by"), max_length=300, blank=True)
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
    kit = models.CharField(_("kit"), max_length=120, blank=True)
    file = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)


class StaffProfile(Fact):
    """Genotypes of somebody who handles samples, by a number only, to find contamination."""

    code = models.CharField(_("number of the member of staff"), max_length=60)
    genotypes = models.JSONField()

    class Meta:
        constraints = [unique_code("staff_profile")]

    def __str__(self) -> str:
        return self.code
