"""Pictures of a source to look at: pages of a PDF, and photographs as a browser can show them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from antigone.errors import InputError
from antigone.register.sources import store
from antigone.register.sources.models import Source

WIDEST = 1400
"""Pixels of the longer side of a picture made."""
_SHOWN_AS_THEY_ARE = ("image/jpeg", "image/png", "image/webp", "image/gif")


def has_pictures(source: Source) -> bool:
    """Whether `picture_of` can make one."""
    return source.media_type == "application/pdf" or source.media_type.startswith("image/")


def pages_of(source: Source) -> int:
    """The pages there are pictures of; InputError for a damaged or locked PDF."""
    if source.media_type != "application/pdf":
        return 1
    document = _opened(store.path_of(source.sha256))
    try:
        return len(document)
    finally:
        document.close()


def picture_of(source: Source, page: int) -> tuple[bytes, str]:
    """The picture of a page (from 1) and its media type; scripts of a PDF are never run.

    Raises InputError for a page that is not there, and where no picture can be made.
    """
    path = store.path_of(source.sha256)
    if source.media_type == "application/pdf":
        return _page(path, page), "image/png"
    if page != 1:
        raise InputError(f"{source.code} is one picture; there is no page {page}")
    if source.media_type in _SHOWN_AS_THEY_ARE:
        return path.read_bytes(), source.media_type
    return _converted(path), "image/png"


def count_pages(path: Path) -> int:
    """The pages of a PDF; 0 for one that cannot be opened."""
    try:
        document = _opened(path)
    except InputError:
        return 0
    try:
        return len(document)
    finally:
        document.close()


def _opened(path: Path) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise InputError(f"no page of this PDF can be shown ({error})") from None


def _page(path: Path, number: int) -> bytes:
    document = _opened(path)
    try:
        if not 1 <= number <= len(document):
            raise InputError(f"there is no page {number}; the paper has {len(document)}")
        page = document[number - 1]
        scale = WIDEST / max(*page.get_size(), 1)
        out = io.BytesIO()
        page.render(scale=min(scale, 4)).to_pil().save(out, "PNG")
        return out.getvalue()
    finally:
        document.close()


def _converted(path: Path) -> bytes:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as picture:
            small = picture.convert("RGB")
            small.thumbnail((WIDEST, WIDEST))
            out = io.BytesIO()
            small.save(out, "PNG")
            return out.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise InputError(f"no picture can be shown of this file ({error})") from None
