"""Tables of the identification stage."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from antigone.register.field.models import Remains
from antigone.register.ledger.facts import Fact, unique_code
from antigone.register.people.models import Person


class Run(Fact):
    """One run of the engine; `inputs` are the files of its case folder, frozen, under their hash.

    `outcome` says how the joint answer was reached: method, error, seed, groups of persons that the
    profiles cannot tell apart, diagnostics of what was sampled.
    """

    code = models.CharField(_("number"), max_length=30)
    version = models.CharField(_("version of the engine"), max_length=40)
    inputs = models.JSONField()
    sha256 = models.CharField(max_length=64)
    threshold_log10 = models.FloatField(_("threshold, log10"))
    notes = models.JSONField(default=list)
    pairs = models.PositiveBigIntegerField(_("pairs compared"))
    outcome = models.JSONField(default=dict)

    class Meta:
        constraints = [unique_code("run")]

    def __str__(self) -> str:
        return self.code


class QualityCheck(Fact):
    """A check of the profiles and families before a run; `inputs` as of a run, `limits` of quality.limits.

    Each of `findings` has kind, severity, text, family, subjects, marker, log10_lr (docs/check.md).
    """

    code = models.CharField(_("number"), max_length=30)
    version = models.CharField(_("version of the engine"), max_length=40)
    inputs = models.JSONField()
    sha256 = models.CharField(max_length=64)
    limits = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    findings = models.JSONField(default=list)

    class Meta:
        constraints = [unique_code("quality_check")]

    def __str__(self) -> str:
        return self.code


class Candidate(Fact):
    """A pair above the run's threshold: log10 LR, marker by marker, and the joint posterior if computed.

    `explanation` holds the engine's sentences: what speaks for the pair, what against it, its rivals.
    """

    run = models.ForeignKey(Run, models.PROTECT, related_name="candidates")
    remains = models.ForeignKey(Remains, models.PROTECT, related_name="candidates")
    person = models.ForeignKey(Person, models.PROTECT, related_name="candidates")
    log10_lr = models.FloatField(_("log10 LR"))
    markers = models.JSONField()
    posterior = models.FloatField(_("joint posterior"), null=True)
    explanation = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.remains} – {self.person}"


class SamePerson(Fact):
    """Two remains that a run finds to be of one person: log10 LR, marker by marker."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="same_persons")
    first = models.ForeignKey(Remains, models.PROTECT, related_name="+")
    second = models.ForeignKey(Remains, models.PROTECT, related_name="+")
    log10_lr = models.FloatField(_("log10 LR"))
    markers = models.JSONField()

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"


class SetAside(Fact):
    """A candidate that was looked at and is not proposed; why is the fact's reason."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="set_aside")


class Judgement(Fact):
    """What a reader says of a point that no rule compares: teeth, injuries, effects."""

    class Point(models.TextChoices):
        """Which point."""

        TEETH = "teeth", _("teeth")
        BODY = "body", _("injuries, illnesses, scars")
        EFFECTS = "effects", _("clothing and effects")

    class Verdict(models.TextChoices):
        """Do the two sides agree?"""

        AGREE = "agree", _("agree")
        DIFFER = "differ", _("differ")
        UNKNOWN = "unknown", _("cannot be told")

    remains = models.ForeignKey(Remains, models.PROTECT, related_name="judgements")
    person = models.ForeignKey(Person, models.PROTECT, related_name="judgements")
    point = models.CharField(_("point"), max_length=10, choices=Point)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
