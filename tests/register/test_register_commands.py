"""The commands of the record, as a user types them."""

import http.client
import json
import os
import subprocess
import sys
import urllib.request

import pytest
from register.homes import free_port

pytestmark = pytest.mark.one_pass


def antigone(home, *words, text=None):
    code = "from antigone.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        env=environment(home),
        input=text, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def environment(home):
    """A user's surroundings, with the program under test."""
    path = os.environ.get("PYTHONPATH", "")
    return {"ANTIGONE_HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONPATH": path}


TWICE = "four invented words\n" * 2


def test_an_altered_file_is_named(tmp_path):
    """A photograph's bytes, changed in the home folder and then gone."""
    made = antigone(tmp_path, "serve", "--create-user", "somebody", text=TWICE)
    assert made.returncode == 0, made.stderr
    keep = """
import django; django.setup()
from antigone.register.access.author import author_of
from antigone.register.access.opening_up import open_investigation
from django.contrib.auth.models import User
from antigone.register.sources.taking import Incoming, take_in
user = User.objects.get()
author = author_of(user, open_investigation(user, "valley", "The invented valley"))
print(take_in(author, Incoming("document", "A letter", "an archive", "l.txt"), [b"a letter"]).source.sha256)
"""
    settings = {"DJANGO_SETTINGS_MODULE": "antigone.register.project.settings"}
    said = subprocess.run(
        [sys.executable, "-c", keep], env=environment(tmp_path) | settings, capture_output=True, text=True
    )
    sha256 = said.stdout.strip()
    file = tmp_path / "files" / "objects" / sha256[:2] / sha256
    assert file.read_bytes() == b"a letter", said.stderr
    assert antigone(tmp_path, "ledger", "verify").returncode == 0
    file.chmod(0o600)
    file.write_bytes(b"another letter")
    for _ in range(2):
        found = antigone(tmp_path, "ledger", "verify")
        assert found.returncode == 2 and f"its file {sha256} is missing or was altered" in found.stdout
        assert antigone(tmp_path, "ledger", "verify", "--no-files").returncode == 0
        file.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A record with one user."""
    folder = tmp_path_factory.mktemp("home")
    made = antigone(folder, "serve", "--create-user", "somebody", text=TWICE)
    assert made.returncode == 0, made.stderr
    return folder


def test_weak_and_taken_accounts_are_refused(home):
    weak = antigone(home, "serve", "--create-user", "another", text="short\nshort\n")
    taken = antigone(home, "serve", "--create-user", "Somebody", text=TWICE)
    assert weak.returncode == taken.returncode == 2
    assert "12 characters" in weak.stderr and "exists already" in taken.stderr
    assert "Traceback" not in weak.stderr + taken.stderr


def test_keys_are_the_owner_s_alone(home):
    assert oct((home / "keys").stat().st_mode)[-3:] == "700"
    assert {oct(p.stat().st_mode)[-3:] for p in (home / "keys").iterdir()} == {"600"}


def test_ledger_commands(home, tmp_path):
    one, two = str(tmp_path / "one.json"), str(tmp_path / "two.json")
    assert antigone(home, "ledger", "checkpoint", "--out", one).returncode == 0
    antigone(home, "serve", "--create-user", "second", text=TWICE)
    assert antigone(home, "ledger", "checkpoint", "--since", one, "--out", two).returncode == 0
    said = antigone(home, "ledger", "verify", "--checkpoint", one, "--checkpoint", two)
    assert said.returncode == 0 and "2 checkpoints hold" in said.stdout
    assert antigone(home, "ledger", "compare", one, two).returncode == 0
    forged = json.loads((tmp_path / "two.json").read_text())
    forged["proof"] = ["00" * 32]
    (tmp_path / "two.json").write_text(json.dumps(forged))
    assert antigone(home, "ledger", "compare", one, two).returncode == 2
    assert antigone(home, "ledger", "verify", "--checkpoint", str(tmp_path / "none.json")).returncode == 2


def test_who_is_locked_out_is_let_in_again(home):
    assert antigone(home, "user", "recover", "nobody", text=TWICE).returncode == 2
    assert "12 characters" in antigone(home, "user", "recover", "somebody", text="short\nshort\n").stderr
    assert "signs in" in antigone(home, "user", "recover", "somebody", text=TWICE).stdout
    missing = antigone(home, "user", "coordinator", "somebody", "valley")
    assert missing.returncode == 2 and "no investigation 'valley'" in missing.stderr
    assert "is closed" in antigone(home, "user", "close", "somebody").stdout
    assert "somebody: closed, no second factor, no role" in antigone(home, "user", "list").stdout
    assert "is open" in antigone(home, "user", "close", "somebody", "--reopen").stdout
    assert antigone(home, "ledger", "verify").returncode == 0


def test_keys_are_renewed(home):
    old = antigone(home, "keys", "age")
    assert "0 days old" in old.stdout
    before = (home / "keys" / "identities").read_bytes()
    said = antigone(home, "keys", "rotate", "--by", "somebody")
    assert said.returncode == 0 and "0 identities" in said.stdout, said.stderr
    assert (home / "keys" / "identities").read_bytes() != before


def test_backup_moves_to_another_home(home, tmp_path):
    target = str(tmp_path / "record.zip")
    assert antigone(home, "backup", target).returncode == 0
    restored = antigone(tmp_path / "new", "restore", target)
    assert restored.returncode == 0, restored.stderr
    assert antigone(tmp_path / "new", "ledger", "verify").returncode == 0
    again = antigone(tmp_path / "new", "restore", target)
    assert again.returncode == 2 and "not empty" in again.stderr


def test_a_database_out_of_reach_is_said(tmp_path):
    (tmp_path / "record.sqlite3").write_bytes(b"this is no database" * 100)
    said = antigone(tmp_path, "ledger", "verify")
    assert said.returncode == 2 and "cannot be used" in said.stderr and "Traceback" not in said.stderr


def test_behind_a_proxy_with_tls(tmp_path):
    """A proxy on this machine says that the visitor came by TLS, and from where."""
    code, port = "from antigone.cli import main; main()", free_port()
    server = subprocess.Popen(
        [sys.executable, "-u", "-c", code, "serve", "--port", str(port)],
        env=environment(tmp_path) | {"ANTIGONE_URL": "https://record.example"},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None and f":{port}/" in server.stdout.readline()

        def asked(**headers):
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            link.request("GET", "/accounts/login/", headers={"Host": "record.example", **headers})
            return link.getresponse()

        secure = asked(**{"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"})
        assert secure.status == 200 and "Secure" in secure.getheader("Set-Cookie")
        assert secure.getheader("Strict-Transport-Security")
        plain = asked()
        assert plain.status == 301 and plain.getheader("Location") == "https://record.example/accounts/login/"
    finally:
        server.terminate()
        server.wait()


def test_serve_answers(home):
    code, port = "from antigone.cli import main; main()", free_port()
    server = subprocess.Popen(
        [sys.executable, "-u", "-c", code, "serve", "--port", str(port)],
        env=environment(home), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None and f"http://localhost:{port}/" in server.stdout.readline()
        with urllib.request.urlopen(f"http://localhost:{port}/accounts/login/") as page:
            assert page.status == 200 and b"record.css" in page.read()
        with urllib.request.urlopen(f"http://localhost:{port}/static/register/record.css") as style:
            assert style.status == 200
    finally:
        server.terminate()
        server.wait()
