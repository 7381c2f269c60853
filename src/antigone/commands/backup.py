"""antigone backup"""

from __future__ import annotations

from pathlib import Path

import click

from antigone.commands.progress import stages_on_stderr
from antigone.commands.register_start import start_register
from antigone.errors import InputError


@click.command()
@click.argument("file")
def backup(file: str) -> None:
    """Write the whole record to FILE, and its keys to FILE.keys: keep the two apart.

    Others go on working meanwhile; all that is in it is of the moment at which it began.

    Example: antigone backup 2026-11-24.zip
    """
    start_register()
    from antigone.register.project.backup import write_backup

    try:
        with stages_on_stderr() as watch:
            rows = write_backup(Path(file), watch)
    except OSError as error:
        raise InputError(f"{file}: cannot be written ({error.strerror}); choose another place") from error
    click.echo(f"{rows} rows are in {file}; the keys are in {file}.keys: keep them in another place.")
