"""EXIF of a picture as plain text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, UnidentifiedImageError

MOST = 2000


def exif_of(path: Path) -> dict[str, str]:
    """Tag name → value; empty for what is no picture, or carries none."""
    try:
        with Image.open(path) as picture:
            exif = picture.getexif()
            tags = {ExifTags.TAGS.get(k, str(k)): v for k, v in exif.items()}
            for block in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo):
                names = ExifTags.GPSTAGS if block == ExifTags.IFD.GPSInfo else ExifTags.TAGS
                tags |= {names.get(k, str(k)): v for k, v in exif.get_ifd(block).items()}
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return {}
    return {
        name: _plain(value) for name, value in sorted(tags.items()) if name not in ("ExifOffset", "GPSInfo")
    }


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    if isinstance(value, tuple):
        value = " ".join(map(str, value))
    return "".join(c for c in str(value) if c.isprintable())[:MOST]
