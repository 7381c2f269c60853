"""Hazard areas from GeoJSON as mine-action centres export it (IMSMA and others): names of properties vary."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import shapely
from shapely.geometry import shape

from antigone.errors import InputError
from antigone.register.field.geodesy import GEOD, LARGEST_KM2, square_km, unrolled
from antigone.register.field.models import HazardStatus

LARGEST_BYTES = 25 * 1024 * 1024
DAY_KEYS = (
    "date", "statusdate", "statuschanged", "statuschangeddate", "dateofstatus", "reportdate", "surveydate",
    "clearancedate", "completiondate", "datadate", "lastupdated", "updated",
)  # fmt: skip
CODE_KEYS = ("id", "code", "hazardid", "hazid", "localid", "hazardlocalid", "imsmaid", "guid", "globalid",
             "name", "objectid", "fid")  # fmt: skip
STATUS_KEYS = ("status", "hazardstatus", "landstatus", "workstatus", "state")
TYPE_KEYS = ("type", "hazardtype", "hazardclass", "class", "category", "areatype", "hazardareatype")
RADIUS_KEYS = ("radiusm", "radius", "bufferm", "buffer")
KIND_KEYS = ("contamination", "contaminationtype", "devices", "ordnance", "hazardkind", "kind", "description")
Status = HazardStatus.Status
WORDS: dict[str, str] = {
    **dict.fromkeys(("suspected", "suspect", "sha", "suspectedhazardousarea"), Status.SUSPECTED),
    **dict.fromkeys(
        ("confirmed", "cha", "confirmedhazardousarea", "dha", "definedhazardousarea"), Status.CONFIRMED
    ),
    **dict.fromkeys(
        ("cleared", "clearedarea", "clearancecompleted", "closed", "released", "cancelled", "canceled",
         "reduced", "completed"),
        Status.CLEARED,
    ),
}  # fmt: skip
OPEN = {"open", "active", "workedon", "ongoing", "planned", "suspended", ""}
WGS84 = re.compile(r"(CRS:?84|EPSG:{0,2}(4326|4979))$", re.I)


@dataclass(frozen=True, slots=True)
class HazardRow:
    """An area as a file has it; `radius_m` widens its outline."""

    code: str
    status: str
    on: date | None
    geometry: dict[str, Any]
    radius_m: float
    kind: str


def read_hazards(name: str, text: str) -> list[HazardRow]:
    """The areas of a GeoJSON FeatureCollection; InputError naming the feature that cannot be used."""
    if len(text) > LARGEST_BYTES:
        raise InputError(
            f"{name}: {len(text) / 1024**2:.0f} MB, more than {LARGEST_BYTES // 1024**2}; "
            "simplify the outlines, or import it in parts"
        )
    try:
        content = json.loads(text)
        features = content["features"]
    except (ValueError, KeyError, TypeError, RecursionError):
        content = features = None
    if not isinstance(features, list):
        raise InputError(f"{name}: not a GeoJSON FeatureCollection; export the areas as GeoJSON")
    _check_crs(name, content.get("crs"))
    rows, seen = [], set()
    for number, feature in enumerate(features, start=1):
        row = _row(f"{name}, feature {number}", feature)
        if row.code in seen:
            raise InputError(f"{name}, feature {number}: the id '{row.code}' is on an earlier feature too")
        seen.add(row.code)
        rows.append(row)
    return rows


def _check_crs(name: str, crs: Any) -> None:
    if crs is None:
        return
    named = crs.get("properties") if isinstance(crs, dict) else None
    text = str(named.get("name", "")) if isinstance(named, dict) else str(crs)
    if not WGS84.search(text):
        raise InputError(
            f"{name}: its coordinates are in {text[:80] or 'an unnamed system'}; "
            "export it in longitude and latitude (WGS 84, EPSG:4326)"
        )


def _row(where: str, feature: Any) -> HazardRow:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise InputError(f"{where}: has no properties; each area needs an id and a status")
    said = {re.sub(r"[^a-z0-9]", "", str(k).lower()): v for k, v in reversed(properties.items())}
    code = _first(said, CODE_KEYS) or str(feature.get("id") or "").strip()
    if not code or len(code) > 60:
        raise InputError(f"{where}: needs an id of its own of at most 60 characters, not '{code[:80]}'")
    geometry = read_geometry(where, feature.get("geometry"))
    return HazardRow(
        code, _status(where, said), _day(where, _first(said, DAY_KEYS)), geometry, _radius(where, said),
        _first(said, KIND_KEYS)[:200],
    )  # fmt: skip


def _first(said: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    return next((str(said[k]).strip() for k in keys if said.get(k) not in (None, "")), "")


def _status(where: str, said: Mapping[str, Any]) -> str:
    """A status of IMSMA's three, or one that says open or closed beside a type SHA or CHA."""
    text, kind = (_first(said, keys) for keys in (STATUS_KEYS, TYPE_KEYS))
    plain, plain_kind = (re.sub(r"[^a-z]", "", t.lower()) for t in (text, kind))
    if plain in WORDS:
        return WORDS[plain]
    if plain in OPEN and plain_kind in WORDS:
        return WORDS[plain_kind]
    raise InputError(
        f"{where}: status '{text[:80]}' must be suspected (SHA), confirmed (CHA) or cleared (closed)"
    )


def _day(where: str, text: str) -> date | None:
    if not text:
        return None
    try:
        if re.fullmatch(r"-?\d{9,14}", text):  # milliseconds since 1970, as GIS servers write
            day = datetime.fromtimestamp(int(text) / 1000, UTC).date()
        elif match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
            day = date(int(match[3]), int(match[2]), int(match[1]))
        else:
            day = date.fromisoformat(text[:10])
    except (ValueError, OverflowError, OSError):
        raise InputError(f"{where}: date '{text[:40]}' must be like 2026-11-24") from None
    if day > datetime.now(UTC).date() or day.year < 1900:
        raise InputError(f"{where}: the date {day} cannot be; correct it")
    return day


def _radius(where: str, said: Mapping[str, Any]) -> float:
    text = _first(said, RADIUS_KEYS)
    try:
        radius = float(text or 0)
    except ValueError:
        radius = math.nan
    if not 0 <= radius <= 50_000:
        raise InputError(f"{where}: radius '{text[:40]}' must be metres, from 0 to 50000")
    return radius


def read_geometry(where: str, geometry: Any) -> dict[str, Any]:
    """The geometry, if it is one on the Earth that holds together; else InputError."""
    try:
        figure = shape(geometry)
        points = shapely.get_coordinates(figure)
        west, south = points.min(axis=0)
        east, north = points.max(axis=0)
    except Exception:  # shapely raises many kinds
        raise InputError(f"{where}: its geometry is missing or cannot be read") from None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise InputError(
            f"{where}: lies outside the Earth; write longitude, latitude in degrees (WGS 84, EPSG:4326)"
        )
    run_on = unrolled(figure)
    if not run_on.is_valid:
        reason = shapely.is_valid_reason(run_on)
        raise InputError(f"{where}: its outline does not hold together ({reason}); draw it anew")
    if square_km(figure) > LARGEST_KM2 or _width_m(points) > 900_000:
        raise InputError(f"{where}: is wider than a hazard area can be; check its coordinates")
    return dict(geometry)


def _width_m(points: Any) -> float:
    n = len(points)
    first = points[0]
    away = GEOD.inv([first[0]] * n, [first[1]] * n, points[:, 0], points[:, 1])[2]
    return float(max(away))
