"""Distances on the Earth between a place and an area, at any latitude and over the antimeridian."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import shapely
from pyproj import Geod, Transformer
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

GEOD = Geod(ellps="WGS84")
STEP_DEGREES = 0.02
"""Sides of areas are straight in longitude and latitude; between points this near the plane bends nothing."""
LARGEST_KM2 = 20_000.0
Plane = Callable[[Any], Any]


def plane_at(latitude: float, longitude: float) -> Plane:
    """A function from rings of (longitude, latitude) to metres in a plane whose origin is the place.

    Azimuthal equidistant on WGS 84: distances from the origin are those of the ellipsoid. (Snyder 1987,
    Map projections: a working manual, 191-202.)
    """
    projected = f"+proj=aeqd +lat_0={latitude} +lon_0={longitude} +datum=WGS84 +units=m"
    transformer = Transformer.from_crs("EPSG:4326", projected, always_xy=True)

    def transform(points: Any) -> Any:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return transform


def metres_to(plane: Plane, geometry: dict[str, Any], radius_m: float = 0.0) -> float:
    """Metres from the plane's origin to the nearest edge of a GeoJSON geometry; 0 inside.

    Right for areas on the same side of the Earth; see `may_be_within` for those that are not.
    """
    flat = shapely.transform(shapely.segmentize(unrolled(shape(geometry)), STEP_DEGREES), plane)
    return max(0.0, float(flat.distance(Point(0, 0))) - radius_m)


def may_be_within(latitude: float, longitude: float, geometry: dict[str, Any], metres: float) -> bool:
    """Whether a geometry can lie within a distance at all: cheap, and never wrongly False."""
    points = shapely.get_coordinates(shape(geometry))
    degrees = metres / 110_000
    if points[:, 1].min() > latitude + degrees or points[:, 1].max() < latitude - degrees:
        return False
    n = len(points)
    away = GEOD.inv([longitude] * n, [latitude] * n, points[:, 0], points[:, 1])[2]
    return bool(np.min(away) < metres + 1_000_000)  # areas are less than 1000 km wide


def unrolled(figure: BaseGeometry) -> BaseGeometry:
    """The same with no jump from 180 to -180 within a line: longitudes run on over 180."""

    def run_on(points: Any) -> Any:
        return np.column_stack([np.unwrap(points[:, 0], period=360), points[:, 1]])

    return _each_line(figure, run_on)


def _each_line(figure: BaseGeometry, change: Callable[[Any], Any]) -> BaseGeometry:
    if figure.geom_type == "Polygon":
        shell, *holes = (change(shapely.get_coordinates(r)) for r in (figure.exterior, *figure.interiors))
        middle = shell[:, 0].mean() if len(shell) else 0.0
        aligned = [h + [360 * round((middle - h[:, 0].mean()) / 360), 0] for h in holes]
        return shapely.Polygon(shell, aligned)
    if figure.geom_type in ("LineString", "LinearRing"):
        return shapely.LineString(change(shapely.get_coordinates(figure)))
    if hasattr(figure, "geoms"):
        return type(figure)([_each_line(part, change) for part in figure.geoms])
    return figure


def square_km(figure: BaseGeometry) -> float:
    """The area on the ellipsoid."""
    return sum(abs(GEOD.geometry_area_perimeter(p)[0]) for p in _polygons(unrolled(figure))) / 1e6


def _polygons(figure: BaseGeometry) -> Iterator[BaseGeometry]:
    if figure.geom_type == "Polygon":
        yield figure
    for part in getattr(figure, "geoms", ()):
        yield from _polygons(part)
