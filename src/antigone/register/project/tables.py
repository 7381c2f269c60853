"""The tables of a record: made at once where there are none, brought up to date where there are."""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def bring_up_to_date(using: str = DEFAULT_DB_ALIAS) -> None:
    """Makes or migrates the tables of a database."""
    if not connections[using].introspection.table_names():
        make_tables(using)
    call_command("migrate", database=using, verbosity=0)


def make_tables(using: str = DEFAULT_DB_ALIAS) -> None:
    """Makes all tables of an empty database as the models say, and notes that no migration is left to do.

    The migrations come to the same tables (tests/register/test_database.py) in ten times the time, as each
    of their steps builds all models anew. Done whole or not at all.
    """
    connection = connections[using]
    with connection.schema_editor(atomic=True) as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        recorder = MigrationRecorder(connection)
        editor.create_model(recorder.Migration)
        for app, name in sorted(MigrationLoader(connection).graph.nodes):
            recorder.record_applied(app, name)
