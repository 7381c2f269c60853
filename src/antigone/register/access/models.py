"""Investigations, their members, and identities that must stay unknown."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from antigone.register.access.roles import Role
from antigone.register.ledger.facts import Fact


class Investigation(models.Model):
    """One list of the missing, with its own members; nothing of it is seen from another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("short name"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    hazard_distance_m = models.PositiveIntegerField(_("distance kept from hazards, in metres"), default=100)
    invented = models.BooleanField(_("an invented case, to try things out"), default=False)

    def __str__(self) -> str:
        return self.title


class Membership(Fact):
    """A user's role in the investigation; retracted when it ends."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)


class ProtectedIdentity(models.Model):
    """Somebody shown by pseudonym only; `sealed` is encrypted with keys kept outside the database."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="+")
    pseudonym = models.CharField(_("pseudonym"), max_length=80)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("investigation", "pseudonym"), name="pseudonym")]

    def __str__(self) -> str:
        return self.pseudonym


class Opening(Fact):
    """An identity was opened: by whom, when and why are the fact's own."""

    identity = models.ForeignKey(ProtectedIdentity, models.PROTECT, related_name="openings")


class Token(Fact):
    """Lets a program act as `made_by` in this investigation; retracted when revoked.

    Only the SHA-256 of the secret is kept: who reads the database cannot use it.
    """

    title = models.CharField(_("what it is for"), max_length=200)
    enters = models.BooleanField(_("may enter facts, not only read"), default=False)
    expires_on = models.DateField(_("valid until the end of"))
    sha256 = models.CharField(max_length=64, db_index=True)

    def __str__(self) -> str:
        return self.title


class CorrectionNotice(Fact):
    """Tells a member that a row on whose strength they acted was corrected or taken back."""

    class Page(models.TextChoices):
        """The page on which it is seen, by its name among the addresses."""

        SAMPLE = "sample", _("sample")
        REMAINS = "remains", _("remains")
        IDENTIFICATION = "identification", _("identification")
        SITE = "site", _("site")

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="correction_notices")
    page = models.CharField(_("page"), max_length=20, choices=Page)
    key = models.UUIDField(_("key of the row that the page shows"))
    text = models.TextField(_("text"))


class CorrectionRead(Fact):
    """The member has read a notice of a correction."""

    notice = models.ForeignKey(CorrectionNotice, models.PROTECT, related_name="reads")
