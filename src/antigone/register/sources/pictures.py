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
    """The picture of a page (from 1) and its media type, made anew: nothing of a PDF is run, and a
    photograph is shown without its metadata, turned as its camera says.

    Raises InputError for a page that is not there, and where no picture can be made.
    """
    path = store.path_of(source.sha256)
    if source.media_type == "application/pdf":
        return _page(path, page), "image/png"
    if page != 1:
        raise InputError(f"{source.code} is one picture; there is no page {page}")
    return remade(path, "JPEG" if source.media_type == "image/jpeg" else "PNG")


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


def remade(path: Path, form: str, quality: int = 90) -> tuple[bytes, str]:
    """A picture made anew of a photograph, and its media type; InputError where none can be made."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(path) as picture:
            small = ImageOps.exif_transpose(picture).convert("RGB")
            small.thumbnail((WIDEST, WIDEST))
            out = io.BytesIO()
            small.save(out, form, quality=quality)
            return out.getvalue(), f"image/{form.lower()}"
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InputError(f"no picture can be shown of this file ({error})") from None
