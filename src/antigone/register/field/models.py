"""Tables of the field stage."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from antigone.register.ledger.facts import Fact, unique_code
from antigone.register.people.models import Event, Person
from antigone.register.people.models.person import Sex


class Site(Fact):
    """A place where remains are, were, or may be."""

    code = models.CharField(_("number"), max_length=30)
    title = models.CharField(_("title"), max_length=200)
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="sites")

    class Meta:
        constraints = [unique_code("site")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Location(Fact):
    """Where a site lies, to within how many metres."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="locations")
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    radius_m = models.PositiveIntegerField(_("certain to within, metres"), default=10)


class HazardArea(Fact):
    """Ground with mines or other remnants of war."""

    code = models.CharField(_("number"), max_length=60)

    class Meta:
        constraints = [unique_code("hazard")]

    def __str__(self) -> str:
        return self.code


class HazardStatus(Fact):
    """What an area is, since when, who says so. The newest standing row counts."""

    class Status(models.TextChoices):
        """IMSMA's three."""

        SUSPECTED = "suspected", _("suspected")
        CONFIRMED = "confirmed", _("confirmed")
        CLEARED = "cleared", _("cleared")

    area = models.ForeignKey(HazardArea, models.PROTECT, related_name="statuses")
    status = models.CharField(_("status"), max_length=20, choices=Status)
    on = models.DateField(_("since"), null=True, blank=True)
    geometry = models.JSONField(_("GeoJSON geometry"))
    radius_m = models.FloatField(_("reaches, metres"), default=0)
    kind = models.CharField(_("what lies there"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)


class HazardOverride(Fact):
    """A named officer lets work go on at a site in spite of a hazard; counts after a second look."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="overrides")
    area = models.ForeignKey(HazardArea, models.PROTECT, related_name="overrides")
    officer = models.CharField(_("officer who answers for it"), max_length=200)


class SecondLook(Fact):
    """Somebody else looked at an override and agrees, or does not."""

    override = models.ForeignKey(HazardOverride, models.PROTECT, related_name="looks")
    agrees = models.BooleanField(_("agrees"), default=True)


class Operation(Fact):
    """A search or recovery planned at a site, then held or called off."""

    class Kind(models.TextChoices):
        """What is to be done."""

        SEARCH = "search", _("search")
        RECOVERY = "recovery", _("recovery")

    class Outcome(models.TextChoices):
        """What came of the plan."""

        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CALLED_OFF = "called off", _("called off")

    code = models.CharField(_("number"), max_length=30)
    site = models.ForeignKey(Site, models.PROTECT, related_name="operations")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    planned_on = models.DateField(_("planned for"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, default=Outcome.PLANNED)
    ended_on = models.DateField(_("held or called off on"), null=True, blank=True)
    result = models.TextField(_("what came of it"), blank=True)

    class Meta:
        constraints = [unique_code("operation")]

    def __str__(self) -> str:
        return self.code


class Remains(Fact):
    """A body, a body part, or a bag with parts of several, recovered at a site."""

    code = models.CharField(_("number"), max_length=30)
    site = models.ForeignKey(Site, models.PROTECT, related_name="remains")
    operation = models.ForeignKey(Operation, models.PROTECT, null=True, blank=True, related_name="remains")
    recovered_on = models.DateField(_("recovered on"))
    description = models.TextField(_("description"), blank=True)
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("taken out of")
    )

    class Meta:
        constraints = [unique_code("remains")]
        verbose_name_plural = _("remains")

    def __str__(self) -> str:
        return self.code


class Bone(Fact):
    """A line of the skeletal inventory."""

    class Side(models.TextChoices):
        """Of the body."""

        NONE = "", _("midline or not known")
        LEFT = "left", _("left")
        RIGHT = "right", _("right")

    class Completeness(models.TextChoices):
        """How much of the bone is there."""

        COMPLETE = "complete", _("complete")
        PARTIAL = "partial", _("more than half")
        FRAGMENT = "fragment", _("fragment")

    remains = models.ForeignKey(Remains, models.PROTECT, related_name="bones")
    bag = models.CharField(_("bag"), max_length=40, blank=True)
    element = models.CharField(_("bone"), max_length=60)
    side = models.CharField(_("side"), max_length=10, choices=Side, default=Side.NONE, blank=True)
    count = models.PositiveSmallIntegerField(_("how many"), default=1)
    completeness = models.CharField(
        _("completeness"), max_length=10, choices=Completeness, default=Completeness.COMPLETE
    )

    def __str__(self) -> str:
        side = f", {self.get_side_display()}" if self.side else ""
        return f"{self.element}{side} × {self.count}" + (f" ({self.bag})" if self.bag else "")


class Examination(Fact):
    """The opinion of a named examiner."""

    remains = models.ForeignKey(Remains, models.PROTECT, related_name="examinations")
    examiner = models.CharField(_("examiner"), max_length=200)
    examined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    on = models.DateField(_("on"))
    sex = models.CharField(_("sex"), max_length=10, choices=Sex, default=Sex.UNKNOWN)
    age_min = models.PositiveSmallIntegerField(_("age from"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("age to"), null=True, blank=True)
    stature_min_cm = models.PositiveSmallIntegerField(_("stature from, cm"), null=True, blank=True)
    stature_max_cm = models.PositiveSmallIntegerField(_("stature to, cm"), null=True, blank=True)
    trauma = models.TextField(_("trauma"), blank=True)
    cause = models.TextField(_("cause of death, as an opinion"), blank=True)
    teeth = models.TextField(_("teeth"), blank=True)
    effects = models.TextField(_("clothing and effects"), blank=True)


class Presumption(Fact):
    """Remains presumed to be a person's, before any identification: by papers or effects found on them."""

    remains = models.ForeignKey(Remains, models.PROTECT, related_name="presumptions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="presumptions")
    grounds = models.TextField(_("grounds"))


class Item(Fact):
    """A thing found at a site, with remains or without: clothing, papers, a ring, a bullet."""

    code = models.CharField(_("number"), max_length=30)
    site = models.ForeignKey(Site, models.PROTECT, related_name="items")
    remains = models.ForeignKey(Remains, models.PROTECT, null=True, blank=True, related_name="items")
    description = models.TextField(_("description"))
    found_on = models.DateField(_("found on"))
    photograph = models.CharField(_("SHA-256 of the photograph"), max_length=64, blank=True)
    media_type = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [unique_code("item")]

    def __str__(self) -> str:
        return self.code


class Overlay(Fact):
    """Lines and areas that an investigation adds to its map: borders or roads as a source has them."""

    title = models.CharField(_("title"), max_length=200)
    geojson = models.JSONField()

    def __str__(self) -> str:
        return self.title
