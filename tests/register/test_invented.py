"""The invented case holds together, its pages are quick in queries, and it survives a backup."""

import hashlib
import json
import zipfile

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, models, transaction
from django.db.models.functions import TruncDate
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from register.following import BACKEND, is_page, walked

from antigone.errors import InputError
from antigone.register.access.author import author_of
from antigone.register.access.models import Investigation, ProtectedIdentity
from antigone.register.access.roles import Role
from antigone.register.access.vault import open_identity
from antigone.register.ledger.facts import Fact
from antigone.register.ledger.verify import covered_models, findings
from antigone.register.people.accounting import account, account_by
from antigone.register.people.models import Group
from antigone.register.project.backup import saved_models, write_backup
from antigone.register.project.invented import fill
from antigone.register.project.restoring import restore_backup

PAGES = (
    "dashboard", "persons", "accounting", "sites", "hazards", "all_remains", "samples", "runs", "proposals",
    "identifications", "events", "identities", "members", "ledger",
)  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """The case, filled once, taken away after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        investigation, password = fill(1)
        yield investigation, password
        transaction.set_rollback(True)


def test_counts_are_those_of_the_story(filled):
    investigation, _ = filled
    total = account(investigation).counts
    assert total["reported"] == 4000 and total["missing"] + total["alive"] + total["identified"] == 4000
    cave = next(x for x in account_by("event", investigation) if "cave" in x.title).counts
    assert cave["reported"] == 12 + 14 + 36 and cave["alive"] == 36 + 14 - 9
    assert sorted(g.most for g in Group.objects.all()) == [9, 12, 14, 36]
    assert list(findings()) == []


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_small_and_ask_little(filled, name):
    client = Client()
    assert client.login(username="demo-coordinator", password=filled[1])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(reverse(name, args=(filled[0].slug,)))
    assert page.status_code == 200 and len(page.content) < 100_000
    assert len(asked) < 130


def test_every_link_that_a_role_is_shown_leads_somewhere(filled):
    """No link ends in an error or a refusal, and no page is heavy: one page of each kind."""
    roles = (Role.COORDINATOR, Role.LABORATORY, Role.LIAISON, Role.READ_ONLY)
    seen = {}
    for role in roles:
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.get(username=f"demo-{role}"), backend=BACKEND)
        wrong = [
            (address, answer.status_code, len(answer.content))
            for address, answer in walked(client, f"/i/{filled[0].slug}/")
            if answer.status_code >= 400 or (is_page(answer) and len(answer.content) > 100_000)
        ]
        seen[role] = wrong
    assert seen == dict.fromkeys(roles, [])


def test_backup_and_restore(filled, tmp_path):
    target = tmp_path / "record.zip"
    before = {m: m._base_manager.count() for m in saved_models()}
    rows = write_backup(target)
    assert rows == sum(before.values())
    assert oct((tmp_path / "record.zip.keys").stat().st_mode)[-3:] == "600"
    with zipfile.ZipFile(target) as held:
        members = [held.read(name) for name in held.namelist()]
    assert any(b"Witness" in m for m in members) and not any(b"Invented Witness" in m for m in members)
    with pytest.raises(InputError, match="not empty"):
        restore_backup(target)
    forget()
    damaged = tmp_path / "damaged.zip"
    with zipfile.ZipFile(target) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"Aronel", b"Bronel", 1) if "people.name" in name else data)
    with pytest.raises(InputError, match="was changed since"):
        restore_backup(damaged)
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(damaged) as old, zipfile.ZipFile(forged, "w") as new:
        hashes = {n: hashlib.sha256(old.read(n)).hexdigest() for n in old.namelist() if n != "manifest.json"}
        for name in hashes:
            new.writestr(name, old.read(name))
        new.writestr("manifest.json", json.dumps({"sha256": hashes}))
    (tmp_path / "forged.zip.keys").write_bytes((tmp_path / "record.zip.keys").read_bytes())
    with pytest.raises(InputError, match="ledger does not hold .people.name"):
        restore_backup(forged)
    for nothing in (b"", b"PK", b"x" * 100):
        (tmp_path / "no.zip").write_bytes(nothing)
        with pytest.raises(InputError, match="cannot be restored"):
            restore_backup(tmp_path / "no.zip")
    assert restore_backup(target).rows == rows
    assert {m: m._base_manager.count() for m in saved_models()} == before
    assert list(findings()) == []
    investigation = Investigation.objects.get()
    liaison = author_of(
        User.objects.get(username="demo-liaison"), investigation, "to see that the key is restored"
    )
    assert open_identity(liaison, ProtectedIdentity.objects.get())["name"] == "Invented Witness"


def forget():
    """Empties the tables, in what order the database allows."""
    assert covered_models()
    with connection.constraint_checks_disabled():
        for model in reversed(saved_models()):
            model._base_manager.all()._raw_delete(connection.alias)


def test_nothing_is_entered_before_it_happened(filled):
    """A day of the story never lies after the day on which it was stated."""
    for kind in apps.get_models():
        if not issubclass(kind, Fact):
            continue
        days = [f.name for f in kind._meta.concrete_fields if type(f) is models.DateField]
        for name in set(days) - {"expires_on", "planned_on"}:
            late = kind.objects.filter(**{f"{name}__gt": TruncDate("made_at")})
            assert not late.exists(), (kind, name, late.values_list(name, "made_at")[:3])
