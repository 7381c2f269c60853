"""Passages: the part of a source that a claim rests on, by W3C Web Annotation selectors."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from antigone.register.ledger.facts import Fact
from antigone.register.sources.models.source import Extraction, Source


class Passage(Fact):
    """A stretch of text (position, quote, context), a region of a page or picture, or a stretch of time.

    `fragment` is a Media Fragments selector ("page=2&xywh=percent:10,20,30,5", "t=12.5,20") where the
    passage is no text.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="passages")
    extraction = models.ForeignKey(Extraction, models.PROTECT, null=True, related_name="passages")
    start = models.PositiveBigIntegerField(null=True)
    end = models.PositiveBigIntegerField(null=True)
    exact = models.TextField(_("words"), blank=True)
    prefix = models.CharField(max_length=80, blank=True)
    suffix = models.CharField(max_length=80, blank=True)
    page = models.PositiveIntegerField(_("page"), null=True, blank=True)
    fragment = models.CharField(_("region or time"), max_length=120, blank=True)

    def __str__(self) -> str:
        return f"“{' '.join(self.exact.split())}”" if self.exact else self.fragment


class Anchor(Fact):
    """Where a passage was found in a later extraction; without a start it no longer matches."""

    passage = models.ForeignKey(Passage, models.PROTECT, related_name="anchors")
    extraction = models.ForeignKey(Extraction, models.PROTECT, related_name="anchors")
    start = models.PositiveBigIntegerField(null=True)
    end = models.PositiveBigIntegerField(null=True)
    how = models.CharField(max_length=200)


class SetAside(Fact):
    """A proposal that a person declined."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="set_aside")
    kind = models.CharField(max_length=40)
    start = models.PositiveBigIntegerField(default=0)
    quote = models.TextField(blank=True)
