"""Tables of the decisions stage."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from antigone.register.field.models import Remains
from antigone.register.identification.models import Candidate, SamePerson
from antigone.register.ledger.facts import Fact, unique_code
from antigone.register.people.models import Person


class Proposal(Fact):
    """These remains are this person: put before the board, with grounds."""

    code = models.CharField(_("number"), max_length=30)
    remains = models.ForeignKey(Remains, models.PROTECT, related_name="proposals")
    person = models.ForeignKey(Person, models.PROTECT, related_name="proposals")
    candidate = models.ForeignKey(Candidate, models.PROTECT, null=True, blank=True, related_name="proposals")
    grounds = models.TextField(_("grounds"))

    class Meta:
        constraints = [unique_code("proposal")]
        indexes = [models.Index(fields=("investigation", "code"), name="proposal_in_order")]

    def __str__(self) -> str:
        return self.code


class Verdict(models.TextChoices):
    """For or against."""

    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")


class Signature(Fact):
    """A reviewer's verdict; the reviewer is who made the fact, the reason is the fact's."""

    Verdict = Verdict

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="signatures")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)


class Identification(Fact):
    """Stands once two reviewers have signed; a withdrawal retracts it."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="identifications")
    remains = models.ForeignKey(Remains, models.PROTECT, related_name="identifications")
    person = models.ForeignKey(Person, models.PROTECT, related_name="identifications")


class Joining(Fact):
    """Two remains are of one person: put before the board, with grounds."""

    code = models.CharField(_("number"), max_length=30)
    first = models.ForeignKey(Remains, models.PROTECT, related_name="joinings_first")
    second = models.ForeignKey(Remains, models.PROTECT, related_name="joinings_second")
    match = models.ForeignKey(SamePerson, models.PROTECT, null=True, blank=True, related_name="joinings")
    grounds = models.TextField(_("grounds"))

    class Meta:
        constraints = [unique_code("joining")]

    def __str__(self) -> str:
        return self.code


class JoiningSignature(Fact):
    """A reviewer's verdict on a joining."""

    joining = models.ForeignKey(Joining, models.PROTECT, related_name="signatures")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)


class Reassociation(Fact):
    """Two remains are one person's, once two reviewers have signed; a withdrawal retracts it."""

    joining = models.ForeignKey(Joining, models.PROTECT, related_name="reassociations")
    first = models.ForeignKey(Remains, models.PROTECT, related_name="reassociated_first")
    second = models.ForeignKey(Remains, models.PROTECT, related_name="reassociated_second")
