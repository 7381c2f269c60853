"""Tables of the returns stage."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from antigone.register.decisions.models import Identification
from antigone.register.field.models import Remains
from antigone.register.ledger.facts import Fact
from antigone.register.people.models import Person


class Notification(Fact):
    """A family was told of an identification, or of its withdrawal."""

    class About(models.TextChoices):
        """Of what."""

        DECISION = "decision", _("the identification")
        WITHDRAWAL = "withdrawal", _("its withdrawal")

    identification = models.ForeignKey(Identification, models.PROTECT, related_name="notifications")
    person = models.ForeignKey(Person, models.PROTECT, related_name="notifications")
    told = models.CharField(_("who was told"), max_length=200)
    by = models.CharField(_("by whom, in what way"), max_length=200)
    on = models.DateField(_("on"))
    about = models.CharField(_("of what"), max_length=12, choices=About, default=About.DECISION)


class FamilyConsent(Fact):
    """The family agrees how and by whom the remains are received, or takes that back."""

    identification = models.ForeignKey(Identification, models.PROTECT, related_name="consents")
    given_by = models.CharField(_("who decides for the family"), max_length=200)
    wishes = models.TextField(_("wishes"), blank=True)
    on = models.DateField(_("on"))


class HandOver(Fact):
    """Remains passed from one party to another, against a receipt; `final` when the family has them.

    `part` names what of the remains, "" for all of them. The signed receipt may be kept under its hash.
    """

    identification = models.ForeignKey(Identification, models.PROTECT, related_name="handovers")
    remains = models.ForeignKey(Remains, models.PROTECT, related_name="handovers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="handovers")
    giver = models.CharField(_("handed over by"), max_length=200)
    receiver = models.CharField(_("received by"), max_length=200)
    on = models.DateField(_("on"))
    place = models.CharField(_("where"), max_length=200)
    receipt = models.CharField(_("receipt number"), max_length=80)
    final = models.BooleanField(_("to the family"), default=True)
    part = models.CharField(
        _("which part of the remains"), max_length=200, blank=True,
        help_text=_("empty: all of them. With a part, the rest can follow later."),
    )  # fmt: skip
    scan_name = models.CharField(_("scanned receipt"), max_length=200, blank=True)
    scan_sha256 = models.CharField(max_length=64, blank=True)


class Transfer(Fact):
    """Remains not yet identified passed from one party to another, against a receipt."""

    remains = models.ForeignKey(Remains, models.PROTECT, related_name="transfers")
    giver = models.CharField(_("handed over by"), max_length=200)
    receiver = models.CharField(_("received by"), max_length=200)
    on = models.DateField(_("on"))
    place = models.CharField(_("where"), max_length=200)
    receipt = models.CharField(_("receipt number"), max_length=80)
    seal = models.CharField(_("seal number"), max_length=60, blank=True)
    scan_name = models.CharField(_("scanned receipt"), max_length=200, blank=True)
    scan_sha256 = models.CharField(max_length=64, blank=True)


class Notice(Fact):
    """Tells a user that something they acted on no longer stands."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    identification = models.ForeignKey(Identification, models.PROTECT, related_name="notices")
    text = models.TextField()


class Acknowledgement(Fact):
    """The user has read a notice."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="acknowledgements")
