"""Makes the record ready for a command: Django set up, the database at the present version."""

from __future__ import annotations

import os

from antigone.errors import InputError


def start_register(migrate: bool = True) -> None:
    """Sets Django up; InputError where the extra is not installed or the database cannot be reached."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "antigone.register.project.settings")
    try:
        import django
        from django.db import DatabaseError
    except ImportError as error:
        raise InputError(
            f"the record is not installed ({error.name} is missing); run: pip install 'antigone[register]'"
        ) from error
    try:
        django.setup()
    except ImportError as error:
        raise InputError(
            f"the record is not installed ({error.name} is missing); run: pip install 'antigone[register]'"
        ) from error
    try:
        if migrate:
            from antigone.register.project.tables import bring_up_to_date
            from antigone.register.project.upgrading import copy_before_upgrade

            copy_before_upgrade()
            bring_up_to_date()
    except DatabaseError as error:
        raise InputError(
            f"the record's database cannot be used ({str(error).strip()}); check ANTIGONE_DATABASE"
        ) from error
