"""The map that all stages share: layers of things in places, as GeoJSON and as a list of the same.

A stage shows a map with a section of a sheet and answers the address that the section names:

    def layers(visit):
        return [Layer("event", _("Events"), [Placed(e.title, point(e.latitude, e.longitude),
                                                    radius_m=e.radius_m, url=visit.url("event", e.pk))])]

    visit.sheet(_("Map"), [map_section(visit.url("events_map_data"), layers(visit), tiles_url(visit)),
                           Section(_("The same as a list"), header, listed(layers(visit)))])   # the page
    features_response(layers(visit))                                                    # its data

The first argument of Layer is its style; register/map/map.js knows those of STYLES. Below the map are
coastlines, lakes and rivers (Natural Earth, packaged) and a grid, and the tiles of ANTIGONE_TILES where set;
nothing is fetched from outside. There are no borders unless an investigation adds its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import JsonResponse

from antigone.register.access.pages import Link, Section

STYLES = (
    "site", "planned", "find", "seen", "suspected", "confirmed", "cleared", "own", "event", "claim",
)  # fmt: skip
"""Styles of layers: how map.js and record.css draw them."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A thing in a place: a GeoJSON geometry (WGS 84), to within how many metres, and what a click tells."""

    title: Any
    geometry: dict[str, Any]
    radius_m: float = 0
    url: str = ""
    lines: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """Things of one kind, drawn in one style."""

    style: str
    title: Any
    things: Sequence[Placed]
    shown: bool = True


def point(latitude: float, longitude: float) -> dict[str, Any]:
    """A GeoJSON point; note the order of the arguments."""
    return {"type": "Point", "coordinates": [longitude, latitude]}


def map_section(data_url: str, layers: Iterable[Layer], tiles_url: str = "", title: Any = "") -> Section:
    """The section of a sheet that shows a map; `data_url` answers with features_response of the layers.

    The first layer is drawn on top. `tiles_url` is access.tiles.tiles_url(visit).
    """
    legend = [(layer.style, layer.title, len(layer.things), layer.shown) for layer in layers if layer.things]
    return Section(title, template="map.html", data={"url": data_url, "legend": legend, "tiles": tiles_url})


def features_response(layers: Iterable[Layer]) -> JsonResponse:
    """The layers as a GeoJSON FeatureCollection."""
    return JsonResponse(feature_collection(layers))


def feature_collection(layers: Iterable[Layer]) -> dict[str, Any]:
    """The same as a dictionary; properties: layer, title, url, radius_m, lines."""
    features = [
        {
            "type": "Feature",
            "geometry": thing.geometry,
            "properties": {
                "layer": layer.style, "title": str(thing.title), "url": thing.url,
                "radius_m": thing.radius_m, "lines": [str(line) for line in thing.lines],
            },
        }
        for layer in layers
        for thing in layer.things
    ]  # fmt: skip
    return {"type": "FeatureCollection", "features": features}


def listed(layers: Iterable[Layer]) -> list[tuple[Any, ...]]:
    """The same as rows of a table: kind, what, where, more."""
    return [
        (layer.title, Link(thing.title, thing.url) if thing.url else thing.title, where(thing),
         "; ".join(str(line) for line in thing.lines))
        for layer in layers
        for thing in layer.things
    ]  # fmt: skip


def where(thing: Placed) -> str:
    """The position of a point; for an area the middle of its bounds."""
    positions = list(_positions(thing.geometry.get("coordinates", [])))
    if not positions:
        return ""
    east = [p[0] for p in positions]
    north = [p[1] for p in positions]
    text = f"{(min(north) + max(north)) / 2:.5f}, {(min(east) + max(east)) / 2:.5f}"
    return f"{text} ±\u00a0{thing.radius_m:.0f}\u00a0m" if thing.radius_m else text


def _positions(coordinates: Sequence[Any]) -> Iterable[Sequence[float]]:
    if coordinates and not isinstance(coordinates[0], (list, tuple)):
        yield coordinates
        return
    for part in coordinates:
        yield from _positions(part)
