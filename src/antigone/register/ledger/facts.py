"""The base of all rows of the record: a fact, which says who stated it, when and why."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _


class Immutable(TypeError):
    """An attempt to overwrite or delete a fact; supersede or retract it instead."""


class FactQuery(models.QuerySet):
    """Facts; they can be added and read only."""

    def standing(self, at: datetime | None = None) -> FactQuery:
        """Those neither superseded nor retracted, now or as the record stood at a moment."""
        if at is None:
            return self.filter(retracted=False, superseded_by__isnull=True)
        successor = self.model.objects.filter(supersedes=OuterRef("pk"), made_at__lte=at)
        return self.filter(~Exists(successor), retracted=False, made_at__lte=at)

    def of(self, investigation: models.Model) -> FactQuery:
        """Those of one investigation."""
        return self.filter(investigation=investigation)

    def update(self, **values: Any) -> NoReturn:
        """Refused."""
        raise Immutable("facts are never overwritten; use ledger.record.supersede")

    def delete(self) -> NoReturn:
        """Refused."""
        raise Immutable("facts are never deleted; use ledger.record.retract")


class Fact(models.Model):
    """One statement, never overwritten.

    A correction is a new row that `supersedes` the old; a row with `retracted` says that what it
    supersedes no longer stands. `made_at` is when the record learnt of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    investigation = models.ForeignKey("access.Investigation", models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_index=True)
    reason = models.TextField(_("reason"), blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    retracted = models.BooleanField(default=False)

    objects = FactQuery.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Inserts the row; a second save is refused."""
        if not self._state.adding:
            raise Immutable(f"{self._meta.label} {self.pk} stands in the ledger; supersede it instead")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise Immutable(f"{self._meta.label} {self.pk} stands in the ledger; retract it instead")


def unique_code(name: str) -> models.UniqueConstraint:
    """One code an investigation; a retraction repeats its row's code."""
    return models.UniqueConstraint(
        fields=("investigation", "code"), condition=models.Q(supersedes__isnull=True), name=f"{name}_code"
    )
