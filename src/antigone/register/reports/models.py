"""Tables of the reports: what was made, when, for whom, under which hash."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from antigone.register.ledger.facts import Fact, unique_code


class Document(Fact):
    """A report as it was made; its bytes lie with the sources' objects. `about`: the rows it rests on."""

    class Kind(models.TextChoices):
        """Which report."""

        CASE_FILE = "case-file", _("case file")
        CERTIFICATE = "certificate", _("identification certificate")
        FAMILY_LETTER = "family-letter", _("letter to the family")
        PROTOCOL = "protocol", _("hand-over protocol")
        CIRCULATION = "circulation", _("letter with annex for circulation")
        ACCOUNTING = "accounting", _("public accounting")

    code = models.CharField(_("number"), max_length=30)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=500)
    form = models.CharField(_("form"), max_length=10)
    sha256 = models.CharField(max_length=64)
    about = models.JSONField(default=list)

    class Meta:
        constraints = [unique_code("document")]

    def __str__(self) -> str:
        return self.code


class Disclosure(Fact):
    """A set of sources given to another body; `salts` opens its commitments to redacted originals."""

    code = models.CharField(_("number"), max_length=30)
    recipient = models.CharField(_("for whom"), max_length=300)
    purpose = models.CharField(_("what for"), max_length=500)
    files = models.JSONField()
    salts = models.JSONField(default=dict)
    manifest_sha256 = models.CharField(max_length=64)
    archive_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [unique_code("disclosure")]

    def __str__(self) -> str:
        return self.code
