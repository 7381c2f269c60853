"""Web pages fetched as WARC, from a real server on this machine, which by default is refused."""

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from register.test_source_pages import browser, text, url  # noqa: F401
from warcio.archiveiterator import ArchiveIterator

from antigone.errors import InputError
from antigone.register.sources import capture as capturing
from antigone.register.sources.capture import capture, is_public
from antigone.register.sources.extracting import standing_extraction, text_of
from antigone.register.sources.models import Source

PAGE = b"<html><body><p>12 were killed.</p><p>9 died.</p></body></html>"


class Pages(BaseHTTPRequestHandler):
    def do_GET(self):
        status, headers, body = {
            "/page?x=1": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE),
            "/zipped": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(PAGE)),
            "/moved": (301, {"Location": "/page?x=1"}, b""),
            "/circle": (302, {"Location": "/circle"}, b""),
            "/inside": (302, {"Location": "http://169.254.169.254/latest"}, b""),
            "/bracket": (302, {"Location": "http://[/"}, b""),
            "/file": (302, {"Location": "file:///etc/passwd"}, b""),
            "/large": (200, {"Content-Type": "text/html"}, b"x" * 4096),
        }.get(self.path, (404, {}, b"gone"))
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def local(address):
    return address == "127.0.0.1"


def records(warc, tmp_path):
    path = tmp_path / "a.warc"
    path.write_bytes(warc)
    with path.open("rb") as file:
        return [
            (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"), r.content_stream().read())
            for r in ArchiveIterator(file)
        ]


def test_a_page_and_the_way_to_it(site, tmp_path):
    kept = records(capture(f"{site}/moved", local), tmp_path)
    assert [(kind, where) for kind, where, _ in kept if kind == "response"] == [
        ("response", f"{site}/moved"), ("response", f"{site}/page?x=1"),
    ]  # fmt: skip
    assert [body for kind, _, body in kept if kind == "response"][-1] == PAGE
    assert sum(kind == "request" for kind, _, _ in kept) == 2
    zipped = records(capture(f"{site}/zipped", local), tmp_path)
    assert [body for kind, _, body in zipped if kind == "response"] == [PAGE]


@pytest.mark.parametrize(
    ("path", "why"),
    [("/circle", "leads on more than"), ("/inside", "no public address"), ("/file", "no web address"),
     ("/bracket", "no web address"), ("/gone", "answers 404"), ("/large", "larger than")],
)  # fmt: skip
def test_what_is_not_kept(site, path, why, monkeypatch):
    monkeypatch.setattr(capturing, "MOST", 1024)
    with pytest.raises(InputError, match=why):
        capture(site + path, local)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.1.2.3/", "http://192.168.1.1/",
     "http://169.254.169.254/", "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/", "http://2130706433/",
     "http://[::1", "http://example.org:99999/", "http://[64:ff9b::a00:1]/", "http://[::127.0.0.1]/",
     "ftp://example.org/", "file:///etc/passwd", "http://user:word@example.org/", "https://", "news"],
)  # fmt: skip
def test_addresses_that_are_refused(address):
    with pytest.raises(InputError):
        capture(address)


def test_public_addresses():
    assert is_public("93.184.216.34") and is_public("2606:2800:220:1:248:1893:25c8:1946")
    assert not any(map(is_public, ("224.0.0.1", "fe80::1%eth0", "fd00::1", "100.64.0.1", "64:ff9b::a00:1",
                               "2002:7f00:1::", "::7f00:1", "fec0::1", "64:ff9b:1::1")))  # fmt: skip
    assert is_public("64:ff9b::5db8:d822") and is_public("::ffff:93.184.216.34")


def test_a_silent_server_is_said_to_be_silent(site):
    with pytest.raises(InputError, match="does not answer"):
        capture("http://127.0.0.1:1/", local)
    with pytest.raises(InputError, match="is not found"):
        capture("http://nowhere.invalid/")


def test_the_page_that_takes_it_in(browser, site, settings, monkeypatch):  # noqa: F811
    client = browser("investigator")
    said = {"kind": "web", "title": "A page", "received_from": "the site", "who": "members",
            "address": f"{site}/page?x=1"}  # fmt: skip
    settings.CAPTURE = False
    refused = client.post(url("source_add"), said)
    assert refused.status_code == 422 and "This record fetches nothing" in text(refused)
    settings.CAPTURE = True
    refused = client.post(url("source_add"), said)
    assert refused.status_code == 422 and "no public address" in text(refused)
    monkeypatch.setattr(capturing.capture, "__defaults__", (local,))
    assert client.post(url("source_add"), said).status_code == 302
    source = Source.objects.get()
    assert (source.media_type, source.origin) == ("application/warc", f"{site}/page?x=1")
    assert text_of(standing_extraction(source)).split("\n") == ["12 were killed.", "9 died."]
