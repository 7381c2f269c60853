"""A person and what is known of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from antigone.register.ledger.facts import Fact, unique_code


class Sex(models.TextChoices):
    """As the engine has it."""

    UNKNOWN = "unknown", _("unknown")
    FEMALE = "female", _("female")
    MALE = "male", _("male")


class Person(Fact):
    """Somebody reported missing. All that is known of them are rows that point here."""

    code = models.CharField(_("number"), max_length=30)

    class Meta:
        constraints = [unique_code("person")]
        # Lists are read in the order of the numbers, a page at a time.
        indexes = [models.Index(fields=("investigation", "code"), name="person_in_order")]

    def __str__(self) -> str:
        return self.code


class Name(Fact):
    """One name in one script; a person may have several. `key` is its Latin letters, for search."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="names")
    text = models.CharField(_("name"), max_length=300)
    script = models.CharField(_("script"), max_length=20, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True, help_text=_("nickname, maiden name …"))
    key = models.CharField(max_length=600, db_index=True)

    def __str__(self) -> str:
        return self.text


class Description(Fact):
    """Ante-mortem data: body, teeth, effects."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="descriptions")
    sex = models.CharField(_("sex"), max_length=10, choices=Sex, default=Sex.UNKNOWN)
    birth = models.CharField(
        _("date of birth"), max_length=60, blank=True, help_text=_("1993, spring 1993 …")
    )
    born_from = models.DateField(null=True, editable=False)
    born_to = models.DateField(null=True, editable=False)
    stature_min_cm = models.PositiveSmallIntegerField(_("stature from, cm"), null=True, blank=True)
    stature_max_cm = models.PositiveSmallIntegerField(_("stature to, cm"), null=True, blank=True)
    body = models.TextField(_("body: scars, fractures, illnesses"), blank=True)
    teeth = models.TextField(_("teeth"), blank=True)
    effects = models.TextField(_("clothing and effects"), blank=True)


class Photograph(Fact):
    """A photograph of the person from before: the original's SHA-256 in the store of files."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="photographs")
    sha256 = models.CharField(_("SHA-256 of the original"), max_length=64)
    media_type = models.CharField(max_length=40)
    caption = models.CharField(_("what it shows"), max_length=300, blank=True)
    taken = models.CharField(_("taken when"), max_length=60, blank=True)
    given = models.CharField(_("given by"), max_length=200, blank=True)

    def __str__(self) -> str:
        return self.caption


class LocatedAlive(Fact):
    """The person was found alive."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="located_alive")
    when = models.CharField(_("when"), max_length=60, blank=True)
    source = models.TextField(_("how it is known"))
