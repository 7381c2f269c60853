"""Lines and areas that an investigation adds to its map."""

from __future__ import annotations

import json

from shapely.geometry import shape

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.field.models import Overlay
from antigone.register.ledger.record import state

LARGEST_BYTES = 2 * 1024 * 1024


def add_overlay(author: Author, title: str, name: str, text: str) -> Overlay:
    """Adds a GeoJSON FeatureCollection; InputError for one that no map can draw."""
    author.require(Right.FIELD)
    if len(text) > LARGEST_BYTES:
        raise InputError(f"{name}: more than {LARGEST_BYTES // 1024**2} MB; simplify the lines first")
    try:
        features = json.loads(text)["features"]
        drawn = [
            {"type": "Feature", "geometry": f["geometry"],
             "properties": {"name": str((f.get("properties") or {}).get("name", ""))[:200]}}
            for f in features
        ]  # fmt: skip
        for feature in drawn:
            west, south, east, north = shape(feature["geometry"]).bounds
            if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
                raise ValueError("outside the Earth")
    except Exception:  # shapely raises many kinds
        raise InputError(
            f"{name}: not a GeoJSON FeatureCollection of places in longitude and latitude (WGS 84)"
        ) from None
    if not drawn:
        raise InputError(f"{name}: holds no features")
    return state(
        author, Overlay(title=title.strip(), geojson={"type": "FeatureCollection", "features": drawn})
    )
