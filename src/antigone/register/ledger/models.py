"""The log's tables."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One change: canonical JSON of who, when, what, old, new and why, and the tree's root after it."""

    sequence = models.BigIntegerField(primary_key=True)
    investigation = models.ForeignKey("access.Investigation", models.PROTECT, null=True, related_name="+")
    table = models.CharField(max_length=60)
    row = models.CharField(max_length=40)
    content = models.TextField()
    leaf = models.CharField(max_length=64)
    root = models.CharField(max_length=64)

    class Meta:
        ordering = ("sequence",)
        indexes = [
            models.Index(fields=("table", "row")),
            models.Index(fields=("investigation", "-sequence"), name="entry_of_investigation"),
        ]


class Head(models.Model):
    """The one row that appending locks: size and frontier of the tree."""

    size = models.BigIntegerField(default=0)
    peaks = models.JSONField(default=list)
