"""Taking words out of a text and regions out of pictures: what is removed is not there any more."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from antigone.errors import InputError
from antigone.register.reports.folding import Sought

MARK = "[redacted]"
PER_INCH, MOST_PAGES = 150, 500
_REGION = re.compile(r"(?:page=([1-9][0-9]*)&)?xywh=percent:([0-9.]+),([0-9.]+),([0-9.]+),([0-9.]+)")


def without(text: str, words: Sequence[str]) -> str:
    """The text with a mark of one length for all in place of the words."""
    for w in sorted(words, key=len, reverse=True):
        for start, end in reversed(Sought(w).spans(text)):
            text = text[:start] + MARK + text[end:]
    return text


def remains_of(text: str, words: Sequence[str]) -> list[str]:
    """Single words of what was taken out that still stand in the text, for a person to look at."""
    single = {w for phrase in words for w in re.findall(r"\w{4,}", phrase)}
    return sorted(w for w in single if Sought(w).is_in(text))


def is_region(text: str) -> bool:
    """Whether it is a region and no words: "xywh=percent:10,20,30,5", or "page=2&xywh=percent:…"."""
    return text.startswith(("xywh=", "page="))


def picture_without(data: bytes, regions: Sequence[str]) -> bytes:
    """PNG with black regions and without metadata; InputError if it is no picture."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            # Regions are drawn on the picture as it is shown: turned as the camera says.
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InputError(f"the picture cannot be redacted ({error})") from None
    painted = _painted(picture, _by_page(regions, 1).get(1, ()))
    out = io.BytesIO()
    painted.save(out, "PNG")
    return out.getvalue()


def pages_without(path: Path, regions: Sequence[str]) -> bytes:
    """A PDF of pictures of a PDF's pages with black regions: no text, no layers, no metadata of the original.

    Raises InputError for a PDF that cannot be shown, or of more than 500 pages.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise InputError(f"no page of this PDF can be shown ({error})") from None
    try:
        if len(document) > MOST_PAGES:
            raise InputError(
                f"the PDF has {len(document)} pages; regions are taken out of {MOST_PAGES} at most"
            )
        pages = _pages(document, _by_page(regions, len(document)))
        out = io.BytesIO()
        next(pages).save(out, "PDF", save_all=True, append_images=pages, resolution=PER_INCH, quality=90)
    finally:
        document.close()
    return out.getvalue()


def _pages(document: Any, regions: dict[int, list[tuple[float, ...]]]) -> Iterator[Image.Image]:
    for number, page in enumerate(document, start=1):
        picture = page.render(scale=PER_INCH / 72).to_pil().convert("RGB")
        yield _painted(picture, regions.get(number, ()))


def _painted(picture: Image.Image, regions: Sequence[tuple[float, ...]]) -> Image.Image:
    # A new picture takes over the pixels only: no EXIF, no thumbnail, no manifest.
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    draw = ImageDraw.Draw(bare)
    for x, y, w, h in regions:
        box = (x * bare.width, y * bare.height, (x + w) * bare.width, (y + h) * bare.height)
        draw.rectangle([int(box[0]), int(box[1]), int(box[2] + 1), int(box[3] + 1)], fill="black")
    return bare


def _by_page(regions: Sequence[str], pages: int) -> dict[int, list[tuple[float, ...]]]:
    """Page → its regions as parts of 1; InputError for what is no region of one of the pages."""
    found: dict[int, list[tuple[float, ...]]] = defaultdict(list)
    for region in regions:
        match = _REGION.fullmatch(region)
        try:
            x, y, w, h = (float(n) / 100 for n in match.groups()[1:]) if match else (2.0,) * 4
        except ValueError:
            x = y = w = h = 2.0
        if match is None or w <= 0 or h <= 0 or x + w > 1.0001 or y + h > 1.0001:
            raise InputError(f"'{region}' is no region; write xywh=percent:10,20,30,5")
        page = int(match[1] or 1)
        if page > pages:
            raise InputError(f"'{region}': there is no page {page}; there are {pages}")
        found[page].append((x, y, w, h))
    return found
