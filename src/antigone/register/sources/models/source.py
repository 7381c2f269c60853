"""Sources: the original bytes under their SHA-256, how they came, and what they say of themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from antigone.register.access.models import ProtectedIdentity
from antigone.register.ledger.facts import Fact, unique_code


class Source(Fact):
    """A paper, testimony, picture, film, thing or web page. `sha256` is empty for things without bytes."""

    class Kind(models.TextChoices):
        """What it is."""

        DOCUMENT = "document", _("document")
        TESTIMONY = "testimony", _("testimony")
        PHOTO = "photo", _("photograph")
        VIDEO = "video", _("video")
        ITEM = "item", _("item")
        WEB = "web", _("web page")

    code = models.CharField(_("number"), max_length=30)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=500)
    origin = models.CharField(_("where it comes from"), max_length=500, blank=True)
    author_name = models.CharField(_("author"), max_length=300, blank=True)
    addressee = models.CharField(_("addressee"), max_length=300, blank=True)
    date = models.CharField(_("date"), max_length=60, blank=True, help_text=_("1993, spring 1993 …"))
    language = models.CharField(_("language"), max_length=60, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    size = models.PositiveBigIntegerField(default=0)
    media_type = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            unique_code("source"),
            models.UniqueConstraint(
                fields=("investigation", "sha256"),
                condition=models.Q(supersedes__isnull=True) & ~models.Q(sha256=""),
                name="one_object",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Visibility(Fact):
    """Who may see a source; the standing row counts."""

    class Who(models.TextChoices):
        """How far it is seen."""

        MEMBERS = "members", _("all members of the investigation")
        NAMED = "named", _("only those named as its readers")

    source = models.ForeignKey(Source, models.PROTECT, related_name="visibility")
    who = models.CharField(_("who may see it"), max_length=10, choices=Who, default=Who.MEMBERS)


class Reader(Fact):
    """A member who may see a source that only named readers may."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")


class Receipt(Fact):
    """The same bytes came in: from whom, when, under what name. Custody begins here."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="receipts")
    received_from = models.CharField(_("received from"), max_length=300)
    received_at = models.DateTimeField(_("received at"))
    way = models.CharField(_("in what way"), max_length=200, blank=True)
    file_name = models.CharField(_("file name"), max_length=300, blank=True)


class Custody(Fact):
    """An item or original carrier passed from one holder to the next."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="custody")
    giver = models.CharField(_("handed over by"), max_length=300)
    receiver = models.CharField(_("received by"), max_length=300)
    when = models.DateTimeField(_("when"))
    place = models.CharField(_("where"), max_length=300)


class Testimony(Fact):
    """Who testified, to whom, and what they agreed to; the witness may be a protected identity."""

    class Consent(models.TextChoices):
        """How far the words may go, from the narrowest."""

        INTERVIEWER = "interviewer", _("the interviewer only")
        INVESTIGATION = "investigation", _("this investigation")
        BODIES = "bodies", _("courts and other bodies")
        PUBLIC = "public", _("everybody")

    source = models.ForeignKey(Source, models.PROTECT, related_name="testimonies")
    witness = models.ForeignKey(ProtectedIdentity, models.PROTECT, null=True, blank=True, related_name="+")
    witness_name = models.CharField(_("witness, if not protected"), max_length=300, blank=True)
    interviewer = models.CharField(_("interviewer"), max_length=300)
    held_on = models.DateField(_("held on"))
    consent = models.CharField(_("may be used by"), max_length=20, choices=Consent)

    @property
    def speaker(self) -> str:
        """The witness as pages name them."""
        return str(self.witness) if self.witness else self.witness_name


class Metadata(Fact):
    """What the bytes carry: EXIF, and Content Credentials (C2PA)."""

    class Credentials(models.TextChoices):
        """What checking the Content Credentials gave."""

        VERIFIED = "verified", _("verified")
        INVALID = "invalid", _("invalid: altered or forged")
        NONE = "none", _("none")
        UNCHECKED = "unchecked", _("not checked")

    source = models.ForeignKey(Source, models.PROTECT, related_name="metadata")
    exif = models.JSONField(default=dict)
    credentials = models.CharField(max_length=20, choices=Credentials)
    credentials_note = models.TextField(blank=True)


class Extraction(Fact):
    """The text of a source at one time, kept like the original under its SHA-256; or why there is none."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="extractions")
    text_sha256 = models.CharField(max_length=64, blank=True)
    characters = models.PositiveBigIntegerField(default=0)
    page_starts = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    refusal = models.TextField(blank=True)
    program = models.CharField(max_length=60)


class Particular(Fact):
    """Something a paper says of itself (symbol, date, a letter in it), accepted or entered by a person."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="particulars")
    name = models.CharField(_("particular"), max_length=40)
    value = models.JSONField(_("value"))
    proposed = models.BooleanField(_("as the program proposed"), default=True)
