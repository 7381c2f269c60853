"""antigone restore"""

from __future__ import annotations

from pathlib import Path

import click

from antigone.commands.progress import stages_on_stderr
from antigone.commands.register_start import start_register


@click.command()
@click.argument("file")
@click.option("--without-keys", is_flag=True, help="The keys are lost: sealed identities stay closed.")
@click.option("--although-altered", is_flag=True, help="The ledger does not hold: restore, and name what.")
def restore(file: str, without_keys: bool, although_altered: bool) -> None:
    """Fill an empty record from FILE (and FILE.keys beside it); its ledger is verified first.

    Example: ANTIGONE_HOME=new-home antigone restore 2026-11-24.zip
    """
    start_register()
    from antigone.register.project.restoring import restore_backup

    with stages_on_stderr() as watch:
        restored = restore_backup(Path(file), without_keys, although_altered, watch)
    for row in restored.without_file:
        click.echo(f"{row}: its file was missing or altered when the backup was made")
    for found in restored.altered:
        click.echo(f"{found.where}: {found.what}")
    holds = f"does not hold: {len(restored.altered)} findings" if restored.altered else "holds"
    click.echo(f"{restored.rows} rows are restored, and the ledger {holds}.")
