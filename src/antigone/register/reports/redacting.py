"""Taking words out of a text and regions out of a picture: what is removed is not there any more."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from antigone.errors import InputError

MARK = "[redacted]"
LEAST, SHORT = 2, 4
_REGION = re.compile(r"xywh=percent:([0-9.]+),([0-9.]+),([0-9.]+),([0-9.]+)")


def pattern(words: str) -> re.Pattern[str]:
    """Finds the words whatever their case and however they are broken over lines; short ones only whole."""
    letters = [re.escape(c) for c in words if not c.isspace() and c not in "\u00ad-"]
    if len(letters) < LEAST:
        raise InputError(f"'{words}' is too short to be taken out; give the words to remove")
    loose = r"[\s\u00ad\u200b-]*".join(letters)
    return re.compile(rf"\b{loose}\b" if len(letters) < SHORT else loose, re.IGNORECASE)


def without(text: str, words: Sequence[str]) -> str:
    """The text with a mark of one length for all in place of the words."""
    for w in sorted(words, key=len, reverse=True):
        text = pattern(w).sub(MARK, text)
    return text


def remains_of(text: str, words: Sequence[str]) -> list[str]:
    """Single words of what was taken out that still stand in the text, for a person to look at."""
    single = {w for phrase in words for w in re.findall(r"\w{4,}", phrase)}
    return sorted(w for w in single if pattern(w).search(text))


def picture_without(data: bytes, regions: Sequence[str]) -> bytes:
    """PNG with black regions ("xywh=percent:10,20,30,5") and without metadata; InputError if it is none."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            # Regions are drawn on the picture as it is shown: turned as the camera says.
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise InputError(f"the picture cannot be redacted ({error})") from None
    # A new picture takes over the pixels only: no EXIF, no thumbnail, no manifest.
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    draw = ImageDraw.Draw(bare)
    for region in regions:
        found = _REGION.fullmatch(region)
        if not found:
            raise InputError(f"'{region}' is no region; write xywh=percent:10,20,30,5")
        x, y, w, h = (float(n) / 100 for n in found.groups())
        box = (x * bare.width, y * bare.height, (x + w) * bare.width, (y + h) * bare.height)
        draw.rectangle([int(box[0]), int(box[1]), int(box[2] + 1), int(box[3] + 1)], fill="black")
    out = io.BytesIO()
    bare.save(out, "PNG")
    return out.getvalue()
