"""Events, groups of persons, and reports of missing persons."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from antigone.register.access.models import ProtectedIdentity
from antigone.register.ledger.facts import Fact, unique_code
from antigone.register.people.models.person import Person


class Event(Fact):
    """Something in which people went missing or died."""

    code = models.CharField(_("number"), max_length=30)
    title = models.CharField(_("title"), max_length=200)
    when = models.CharField(_("when"), max_length=60, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)

    class Meta:
        constraints = [unique_code("event")]

    def __str__(self) -> str:
        return self.title


class Group(Fact):
    """People counted together by a source: "about 14 were detained"."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="groups")
    title = models.CharField(_("who"), max_length=200)
    fate = models.CharField(_("what happened"), max_length=200)
    least = models.PositiveIntegerField(_("at least"), null=True, blank=True)
    most = models.PositiveIntegerField(_("at most"), null=True, blank=True)
    source = models.TextField(_("who says so"))

    def __str__(self) -> str:
        return self.title

    @property
    def how_many(self) -> str:
        """The counts as pages show them: 14, 12–14, at least 12, at most 14."""
        if self.least is None:
            return gettext("at most %d") % self.most if self.most is not None else "–"
        if self.most is None:
            return gettext("at least %d") % self.least
        return str(self.least) if self.least == self.most else f"{self.least}–{self.most}"


class Report(Fact):
    """Somebody reports a person missing: last seen when and where, and how it came about."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="reports")
    reporter = models.CharField(_("who reports"), max_length=200, blank=True)
    protected_reporter = models.ForeignKey(ProtectedIdentity, models.PROTECT, null=True, blank=True)
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="reports")
    last_seen = models.CharField(_("last seen when"), max_length=60, blank=True)
    seen_from = models.DateField(null=True, editable=False)
    seen_to = models.DateField(null=True, editable=False)
    place = models.CharField(_("last seen where"), max_length=200, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    radius_m = models.PositiveIntegerField(_("certain to within, metres"), null=True, blank=True)
    circumstances = models.TextField(_("circumstances"), blank=True)
