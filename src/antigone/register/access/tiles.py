"""Own map tiles: a raster PMTiles archive that the setting ANTIGONE_TILES names."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import TileType

from antigone.errors import InputError
from antigone.register.access.pages import Visit, page

TYPES = {
    TileType.PNG: "image/png", TileType.JPEG: "image/jpeg", TileType.WEBP: "image/webp",
}  # fmt: skip


def tiles_url(visit: Visit) -> str:
    """The address of the tiles as Leaflet writes it; empty where no archive is set."""
    if not settings.TILES:
        return ""
    return visit.url("map_tile", 0, 0, 0).removesuffix("0/0/0/") + "{z}/{x}/{y}/"


@page()
def map_tile(visit: Visit, z: int, x: int, y: int) -> HttpResponse:
    """One picture of the archive; 404 where it has none."""
    if not settings.TILES or z > 26 or max(x, y) >= 2**z:
        raise Http404
    reader, media_type = opened(str(settings.TILES))
    data = reader.get(z, x, y)
    if data is None:
        raise Http404
    return HttpResponse(data, content_type=media_type, headers={"Cache-Control": "private, max-age=86400"})


@lru_cache(maxsize=1)
def opened(path: str) -> tuple[Reader, str]:
    """The archive and the media type of its pictures; InputError for a file that is none."""
    try:
        with Path(path).open("rb") as file:
            reader = Reader(MmapSource(file))
            kind = reader.header()["tile_type"]
    except Exception as error:  # pmtiles raises kinds of its own, struct and the system others
        raise InputError(f"ANTIGONE_TILES: {path} is no PMTiles archive ({error})") from None
    if kind not in TYPES:
        raise InputError(
            f"ANTIGONE_TILES: {path} holds {kind.name} tiles; make one of pictures (PNG, JPEG or WebP)"
        )
    return reader, TYPES[kind]
