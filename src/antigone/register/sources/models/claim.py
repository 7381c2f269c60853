"""Claims on passages, what reviewers make of them, and what links the events they speak of."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from antigone.register.ledger.facts import Fact, unique_code
from antigone.register.people.models import Event, Person
from antigone.register.sources.models.group import Part
from antigone.register.sources.models.passage import Passage
from antigone.register.sources.models.source import Source


class Claim(Fact):
    """What a passage says. Nothing in it is established; `speakers` runs from who says it here to who knew.

    `speakers` is a list of names: ["Minister", "Prosecutor's Office", "eyewitnesses"] reads "the Minister,
    citing the Prosecutor's Office, citing eyewitnesses".
    """

    class Kind(models.TextChoices):
        """What it is about."""

        EVENT = "event", _("an event")
        FATE = "fate", _("a person's fate")
        COUNT = "count", _("a count")
        SITE = "site", _("a grave or site")
        RELATION = "relation", _("a relation")
        DAMAGE = "damage", _("damage to property")
        CALL = "call", _("a call or promise")
        TIME = "time", _("a time between dates")

    class Fate(models.TextChoices):
        """What became of somebody."""

        SEEN = "seen", _("seen alive")
        FLED = "fled", _("fled")
        TAKEN = "taken", _("taken")
        MISSING = "missing", _("missing")
        KILLED = "killed", _("killed")
        DIED = "died", _("died in custody")
        BURIED = "buried", _("buried")
        EXHUMED = "exhumed", _("exhumed")
        SURVIVED = "survived", _("survived")

    code = models.CharField(_("number"), max_length=30)
    passage = models.ForeignKey(Passage, models.PROTECT, related_name="claims")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    statement = models.TextField(_("what is claimed"))
    speakers = models.JSONField(_("who says so"))
    words = models.CharField(_("words of confidence in the text"), max_length=200, blank=True)
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="claims")
    place = models.CharField(_("place"), max_length=200, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    when = models.CharField(_("when"), max_length=60, blank=True)
    earliest = models.DateField(null=True, editable=False)
    latest = models.DateField(null=True, editable=False)
    method = models.CharField(_("method"), max_length=100, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="claims")
    subject = models.CharField(_("of whom or what"), max_length=300, blank=True)
    other = models.CharField(_("related to whom"), max_length=300, blank=True)
    relation = models.CharField(_("as what"), max_length=100, blank=True)
    fate = models.CharField(_("fate"), max_length=10, choices=Fate, blank=True)
    part = models.ForeignKey(Part, models.PROTECT, null=True, blank=True, related_name="claims")
    least = models.PositiveBigIntegerField(_("at least"), null=True, blank=True)
    most = models.PositiveBigIntegerField(_("at most"), null=True, blank=True)
    thing = models.CharField(_("kind of property"), max_length=60, blank=True)
    extent = models.CharField(_("extent of damage"), max_length=100, blank=True)

    class Meta:
        constraints = [unique_code("claim")]

    def __str__(self) -> str:
        return self.code

    @property
    def according_to(self) -> str:
        """The speakers as a reader is told of them."""
        return ", citing ".join(self.speakers)


class Citation(Fact):
    """A claim rests on another claim; no claim rests on itself, however far back."""

    citing = models.ForeignKey(Claim, models.PROTECT, related_name="cites")
    cited = models.ForeignKey(Claim, models.PROTECT, related_name="cited_by")


class Alleged(Fact):
    """A role that a claim gives to somebody; a person's name is sealed and opened by right only."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="alleged")
    role = models.CharField(_("alleged role"), max_length=100)
    unit = models.CharField(_("unit alleged"), max_length=200, blank=True)
    sealed_name = models.BinaryField(default=b"")


class Assessment(Fact):
    """A reviewer's opinion of a claim; the reviewer is who made it, the reason is the fact's."""

    class Verdict(models.TextChoices):
        """How the claim stands."""

        CORROBORATED = "corroborated", _("corroborated")
        CONTRADICTED = "contradicted", _("contradicted")
        UNVERIFIED = "unverified", _("unverified")
        RETRACTED = "retracted", _("retracted by its source")

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="assessments")
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict)
    reliability = models.CharField(_("reliability of the source, A to F"), max_length=1)
    credibility = models.PositiveSmallIntegerField(_("credibility of the claim, 1 to 6"))


class Elapsed(Fact):
    """A time that a passage gives without saying since when; `starts` are the days it may count from."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="elapsed")
    days = models.PositiveIntegerField(_("days"))
    approximate = models.BooleanField(default=False)
    starts = models.JSONField()


class EventLink(Fact):
    """What a person decided about a link between two events that was proposed or seen."""

    first = models.ForeignKey(Event, models.PROTECT, related_name="+")
    second = models.ForeignKey(Event, models.PROTECT, related_name="+")
    linked = models.BooleanField(_("linked"))
    grounds = models.JSONField(default=list)


class Comparison(Fact):
    """Pictures of a place before and after the damage that a claim speaks of."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="comparisons")
    before = models.ForeignKey(Source, models.PROTECT, related_name="+")
    after = models.ForeignKey(Source, models.PROTECT, related_name="+")
