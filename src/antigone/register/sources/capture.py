"""A web page fetched from its address as WARC: from public addresses, where the setting allows it."""

from __future__ import annotations

import io
import ipaddress
import re
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from antigone.errors import InputError

MOST = 64 * 2**20
MOST_REDIRECTS = 5
SECONDS = 30.0
AGENT = "Antigone (keeps a copy of this page as a source; https://iipc.github.io/warc-specifications/)"
Allowed = Callable[[str], bool]
# RFC 6052 (NAT64) and RFC 4291, 2.5.5.1; RFC 8215.
_CARRYING = [ipaddress.ip_network(n) for n in ("64:ff9b::/96", "::/96")]
_LOCAL_GATEWAYS = ipaddress.ip_network("64:ff9b:1::/48")


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    reason: str
    headers: list[tuple[str, str]]
    body: bytes


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: never this machine's network."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        # An address may carry one of IPv4 to which a gateway of this network leads.
        carried = ip.ipv4_mapped or ip.sixtofour
        if any(ip in network for network in _CARRYING):
            carried = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if carried is not None:
            return is_public(str(carried))
        if ip.is_site_local or ip in _LOCAL_GATEWAYS:
            return False
    return ip.is_global and not ip.is_multicast


def capture(url: str, allowed: Allowed = is_public) -> bytes:
    """The page, and the redirections on the way to it, as WARC records of what was asked and answered.

    Raises InputError where the address is none, is not public, does not answer, or answers with too much.
    """
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    until = time.monotonic() + SECONDS
    for _step in range(MOST_REDIRECTS + 1):
        answer = _fetched(url, allowed, until)
        _record(writer, url, answer)
        where = dict((k.lower(), v) for k, v in answer.headers).get("location")
        if answer.status not in (301, 302, 303, 307, 308) or not where:
            if answer.status >= 400:
                raise InputError(f"{url} answers {answer.status} {answer.reason}; there is no page to keep")
            return out.getvalue()
        try:
            url = urljoin(url, where)
        except ValueError:
            raise InputError(f"{url} leads on to '{where[:200]}', which is no web address") from None
    raise InputError(f"{url}: leads on more than {MOST_REDIRECTS} times; save the page in your browser")


def _fetched(url: str, allowed: Allowed, until: float) -> _Answer:
    import urllib3

    try:
        parts = urlsplit(url)
        named = parts.port
    except ValueError:
        raise InputError(f"'{url}' is no web address; write it as https://…") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise InputError(f"'{url}' is no web address; write it as https://…")
    port = named or (443 if parts.scheme == "https" else 80)
    address = _address(parts.hostname, port, allowed)
    # The connection goes to the address that was checked: a name that is answered differently the second
    # time cannot lead it elsewhere.
    timeout = urllib3.Timeout(connect=10, read=10)
    more: dict[str, Any] = {}
    pool: Any = urllib3.HTTPConnectionPool
    if parts.scheme == "https":
        pool = urllib3.HTTPSConnectionPool
        more = {"server_hostname": parts.hostname, "assert_hostname": parts.hostname}
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Host": parts.netloc, "User-Agent": AGENT, "Accept-Encoding": "identity"}
    try:
        with pool(address, port, timeout=timeout, retries=False, **more) as connection:
            answer = connection.request("GET", path, headers=headers, redirect=False, preload_content=False)
            body = _body(url, answer, until)
            said = [(k, v) for k, v in answer.headers.items() if not re.search(r"[\r\n]", k + v)]
            return _Answer(answer.status, answer.reason or "", said, body)
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise InputError(
            f"{url} does not answer ({type(error).__name__}); save the page in your browser and give its file"
        ) from None


def _body(url: str, answer: Any, until: float) -> bytes:
    body = io.BytesIO()
    for piece in answer.stream(2**16, decode_content=False):
        body.write(piece)
        if body.tell() > MOST:
            raise InputError(f"{url}: is larger than {MOST >> 20} MiB; save it in your browser")
        if time.monotonic() > until:
            raise InputError(f"{url}: takes longer than {SECONDS:.0f} s; save it in your browser")
    return body.getvalue()


def _address(host: str, port: int, allowed: Allowed) -> str:
    try:
        found = [str(x[4][0]) for x in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise InputError(
            f"{host} is not found; without a network save the page in your browser and give its file"
        ) from None
    if not found or not all(allowed(a) for a in found):
        raise InputError(f"{host} is no public address; only pages of the open internet are fetched")
    return found[0]


def _record(writer: WARCWriter, url: str, answer: _Answer) -> None:
    status = StatusAndHeaders(f"{answer.status} {answer.reason}".strip(), answer.headers, protocol="HTTP/1.1")
    response = writer.create_warc_record(
        url, "response", payload=io.BytesIO(answer.body), http_headers=status
    )
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    asked = StatusAndHeaders(f"GET {path} HTTP/1.1", [("User-Agent", AGENT)], is_http_request=True)
    request = writer.create_warc_record(url, "request", http_headers=asked)
    writer.write_request_response_pair(request, response)
