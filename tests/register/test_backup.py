"""Backup and restore as a user runs them, and what goes wrong with them: nothing is ever half there."""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing

import pytest
from register.test_register_commands import TWICE, environment

FILL = """
import django; django.setup()
from antigone.register.project.tables import bring_up_to_date
bring_up_to_date()
from antigone.register.access.author import author_of
from antigone.register.access.models import Investigation
from antigone.register.access.opening_up import add_member, create_user, open_investigation
from antigone.register.access.roles import Role
from antigone.register.access.vault import protect
from antigone.register.project.home import home
from register.many import fill_many
user = create_user("coordinator", "four invented words")
author = author_of(user, open_investigation(user, "valley", "The invented valley"))
for role in Role.values: add_member(author, user, role)
author = author_of(user, author.investigation)
fill_many(author, 400)
protect(author, "Witness 1", {"name": "Invented Witness"})
(home() / "files").mkdir(exist_ok=True)
for i in range(5): (home() / "files" / f"{i:064}").write_bytes(bytes([i]) * 100_000)
"""


def run(home, *words, text=None, limit=None, **more):
    """A command in a record's home folder; `limit` is the most bytes that a file may have: a full disk."""

    def full():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [sys.executable, "-c", "from antigone.cli import main; main()", *words],
        env=environment(home) | more, input=text, capture_output=True, text=True, timeout=300,
        preexec_fn=full if limit else None,
    )  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A home folder with 400 persons and a backup of it."""
    folder = tmp_path_factory.mktemp("kept")
    path = os.pathsep.join([os.environ.get("PYTHONPATH", ""), str(folder.parents[0]), _tests()])
    settings = {"DJANGO_SETTINGS_MODULE": "antigone.register.project.settings", "PYTHONPATH": path}
    home = environment(folder / "home") | settings
    subprocess.run([sys.executable, "-c", FILL], env=home, check=True, timeout=300)
    said = run(folder / "home", "backup", str(folder / "b.zip"))
    assert said.returncode == 0, said.stderr
    return folder


def _tests():
    return str(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


@pytest.fixture
def copied(kept, tmp_path):
    """The backup, to be spoilt."""
    for name in ("b.zip", "b.zip.keys"):
        shutil.copy(kept / name, tmp_path / name)
    return tmp_path / "b.zip"


def assert_empty(home):
    users = run(home, "user", "list")
    assert users.returncode == 0 and users.stdout == "", users.stderr
    assert not list((home / "files").rglob("*"))
    assert not (home / "files.restoring").exists()


def assert_whole(home, **more):
    said = run(home, "ledger", "verify", **more)
    assert said.returncode == 0, said.stdout + said.stderr
    assert len(list((home / "files").iterdir())) == 5


@pytest.mark.one_pass
def test_what_is_restored_is_what_was(kept, copied):
    said = run(copied.parent / "new", "restore", str(copied))
    assert said.returncode == 0, said.stderr
    assert_whole(copied.parent / "new")
    again = run(copied.parent / "new", "backup", str(copied.parent / "again.zip"))
    assert again.returncode == 0
    with zipfile.ZipFile(copied) as one, zipfile.ZipFile(copied.parent / "again.zip") as two:
        for name in one.namelist():
            assert name == "manifest.json" or one.read(name) == two.read(name), name


@pytest.mark.one_pass
def test_other_keys_and_no_keys_are_refused(copied):
    keys, home = copied.with_name("b.zip.keys"), copied.parent / "new"
    keys.write_text(keys.read_text().replace("3", "4", 1))
    said = run(home, "restore", str(copied))
    assert said.returncode == 2 and "not the keys of this backup" in said.stderr
    assert_empty(home)
    keys.unlink()
    said = run(home, "restore", str(copied))
    assert said.returncode == 2 and "put the keys beside" in said.stderr
    assert_empty(home)
    assert run(home, "restore", str(copied), "--without-keys").returncode == 0
    assert_whole(home)


@pytest.mark.one_pass
def test_a_backup_that_was_altered_is_refused(copied):
    with zipfile.ZipFile(copied) as archive:
        members = {n: archive.read(n) for n in archive.namelist()}
    home = copied.parent / "new"
    for name, change in (
        ("tables/people.person.jsonl", lambda data: data.replace(b"P-00007", b"P-90007", 1)),
        ("files/" + "0" * 64, lambda data: b"other" + data[5:]),
        ("tables/auth.user.jsonl", lambda data: None),
        ("files/added", lambda data: b"added"),
    ):
        with zipfile.ZipFile(copied, "w") as archive:
            for other, data in (members | {name: change(members.get(name, b""))}).items():
                if data is not None:
                    archive.writestr(other, data)
        said = run(home, "restore", str(copied))
        assert said.returncode == 2 and "Traceback" not in said.stderr, name
        assert_empty(home)


@pytest.mark.one_pass
def test_a_restore_that_is_killed_leaves_nothing_and_can_be_done_again(copied):
    home = copied.parent / "new"
    restoring = subprocess.Popen(
        [sys.executable, "-c", "from antigone.cli import main; main()", "restore", str(copied)],
        env=environment(home), stdout=subprocess.DEVNULL,
    )  # fmt: skip
    until = time.monotonic() + 300
    while not (home / "files.restoring").exists():
        assert restoring.poll() is None and time.monotonic() < until
        time.sleep(0.005)
    restoring.send_signal(signal.SIGKILL)
    restoring.wait()
    users = run(home, "user", "list")
    assert users.stdout == "" and users.returncode == 0
    assert run(home, "restore", str(copied)).returncode == 0
    assert_whole(home)
    assert not (home / "files.restoring").exists()


@pytest.mark.one_pass
def test_a_full_disk_leaves_no_half_backup_and_no_half_record(kept, copied):
    target = copied.parent / "full.zip"
    said = run(kept / "home", "backup", str(target), limit=100_000)
    assert said.returncode == 2 and "cannot be written" in said.stderr and "Traceback" not in said.stderr
    assert not list(copied.parent.glob("full.zip*"))
    home = copied.parent / "new"
    assert run(home, "user", "list").returncode == 0
    keys = {p.name: p.read_bytes() for p in (home / "keys").iterdir()}
    # Some are too little for the files, some for the rows, some for the end of the transaction only.
    for room in (20_000, 150_000, 400_000, 1_000_000):
        said = run(home, "restore", str(copied), limit=(home / "record.sqlite3").stat().st_size + room)
        assert said.returncode == 2 and "nothing was changed" in said.stderr, said.stderr
        assert_empty(home)
        assert {p.name: p.read_bytes() for p in (home / "keys").iterdir()} == keys
    assert run(home, "restore", str(copied)).returncode == 0
    assert_whole(home)


def test_a_record_moves_between_databases(copied):
    """To PostgreSQL and back where the suite runs on it; else to another SQLite file and back."""
    server = os.environ.get("ANTIGONE_TEST_POSTGRES", "")
    there = f"sqlite:///{copied.parent / 'elsewhere.sqlite3'}"
    if server:
        import psycopg

        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS antigone_moved")
            connection.execute("CREATE DATABASE antigone_moved")
        there = server.removesuffix("/postgres") + "/antigone_moved"
    moved, back = copied.parent / "moved", copied.parent / "back"
    said = run(moved, "restore", str(copied), ANTIGONE_DATABASE=there)
    assert said.returncode == 0, said.stderr
    assert_whole(moved, ANTIGONE_DATABASE=there)
    assert run(moved, "backup", str(copied.parent / "m.zip"), ANTIGONE_DATABASE=there).returncode == 0
    assert run(back, "restore", str(copied.parent / "m.zip")).returncode == 0
    assert_whole(back)
    # PostgreSQL counts its keys itself, and gave those anew that the restore had filled in.
    more = run(moved, "serve", "--create-user", "another", text=TWICE, ANTIGONE_DATABASE=there)
    assert more.returncode == 0, more.stderr


@pytest.mark.one_pass
def test_a_record_is_copied_before_its_tables_change(tmp_path):
    home = tmp_path / "home"
    assert run(home, "serve", "--create-user", "somebody", text=TWICE).returncode == 0
    assert not (home / "before").exists()
    back = "import django; django.setup()\nfrom django.core.management import call_command as call\n"
    subprocess.run(
        [sys.executable, "-c", back + "call('migrate', 'work', 'zero', verbosity=0)"], check=True,
        env=environment(home) | {"DJANGO_SETTINGS_MODULE": "antigone.register.project.settings"},
    )  # fmt: skip
    assert run(home, "ledger", "verify").returncode == 0
    [copy] = (home / "before").iterdir()
    with closing(sqlite3.connect(copy)) as old:
        assert old.execute("SELECT username FROM auth_user").fetchall() == [("somebody",)]
        assert not old.execute("SELECT 1 FROM sqlite_master WHERE name = 'work_job'").fetchall()
    assert run(home, "ledger", "verify").returncode == 0
    assert len(list((home / "before").iterdir())) == 1


@pytest.mark.one_pass
def test_a_record_of_a_newer_program_is_left_alone(tmp_path):
    home = tmp_path / "home"
    assert run(home, "user", "list").returncode == 0
    with closing(sqlite3.connect(home / "record.sqlite3")) as record, record:
        record.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_later', '2030-01-01')"
        )
    said = run(home, "user", "list")
    assert said.returncode == 2 and "newer version" in said.stderr and "9999_later" in said.stderr


@pytest.mark.one_pass
def test_what_cannot_be_opened_is_said(tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("a file, no folder")
    said = run(taken, "user", "list")
    assert said.returncode == 2 and "ANTIGONE_HOME" in said.stderr and "Traceback" not in said.stderr
    said = run(tmp_path / "home", "user", "list", ANTIGONE_DATABASE="postgresql://nobody@127.0.0.1:1/none")
    assert said.returncode == 2 and "ANTIGONE_DATABASE" in said.stderr and "Traceback" not in said.stderr
    said = run(tmp_path / "home", "user", "list", ANTIGONE_DATABASE="oracle?://what")
    assert said.returncode == 2 and "ANTIGONE_DATABASE" in said.stderr and "Traceback" not in said.stderr
