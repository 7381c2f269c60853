"""Web pages: a saved page wrapped as WARC (ISO 28500), and the text of what a WARC holds."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path

import lxml.html
from django.utils import timezone
from lxml.etree import ParserError
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from antigone.errors import InputError
from antigone.papers.extracted import Extracted
from antigone.register.sources.models import Source

MOST = 64 * 2**20
_BLOCKS = "p|div|br|li|tr|h[1-6]|table|section|article|blockquote|header|footer|pre|dt|dd"


def as_warc(url: str, data: bytes, media_type: str) -> bytes:
    """One page, saved by hand, as a WARC of one resource record; InputError for an address that is none."""
    if not re.match(r"https?://[^\s/]+", url):
        raise InputError(f"'{url}' is no web address; write it as https://…")
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    moment = timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    record = writer.create_warc_record(
        url, "resource", payload=io.BytesIO(data), warc_content_type=media_type,
        warc_headers=StatusAndHeaders("WARC/1.1", [
            ("WARC-Type", "resource"), ("WARC-Target-URI", url), ("WARC-Date", moment),
            ("Content-Type", media_type), ("WARC-Record-ID", f"<urn:uuid:{_uuid(url, data)}>"),
        ]),
    )  # fmt: skip
    writer.write_record(record)
    return out.getvalue()


def text_of_web_page(path: Path, source: Source) -> Extracted | None:
    """The text of an HTML file or of the pages in a WARC; None for any other source."""
    if source.media_type == "text/html":
        pages = [_html_text(path.read_bytes()[:MOST])]
    elif source.media_type == "application/warc" or _is_warc(path):
        pages = list(_warc_pages(path))
    else:
        return None
    if not any(p.strip() for p in pages):
        raise InputError("holds no page with text")
    starts, at = [], 0
    for page in pages:
        starts.append(at)
        at += len(page) + 2
    return Extracted(source.sha256, "\n\f".join(pages), tuple(starts))


def _is_warc(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"WARC/"


def _warc_pages(path: Path) -> Iterator[str]:
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                kind = record.http_headers or record.rec_headers
                content = (kind.get_header("Content-Type") or "").lower()
                if record.rec_type in ("response", "resource") and "html" in content:
                    yield _html_text(record.content_stream().read(MOST))
    except (ArchiveLoadFailed, ValueError, OSError, EOFError) as error:
        raise InputError(f"is no readable WARC ({error}); save the page again") from None


def _html_text(data: bytes) -> str:
    try:
        tree = lxml.html.document_fromstring(data, parser=lxml.html.HTMLParser(no_network=True))
    except (ParserError, ValueError) as error:
        raise InputError(f"is no readable web page ({error}); save it again") from None
    for unseen in tree.xpath("//script|//style|//noscript|//template|//head"):
        unseen.drop_tree()
    for block in tree.xpath(f"//*[re:match(name(), '^({_BLOCKS})$')]", namespaces=_RE):
        block.tail = "\n" + (block.tail or "")
    lines = (" ".join(line.split()) for line in tree.text_content().splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


_RE = {"re": "http://exslt.org/regular-expressions"}


def _uuid(url: str, data: bytes) -> str:
    h = hashlib.sha256(url.encode() + b"\0" + data).hexdigest()
    return f"{h[:8]}-{h[8:12]}-5{h[13:16]}-8{h[17:20]}-{h[20:32]}"
