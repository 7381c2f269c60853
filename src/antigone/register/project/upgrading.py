"""Before a newer program changes the tables of a record: a copy of it; before an older one: a refusal."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from antigone import __version__
from antigone.errors import InputError
from antigone.register.project.home import home


def copy_before_upgrade() -> Path | None:
    """The copy made of a SQLite record whose tables are about to change, in `before/` of the home folder.

    None where nothing changes, or where the database is PostgreSQL (a server's own backups are its
    keeper's). Raises InputError for a record of a newer program, which this one would not understand.
    """
    executor = MigrationExecutor(connection)
    applied = {key for key in executor.loader.applied_migrations if key[0] in executor.loader.migrated_apps}
    if newer := sorted(applied - set(executor.loader.disk_migrations) - executor.loader.replacements.keys()):
        raise InputError(
            f"this record was last opened by a newer version of Antigone than {__version__} (it knows "
            f"{newer[0][0]} {newer[0][1]}); install that version again"
        )
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not applied or not pending or connection.vendor != "sqlite":
        return None
    folder = home() / "before"
    folder.mkdir(exist_ok=True)
    target = folder / f"record-{datetime.now():%Y-%m-%d-%H%M%S}.sqlite3"
    temporary = target.with_suffix(".partial")
    try:
        with (
            closing(sqlite3.connect(connection.settings_dict["NAME"])) as own,
            closing(sqlite3.connect(temporary)) as copy,
        ):
            own.backup(copy)
        os.replace(temporary, target)
    except (OSError, sqlite3.Error) as error:
        temporary.unlink(missing_ok=True)
        raise InputError(f"{target}: the copy before the upgrade cannot be written ({error})") from error
    return target
