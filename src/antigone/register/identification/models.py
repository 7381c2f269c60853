"""Tables of the identification stage."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from antigone.register.field.models import Remains
from antigone.register.ledger.facts import Fact, unique_code
from antigone.register.people.models import Person


class Run(Fact):
    """One run of the engine; `inputs` are the files of its case folder, frozen, under their hash."""

    code = models.CharField(_("number"), max_length=30)
    version = models.CharField(_("version of the engine"), max_length=40)
    inputs = models.JSONField()
    sha256 = models.CharField(max_length=64)
    threshold_log10 = models.FloatField(_("threshold, log10"))
    notes = models.JSONField(default=list)
    pairs = models.PositiveBigIntegerField(_("pairs compared"))

    class Meta:
        constraints = [unique_code("run")]

    def __str__(self) -> str:
        return self.code


class Candidate(Fact):
    """A pair above the run's threshold: log10 LR, marker by marker, and the joint posterior if computed."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="candidates")
    remains = models.ForeignKey(Remains, models.PROTECT, related_name="candidates")
    person = models.ForeignKey(Person, models.PROTECT, related_name="candidates")
    log10_lr = models.FloatField(_("log10 LR"))
    markers = models.JSONField()
    posterior = models.FloatField(_("joint posterior"), null=True)
