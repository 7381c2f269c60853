"""The bones of a human body: their groups, whether they have sides, and how many of each a body has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Element:
    """A bone or row of like bones; `in_body` of them on each side (or in the middle)."""

    name: str
    title: Any
    sided: bool
    in_body: int = 1


@dataclass(frozen=True, slots=True)
class Region:
    """Bones that lie together."""

    title: Any
    elements: tuple[Element, ...]


REGIONS = (
    Region(
        _("Head"),
        (
            Element("skull", _("skull"), False),
            Element("mandible", _("lower jaw"), False),
            Element("hyoid", _("hyoid"), False),
        ),
    ),
    Region(
        _("Trunk"),
        (
            Element("cervical vertebra", _("neck vertebrae"), False, 7),
            Element("thoracic vertebra", _("chest vertebrae"), False, 12),
            Element("lumbar vertebra", _("lumbar vertebrae"), False, 5),
            Element("sacrum", _("sacrum"), False),
            Element("sternum", _("breastbone"), False),
            Element("rib", _("ribs"), True, 12),
        ),
    ),
    Region(
        _("Shoulders and arms"),
        (
            Element("clavicle", _("collarbone"), True),
            Element("scapula", _("shoulder blade"), True),
            Element("humerus", _("upper arm (humerus)"), True),
            Element("radius", _("forearm (radius)"), True),
            Element("ulna", _("forearm (ulna)"), True),
            Element("carpal", _("wrist bones"), True, 8),
            Element("metacarpal", _("hand bones"), True, 5),
            Element("hand phalanx", _("finger bones"), True, 14),
        ),
    ),
    Region(
        _("Hips and legs"),
        (
            Element("hip bone", _("hip bone"), True),
            Element("femur", _("thigh (femur)"), True),
            Element("patella", _("kneecap"), True),
            Element("tibia", _("shin (tibia)"), True),
            Element("fibula", _("calf (fibula)"), True),
            Element("talus", _("ankle (talus)"), True),
            Element("calcaneus", _("heel (calcaneus)"), True),
            Element("tarsal", _("other foot-root bones"), True, 5),
            Element("metatarsal", _("foot bones"), True, 5),
            Element("foot phalanx", _("toe bones"), True, 14),
        ),
    ),
)
ELEMENTS = {e.name: e for region in REGIONS for e in region.elements}
