"""One row of every table of the record, all with the same key: what any address with that key may name."""

import uuid
from datetime import date

from django.apps import apps
from django.db import models
from django.utils import timezone

from antigone.register.access.models import Investigation, ProtectedIdentity
from antigone.register.ledger.facts import Fact
from antigone.register.work.models import Job

KEY = uuid.UUID("11111111-1111-4111-8111-111111111111")
PLAIN = (
    (models.JSONField, {}),
    (models.BooleanField, True),
    (models.FloatField, 1.0),
    (models.IntegerField, 1),
    (models.DateTimeField, timezone.now()),
    (models.DateField, date(2026, 3, 1)),
    (models.BinaryField, b"x"),
    (models.UUIDField, KEY),
)


def enter_one_of_each(investigation, user, text="x"):
    """Enters the rows, all texts the same; foreign keys point to KEY, the user or the investigation."""
    kinds = [m for m in apps.get_models() if issubclass(m, Fact) or m in (ProtectedIdentity, Job)]
    for kind in kinds:
        values = {f.attname: _value(f, investigation, user, text) for f in kind._meta.concrete_fields}
        kind(**values).save(force_insert=True)
    return kinds


def _value(field, investigation, user, text):
    if field.primary_key:
        return KEY
    if field.name == "retracted":
        return False
    if field.null and str(field) != "laboratory.Sample.remains":
        return None  # a sample comes from one thing: here from remains
    if field.is_relation:
        to = field.related_model
        return investigation.pk if to is Investigation else user.pk if to is type(user) else KEY
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, (models.CharField, models.TextField)):
        return text[: field.max_length]
    return next(value for kinds, value in PLAIN if isinstance(field, kinds))
