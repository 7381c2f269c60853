"""The suite runs on the database it was told to: SQLite, or the PostgreSQL of ANTIGONE_TEST_POSTGRES."""

import os

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from antigone.register.people.models import Person

pytestmark = pytest.mark.django_db


def test_the_database_is_the_one_asked_for():
    asked = "postgresql" if os.environ.get("ANTIGONE_TEST_POSTGRES") else "sqlite"
    assert connection.vendor == asked


def test_migrations_are_complete():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_database_itself_refuses_a_second_person_of_one_number(coordinator):
    one = {"investigation": coordinator.investigation, "made_by": coordinator.user, "code": "P-00001"}
    Person(**one, made_at="2026-03-01T00:00Z").save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Person(**one, made_at="2026-03-02T00:00Z").save()
    assert Person.objects.count() == 1
