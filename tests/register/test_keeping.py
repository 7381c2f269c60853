"""Backups: written while others work, and restored with bytes that were changed."""

import json
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import User
from django.db import connection, transaction
from filelock import Timeout
from register.test_addresses import signed_in
from register.test_invented import forget as forget_in_any_order

from antigone.errors import InputError
from antigone.register.access.models import ProtectedIdentity
from antigone.register.access.vault import open_identity, protect, rotate_keys
from antigone.register.ledger.models import Entry
from antigone.register.ledger.record import state
from antigone.register.ledger.verify import findings
from antigone.register.people.models import Person
from antigone.register.project.backup import saved_models, write_backup
from antigone.register.project.home import home, keys_held
from antigone.register.project.restoring import restore_backup
from antigone.register.sources.store import path_of, put
from antigone.register.sources.taking import Incoming, take_in

pytestmark = pytest.mark.django_db(transaction=True)


@transaction.atomic
def forget():
    """Empties the tables; PostgreSQL looks at what points where at the end."""
    forget_in_any_order()


class Meanwhile:
    """Somebody else, on a connection of their own, who acts once when a backup says how far it is."""

    def __init__(self, act):
        self.act, self.pool, self.done = act, ThreadPoolExecutor(1), None

    def __call__(self, *_how_far):
        if self.done is None:
            self.done = self.pool.submit(self._run)

    def _run(self):
        try:
            return self.act()
        finally:
            connection.close()


def rows_in(backup, label):
    with zipfile.ZipFile(backup) as archive:
        return [json.loads(line) for line in archive.read(f"tables/{label}.jsonl").splitlines()]


def test_a_backup_is_of_one_moment_and_holds_nobody_up(coordinator, tmp_path):
    state(coordinator, Person(code="P-1"))
    entries = Entry.objects.count()
    somebody = Meanwhile(lambda: state(coordinator, Person(code="P-2")))
    write_backup(tmp_path / "b.zip", lambda *how_far: (somebody(), somebody.done.result(60)))
    assert Person.objects.count() == 2, "the other was let in before the backup ended"
    assert [r["fields"]["code"] for r in rows_in(tmp_path / "b.zip", "people.person")] == ["P-1"]
    assert len(rows_in(tmp_path / "b.zip", "ledger.entry")) == entries


def test_keys_are_not_rotated_while_a_backup_is_written(coordinator, member, tmp_path):
    identity = protect(member("interviewer"), "Witness 1", {"name": "Invented Witness"})
    somebody = Meanwhile(lambda: rotate_keys(coordinator))

    def watch(*_how_far):
        somebody()
        with pytest.raises(Timeout):
            keys_held().acquire(timeout=0)

    write_backup(tmp_path / "b.zip", watch)
    assert somebody.done.result(60) == 1
    old = bytes.fromhex(json.loads((tmp_path / "b.zip.keys").read_text())["identities"])
    assert old != (home() / "keys" / "identities").read_bytes()
    [kept] = rows_in(tmp_path / "b.zip", "access.protectedidentity")
    sealed = ProtectedIdentity._meta.get_field("sealed").to_python(kept["fields"]["sealed"])
    assert b"Invented Witness" in Fernet(old.split()[0]).decrypt(bytes(sealed))
    identity.refresh_from_db()
    assert open_identity(member("liaison").because("to see that it opens"), identity)["name"]


def test_a_lost_key_is_said_and_no_other_takes_its_place_unasked(coordinator, member, tmp_path):
    """A new key was made in silence; what it sealed was lost when the old one was put back."""
    key, interviewer = home() / "keys" / "identities", member("interviewer")
    protect(interviewer, "Witness 1", {"name": "Invented Witness"})
    liaison = member("liaison").because("to see that it stays closed")
    write_backup(tmp_path / "b.zip")
    kept = key.read_bytes()
    key.unlink()
    for act in (
        lambda: protect(interviewer, "Witness 2", {"name": "Another"}),
        lambda: open_identity(liaison, ProtectedIdentity.objects.get()),
        lambda: rotate_keys(coordinator),
    ):
        with pytest.raises(InputError, match="put it back"):
            act()
    page = signed_in(coordinator.user).get("/i/valley/identities/")
    assert page.status_code == 200 and "The key file is missing" in page.content.decode()
    assert not key.exists()
    forget()
    restore_backup(tmp_path / "b.zip", without_keys=True)
    assert key.read_bytes() != kept
    protect(interviewer, "Witness 2", {"name": "Another"})
    assert rotate_keys(coordinator) == 1, "what the lost key sealed does not hinder a rotation"
    assert open_identity(liaison, ProtectedIdentity.objects.get(pseudonym="Witness 2"))["name"] == "Another"
    with pytest.raises(InputError, match="no key"):
        open_identity(liaison, ProtectedIdentity.objects.get(pseudonym="Witness 1"))
    assert list(findings()) == []


@pytest.mark.one_pass
def test_a_backup_with_a_byte_changed_is_refused_or_changes_nothing(coordinator, tmp_path):
    """Every 307th byte; what a ZIP file says of dates and programs is not the record's, and may differ."""
    state(coordinator, Person(code="P-1"))
    put([b"an invented letter"])
    rows = write_backup(tmp_path / "b.zip")
    before = {m: list(m._base_manager.order_by("pk").values()) for m in saved_models()}
    whole, refused = (tmp_path / "b.zip").read_bytes(), 0
    forget()
    for at in range(0, len(whole), 307):
        (tmp_path / "b.zip").write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            assert restore_backup(tmp_path / "b.zip").rows == rows
        except InputError:
            refused += 1
            assert not User.objects.exists()
            continue
        assert {m: list(m._base_manager.order_by("pk").values()) for m in before} == before, at
        forget()
    assert refused > 20
    for length in range(0, len(whole), len(whole) // 9):
        (tmp_path / "b.zip").write_bytes(whole[:length])
        with pytest.raises(InputError):
            restore_backup(tmp_path / "b.zip")


def test_a_restored_record_says_which_files_it_lacks(coordinator, tmp_path):
    letter = take_in(
        coordinator, Incoming("document", "A letter", "an archive", "l.txt"), [b"a letter"]
    ).source
    path_of(letter.sha256).unlink()
    write_backup(tmp_path / "b.zip")
    forget()
    assert restore_backup(tmp_path / "b.zip").without_file == (f"sources.source {letter.pk}",)
    assert list(findings()) == []


def test_verification_says_how_far_it_is(coordinator):
    said = []
    assert list(findings(lambda *how_far: said.append(how_far))) == []
    entries = Entry.objects.count()
    assert said[0] == ("entries", 0, entries) and ("entries", entries, entries) in said
    assert said[-1][0] == "rows" and said[-1][1] == said[-1][2] > 0


def test_an_altered_record_is_restored_where_that_is_asked_for(coordinator, tmp_path):
    person = state(coordinator, Person(code="P-1"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET code = 'P-2'")
    write_backup(tmp_path / "b.zip")
    forget()
    with pytest.raises(InputError, match="--although-altered"):
        restore_backup(tmp_path / "b.zip")
    assert not User.objects.exists()
    (found,) = restore_backup(tmp_path / "b.zip", although_altered=True).altered
    assert found.where == f"people.person {person.pk}" and Person.objects.get().code == "P-2"
