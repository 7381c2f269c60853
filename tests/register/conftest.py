"""A home folder of its own for the tests, made before Django reads its settings."""

import atexit
import os
import shutil
import tempfile

os.environ["ANTIGONE_HOME"] = tempfile.mkdtemp(prefix="antigone-test-")
atexit.register(shutil.rmtree, os.environ["ANTIGONE_HOME"], ignore_errors=True)
# .ci/with-postgresql names a server here; without it the tests run on SQLite.
os.environ["ANTIGONE_DATABASE"] = os.environ.get("ANTIGONE_TEST_POSTGRES", "")
os.environ["DJANGO_SETTINGS_MODULE"] = "antigone.register.project.settings"

import django  # noqa: E402

django.setup()

import pytest  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.db import connection  # noqa: E402

from antigone.register.access.author import author_of  # noqa: E402
from antigone.register.access.models import Investigation  # noqa: E402
from antigone.register.access.opening_up import add_member, create_user, open_investigation  # noqa: E402

PASSWORD = "four invented words here"
if connection.vendor == "sqlite":
    # A file, as in use: threads that share a database in memory do not wait for each other.
    connection.settings_dict["TEST"]["NAME"] = f"{os.environ['ANTIGONE_HOME']}/test.sqlite3"
# The tables as a new record gets them; test_database holds that the migrations come to the same.
connection.settings_dict["TEST"]["MIGRATE"] = False
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def valley(db):
    """An invented investigation with its coordinator."""
    user = create_user("coordinator", PASSWORD)
    return open_investigation(user, "valley", "The invented valley")


@pytest.fixture
def coordinator(valley):
    """Its coordinator as author."""
    return author_of(User.objects.get(username="coordinator"), valley, "test")


@pytest.fixture
def member(valley, coordinator):
    """Makes an author with a role: member("reviewer"), member("reviewer", "second")."""

    def make(role: str, name: str | None = None):
        name_ = name or role
        user = User.objects.filter(username=name_).first() or create_user(name_, PASSWORD)
        add_member(coordinator, user, role)
        return author_of(user, valley, "test")

    return make


@pytest.fixture
def other(db):
    """Another investigation, and its coordinator as author."""
    user = create_user("stranger", PASSWORD)
    investigation: Investigation = open_investigation(user, "hills", "The invented hills")
    return author_of(user, investigation, "test")
