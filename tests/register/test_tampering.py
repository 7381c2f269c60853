"""A record with a row in every table, changed behind its back in every column: each change is named."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from register.conftest import PASSWORD
from register.one_of_each import enter_one_of_each

from antigone.register.access.models import Investigation, Membership, ProtectedIdentity
from antigone.register.access.opening_up import create_user
from antigone.register.ledger.facts import Fact
from antigone.register.ledger.merkle import leaf_hash
from antigone.register.ledger.models import Entry, Head
from antigone.register.ledger.record import append
from antigone.register.ledger.values import COVERED
from antigone.register.ledger.verify import covered_models, findings
from antigone.register.project.originals import KEPT

DAY = timedelta(days=1)


@pytest.fixture
def second(db):
    return create_user("second", PASSWORD)


@pytest.fixture
def rows(valley, coordinator, second):
    """One row of each table, each with its entry; constraints are those of the tables alone."""
    kinds = [k for k in enter_one_of_each(valley, coordinator.user) if k in covered_models()]
    made = [k._base_manager.get(pk=uuid.UUID("11111111-1111-4111-8111-111111111111")) for k in kinds]
    append(coordinator, [("stated", row, None) for row in made])
    assert list(findings()) == []
    return [*made, Investigation.objects.get(), User.objects.get(username="second")]


def columns(row):
    names = COVERED.get(row._meta.label_lower)
    return [f for f in row._meta.concrete_fields if not f.primary_key and (not names or f.name in names)]


def another(field, old, second):
    """A value that differs from the old one and that the column holds."""
    target = field.target_field if field.is_relation else field
    if field.is_relation and field.related_model is User:
        return second.pk
    match target:
        case models.BooleanField():
            return not old
        case models.JSONField():
            return {"changed": True}
        case models.BinaryField():
            return b"changed"
        case models.UUIDField():
            return uuid.uuid4()
        case models.DateTimeField():
            return (old or datetime.fromisoformat("2026-03-01T00:00+00:00")) + DAY
        case models.DateField():
            return (old or date(2026, 3, 1)) + DAY
        case models.FloatField() | models.DecimalField() | models.IntegerField():
            return (old or 0) + 1
        case models.CharField() | models.TextField():
            return "y" if old != "y" else "z"
    raise AssertionError(f"what may {field} hold?")


def behind_its_back(row, **values):
    assert models.QuerySet(type(row)).filter(pk=row.pk).update(**values) == 1


def named():
    return {f.where for f in findings()}


def test_every_table_has_a_row(rows):
    assert {type(r) for r in rows} == set(covered_models())
    assert len(rows) > 50


def test_every_column_of_every_table(rows, second):
    """The n-th column of all tables at once, so that a pass over the record serves them all."""
    checked, refused = 0, []
    for n in range(max(len(columns(r)) for r in rows)):
        changed = [(r, columns(r)[n]) for r in rows if n < len(columns(r))]
        for row, field in changed:
            try:
                with transaction.atomic():
                    behind_its_back(
                        row, **{field.attname: another(field, getattr(row, field.attname), second)}
                    )
            except IntegrityError:
                refused.append(str(field))
        found = named()
        for row, field in changed:
            if str(field) in refused:
                continue
            assert f"{row._meta.label_lower} {row.pk}" in found, (row._meta.label, field.name)
            behind_its_back(row, **{field.attname: getattr(row, field.attname)})
            checked += 1
    assert checked > 500
    # The database itself refuses a sample of two origins, or of none.
    assert set(refused) <= {f"laboratory.Sample.{n}" for n in ("remains", "relative", "owner")}
    assert named() == set()


# The first of each pair some database reads as what stood there; searches would pass over the row.
SPOILT = {
    models.BooleanField: (-1, "f", b"\xff"),
    models.UUIDField: (str, lambda old: "g" + old.hex[1:], b"\xff"),
    models.DateTimeField: (lambda old: f"{old:%Y-%m-%dT%H:%M:%S.%f}+00:00", "2026-13-41 00:00:00", b"\xff"),
    models.JSONField: ("{", b"{}"),
    models.CharField: (b"x", b"\xff"),
}


def test_what_a_column_cannot_hold_is_named_or_refused(rows):
    """SQLite keeps any bytes in any column: a row that is read as before may yet be found by no search."""
    row = next(r for r in rows if r._meta.label == "people.Likeness")
    table, pk = row._meta.db_table, row._meta.pk.get_db_prep_value(row.pk, connection)
    tried = 0
    with connection.constraint_checks_disabled():
        for field in columns(row):
            column = field.target_field if field.is_relation and field.related_model is not User else field
            old = getattr(row, field.attname)
            for value in next((v for kind, v in SPOILT.items() if isinstance(column, kind)), ()):
                if old is None:
                    continue
                value = value(old) if callable(value) else value
                try:
                    with transaction.atomic(), connection.cursor() as cursor:
                        cursor.execute(f'UPDATE {table} SET "{field.column}" = %s WHERE id = %s', [value, pk])
                except DatabaseError:
                    continue
                found = named()
                behind_its_back(row, **{field.attname: old})
                if connection.vendor == "sqlite":
                    assert f"people.likeness {row.pk}" in found, (field.name, value)
                tried += 1
    assert named() == set()
    assert tried > 10 or connection.vendor != "sqlite"


def test_every_row_that_is_removed_and_every_row_that_is_added(rows):
    facts = [r for r in rows if isinstance(r, Fact | ProtectedIdentity)]
    for row in facts:
        behind_its_back(row, id=uuid.uuid4())
    kept = {f"{r._meta.label_lower} {r.pk}" for r in facts}
    said = list(findings())
    removed = {f.where for f in said if f.what.startswith("removed")}
    added = {f.where.split()[0] for f in said if f.what.startswith("unrecorded")}
    assert removed == kept and added == {r._meta.label_lower for r in facts}
    for row in facts:
        models.QuerySet(type(row)).exclude(pk=row.pk).filter(
            **(
                {"pseudonym": row.pseudonym}
                if isinstance(row, ProtectedIdentity)
                else {"made_at": row.made_at}
            )
        ).update(id=row.pk)
    assert named() == set()


def test_a_role_and_an_account_given_outside_the_program(rows, second, valley, coordinator):
    role = Membership(user=second, role="reviewer", investigation=valley, made_by=coordinator.user)
    role.made_at = rows[0].made_at
    models.Model.save_base(role, force_insert=True)
    intruder = User.objects.create_user("intruder", password=PASSWORD)
    behind_its_back(second, is_active=False)
    assert named() == {f"access.membership {role.pk}", f"auth.user {intruder.pk}", f"auth.user {second.pk}"}


def test_entries_doubled_moved_and_made_up(rows):
    last = Entry.objects.latest("sequence")
    double = {f.name: getattr(last, f.name) for f in Entry._meta.fields if f.name != "sequence"}
    Entry.objects.create(sequence=last.sequence + 1, **double)
    assert {f"entry {last.sequence + 1}", "the end of the log"} <= named()
    Entry.objects.filter(pk=last.sequence + 1).delete()
    content = last.content.replace('"why":"test"', '"why":"made up"')
    assert content != last.content
    Entry.objects.filter(pk=last.pk).update(content=content, leaf=leaf_hash(content.encode()).hex())
    assert f"entry {last.sequence}" in named()
    Entry.objects.filter(pk=last.pk).update(content=last.content, leaf=last.leaf)
    assert named() == set()


def test_every_column_that_names_a_file_is_checked_with_its_file():
    """Hashes of what lies in the store of files, and those of what lies in rows or elsewhere."""
    elsewhere = {
        "access.Token.sha256", "identification.Run.sha256", "identification.QualityCheck.sha256",
        "people.ListImport.sha256",
        "laboratory.Profile.sha256", "laboratory.FrequencyTable.sha256", "laboratory.StaffProfile.sha256",
        "reports.Disclosure.manifest_sha256",
    }  # fmt: skip
    named = {
        f"{m._meta.label}.{f.name}"
        for m in covered_models()
        for f in m._meta.concrete_fields
        if getattr(f, "max_length", None) == 64 and "code" not in f.name
    }
    assert {f"{label}.{field}" for label, field in KEPT} | elsewhere >= named
    assert named >= {f"{label}.{field}" for label, field in KEPT}


def test_the_head_and_its_absence(rows):
    head = Head.objects.get()
    for change in (
        {"size": head.size + 1},
        {"size": head.size - 1},
        {"peaks": head.peaks[::-1] + ["00" * 32]},
    ):
        Head.objects.update(**change)
        assert named() & {"the end of the log", "the head of the log"}, change
        Head.objects.update(size=head.size, peaks=head.peaks)
    Head.objects.all().delete()
    assert "the end of the log" in named()
