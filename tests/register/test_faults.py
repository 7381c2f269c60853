"""What a hostile text, a dead server and a full disk do to the real server: nothing that is half, or runs."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Error
from register.addresses import patterns
from register.conftest import PASSWORD
from register.homes import database_of
from register.one_of_each import KEY
from register.test_addresses import signed_in, with_every_role
from register.walker import NEEDS_CHROMIUM, Walker, chromium, served

from antigone.register.ledger.verify import findings

HOSTILE = (
    "<xss-tag onclick=alert(1)>'\"><img src=x onerror=alert(2)><script>alert(3)</script>'); "
    "DROP TABLE people_person;--{{7*7}}{% now %}"
)
TESTS = Path(__file__).parents[1]


def in_home(home, code, database=None):
    """Runs code on the record of a home folder, in a process of its own."""
    settings = {
        "ANTIGONE_HOME": str(home), "ANTIGONE_DATABASE": database_of(home) if database is None else database,
        "DJANGO_SETTINGS_MODULE": "antigone.register.project.settings",
        "PYTHONPATH": os.pathsep.join([str(TESTS.parent / "src"), str(TESTS)]),
    }  # fmt: skip
    start = "import django; django.setup()\nfrom antigone.register.project.tables import bring_up_to_date\n"
    start += "bring_up_to_date()\n"
    return subprocess.run(
        [sys.executable, "-c", start + code], env=os.environ | settings, check=True, capture_output=True,
        text=True, timeout=300,
    ).stdout  # fmt: skip


BEGIN = f"""
from antigone.register.access.author import author_of
from antigone.register.access.opening_up import *
from antigone.register.access.roles import Role
user = create_user("coordinator", {PASSWORD!r})
valley = open_investigation(user, "valley", "The invented valley", invented=True)
author = author_of(user, valley)
for role in Role.values: add_member(author, user, role)
"""
COUNTS = """
from antigone.register.ledger.verify import findings
from antigone.register.people.models import Person, PersonList
print(Person.objects.count(), PersonList.objects.count(), len(list(findings())))
"""


@NEEDS_CHROMIUM
@pytest.mark.one_pass
def test_no_page_runs_or_renders_what_a_text_says(tmp_path):
    """A row in every table whose every text is hostile; every address of the record in Chromium."""
    hostile = f"from register.one_of_each import *\nenter_one_of_each(valley, user, {HOSTILE!r})"
    in_home(tmp_path / "home", BEGIN + hostile)
    with served(tmp_path / "home") as (address, _said, _server), chromium() as browser:
        user = Walker(browser, address, "coordinator")
        user.sign_in()
        ran, seen = [], 0
        user.page.on("dialog", lambda d: (ran.append(d.message), d.dismiss()))
        for name, path, _ in patterns("valley", KEY):
            try:
                answer = user.page.goto(path)
            except Error:
                continue  # a download
            if answer is None or answer.status >= 500:
                continue  # a made-up row that no service would enter
            assert not user.page.locator("xss-tag, img[src=x]").count(), name
            assert not ran, (name, ran)
            seen += "xss-tag" in user.page.content()
        assert seen > 30, "the pages do show the texts"
        scripts = [c for c in user.complaints if "Content Security Policy" in c or "alert" in c]
        assert not scripts


def test_every_form_takes_hostile_texts_as_texts(valley, coordinator):
    author = with_every_role(coordinator)
    client = signed_in(author.user)
    sent = 0
    for name, address, keyed in patterns("valley", KEY):
        assert (
            client.get(address, {"q": HOSTILE, "row": HOSTILE, "at": HOSTILE, "page": HOSTILE}).status_code
            < 500
        )
        if keyed:
            continue
        page = client.get(address)
        form = page.context and page.context.get("form")
        if form is None:
            continue
        said = {}
        for field, kind in form.fields.items():
            choices = [str(v) for v, _ in getattr(kind, "choices", ()) if v]
            said[field] = choices[0] if choices else "5" if hasattr(kind, "min_value") else HOSTILE
        for other in ("1993", "2026-03-01"):
            answer = client.post(
                address, said | {f: other for f in said if re.search("when|_on|date|birth|seen", f)}
            )
            assert answer.status_code < 500, name
            sent += 1
    assert sent > 30
    assert "people_person" in connection.introspection.table_names()
    # signed_in calls the case invented, past the ledger; nothing else is amiss.
    assert {f.where.split()[0] for f in findings()} == {"access.investigation"}


def post_list(address, home, body, cut=False):
    """Posts a list to import as a browser does; `cut` leaves the connection open half way."""
    client = signed_in_by_http(address)
    token = client["csrftoken"]
    bound = "----x"
    parts = {"csrfmiddlewaretoken": token, "title": "Invented list", "enter": "on", "reason": ""}
    data = "".join(
        f'--{bound}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in parts.items()
    )
    data += f'--{bound}\r\nContent-Disposition: form-data; name="file"; filename="l.csv"\r\n\r\n'
    payload = data.encode() + body + f"\r\n--{bound}--\r\n".encode()
    host, port = address.removeprefix("http://").split(":")
    head = (
        f"POST /i/valley/persons/import/ HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: {address}\r\n"
        f"Cookie: csrftoken={token}; sessionid={client['sessionid']}\r\nConnection: close\r\n"
        f"Content-Type: multipart/form-data; boundary={bound}\r\nContent-Length: {len(payload)}\r\n\r\n"
    )
    link = socket.create_connection((host, int(port)), timeout=300)
    link.sendall(head.encode() + (payload[: len(payload) // 2] if cut else payload))
    return link


def signed_in_by_http(address):
    """The cookies of a signed-in coordinator."""
    import http.cookiejar
    import urllib.parse
    import urllib.request

    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    opener.open(f"{address}/accounts/login/")
    token = next(c.value for c in jar if c.name == "csrftoken")
    said = {"csrfmiddlewaretoken": token, "login": "coordinator", "password": PASSWORD}
    opener.open(f"{address}/accounts/login/", urllib.parse.urlencode(said).encode())
    return {c.name: c.value for c in jar}


LIST = ("number,name\n" + "".join(f"{i},Invented Name {i}\n" for i in range(3000))).encode()


def test_a_server_killed_during_an_upload_has_taken_nothing(tmp_path):
    home = tmp_path / "home"
    in_home(home, BEGIN)
    with served(home) as (address, _said, server):
        link = post_list(address, home, LIST, cut=True)
        server.kill()
        server.wait()
        link.close()
    assert in_home(home, COUNTS).split() == ["0", "0", "0"]
    assert not list((home / "files").rglob("*"))
    with served(home) as (address, _said, server), post_list(address, home, LIST) as link:
        assert b" 302 " in link.recv(20), "the same upload, whole, is taken"
        server.kill()
    assert [p for p in (home / "files").rglob("*") if p.is_file()]


@pytest.mark.one_pass
@pytest.mark.skipif(not shutil.which("prlimit"), reason="needs prlimit (util-linux)")
def test_a_full_disk_is_said_and_loses_nothing(tmp_path):
    """No file of the server may grow: what a full disk is to a program. Then there is room again."""
    home = tmp_path / "home"
    in_home(home, BEGIN, "")
    with served(home, database="") as (address, _said, server):
        cookies = signed_in_by_http(address)
        assert cookies["sessionid"]
        subprocess.run(["prlimit", "--pid", str(server.pid), "--fsize=4096:"], check=True)
        link = post_cookies(address, cookies)
        assert b" 503 " in link[:20] or b" 507 " in link[:20], link[:200]
        assert b"Traceback" not in link
        assert in_home(home, COUNTS, "").split()[0] == "0"
        subprocess.run(["prlimit", "--pid", str(server.pid), "--fsize=unlimited:"], check=True)
        assert b" 302 " in post_cookies(address, cookies)[:20]
    assert in_home(home, COUNTS, "").split() == ["1", "0", "0"]


def post_cookies(address, cookies):
    """Reports a person by the page's form; the whole answer."""
    host, port = address.removeprefix("http://").split(":")
    body = f"csrfmiddlewaretoken={cookies['csrftoken']}&names=Ismene+Orchard&sex=female&last_seen=1993"
    head = (
        f"POST /i/valley/persons/new/ HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: {address}\r\n"
        f"Cookie: csrftoken={cookies['csrftoken']}; sessionid={cookies['sessionid']}\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=300) as link:
        link.sendall((head + body).encode())
        return b"".join(iter(lambda: link.recv(65536), b""))
