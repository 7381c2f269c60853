"""A file sent in the stretch that a player asks for (RFC 9110, 14.2: one range of bytes)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpResponse, StreamingHttpResponse

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_PIECE = 2**18


def sent_in_part(path: Path, asked: str, media_type: str) -> HttpResponse | StreamingHttpResponse:
    """The bytes asked for, 206; the whole file where nothing or several ranges are asked, 200; else 416."""
    size = path.stat().st_size
    match = _RANGE.fullmatch(asked.strip())
    first, last, status = 0, size - 1, 200
    if match and (match[1] or match[2]):
        status = 206
        first = int(match[1]) if match[1] else max(0, size - int(match[2]))
        last = min(int(match[2]), size - 1) if match[1] and match[2] else size - 1
        if first > last:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    answer = StreamingHttpResponse(_pieces(path, first, last), status=status, content_type=media_type)
    answer["Accept-Ranges"] = "bytes"
    answer["Content-Length"] = str(last - first + 1)
    if status == 206:
        answer["Content-Range"] = f"bytes {first}-{last}/{size}"
    return answer


def _pieces(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
