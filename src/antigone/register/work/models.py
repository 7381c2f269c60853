"""What somebody asked to be done while they go on with other things."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from antigone.register.access.models import Investigation


class Outcome(models.TextChoices):
    """How a job ended."""

    DONE = "done", _("done")
    FAILED = "failed", _("not done")
    CANCELLED = "cancelled", _("cancelled")


class Job(models.Model):
    """One piece of long work. No fact of the record: what it enters is, under the user who asked.

    `queued` is its place in the queue, which knows whether it waits or runs; `outcome` is empty until it
    ended.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    title = models.CharField(max_length=300)
    reason = models.TextField(blank=True)
    task = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    queued = models.OneToOneField(
        "django_tasks_database.DBTaskResult", models.SET_NULL, null=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    ended_at = models.DateTimeField(null=True)
    message = models.TextField(blank=True)
    result_url = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=("investigation", "-asked_at"), name="job_of_investigation")]

    def __str__(self) -> str:
        return self.title

    @property
    def runs(self) -> bool:
        """Whether the queue has begun it and it has not ended."""
        return not self.outcome and self.queued is not None and self.queued.status == "RUNNING"
