"""The suite runs on the database it was told to: SQLite, or the PostgreSQL of ANTIGONE_TEST_POSTGRES."""

import os
import re
from contextlib import ExitStack

import dj_database_url
import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, connections, transaction

from antigone.register.people.models import Person
from antigone.register.project.tables import bring_up_to_date, make_tables


@pytest.fixture
def two_databases(tmp_path, django_db_blocker):
    """Aliases of two empty databases on the server that the suite runs on."""
    names, server = ("at_once", "step_by_step"), os.environ.get("ANTIGONE_TEST_POSTGRES")
    with django_db_blocker.unblock(), ExitStack() as after:
        for name in names:
            there = f"sqlite:///{tmp_path / name}"
            if server:
                import psycopg

                there = server.removesuffix("/postgres") + f"/antigone_{name}_{os.getpid()}"
                with psycopg.connect(server, autocommit=True) as own:
                    own.execute(f"CREATE DATABASE antigone_{name}_{os.getpid()}")
            connections.settings[name] = connections.configure_settings(
                {"default": dj_database_url.parse(there)}
            )["default"]
            after.callback(connections.settings.pop, name)
            after.callback(connections[name].close)
        yield names


def test_tables_made_at_once_are_those_of_the_migrations(two_databases):
    at_once, step_by_step = two_databases
    make_tables(at_once)
    call_command("migrate", database=step_by_step, verbosity=0)
    bring_up_to_date(at_once)
    made, migrated = schema(connections[at_once]), schema(connections[step_by_step])
    assert len(made) > 400
    assert not {part for part in made ^ migrated if part[0] not in OF_DJANGO}


# Tables of groups, which the record does not use: Django's own migrations give their keys more bits.
OF_DJANGO = {"auth_group_permissions", "auth_user_groups", "auth_user_user_permissions"}
# Column by column and constraint by constraint, as the catalogue of each database words them.
POSTGRESQL = """
SELECT table_name, column_name, data_type, is_nullable, column_default, character_maximum_length::text,
       is_identity FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', '', '', ''
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT tablename, indexname, indexdef, '', '', '', '' FROM pg_indexes WHERE schemaname = 'public'
"""


def schema(database):
    """Every column, constraint and index with its name."""
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute(POSTGRESQL)
            return set(cursor.fetchall())
        cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        found = set()
        for table, name, sql in cursor.fetchall():
            parts = re.split(r", (?=\"|CONSTRAINT)", sql.partition("(")[2]) if table == name else [sql]
            found |= {(table, name, p.removesuffix(")") if p is parts[-1] else p) for p in parts}
        return found


def test_the_database_is_the_one_asked_for():
    asked = "postgresql" if os.environ.get("ANTIGONE_TEST_POSTGRES") else "sqlite"
    assert connection.vendor == asked


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_the_database_itself_refuses_a_second_person_of_one_number(coordinator):
    one = {"investigation": coordinator.investigation, "made_by": coordinator.user, "code": "P-00001"}
    Person(**one, made_at="2026-03-01T00:00Z").save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Person(**one, made_at="2026-03-02T00:00Z").save()
    assert Person.objects.count() == 1
