"""antigone ledger"""

from __future__ import annotations

import os
from itertools import chain
from pathlib import Path

import click

from antigone.commands.progress import stages_on_stderr
from antigone.commands.register_start import start_register
from antigone.errors import AntigoneError, InputError


@click.group()
def ledger() -> None:
    """The record's append-only log: verify it, sign checkpoints, check them later.

    Example: antigone ledger verify
    """


@ledger.command()
@click.option(
    "--checkpoint", "checkpoints", multiple=True, metavar="FILE", help="A checkpoint signed earlier."
)
@click.option("--files/--no-files", default=True, help="Hash every kept file too (default), or not.")
def verify(checkpoints: tuple[str, ...], files: bool) -> None:
    """Name every altered, removed, reordered or unrecorded entry, row and file.

    Example: antigone ledger verify --checkpoint 2026-01.json
    """
    start_register()
    from antigone.register.ledger.checkpoint import check_against_log, read_checkpoint
    from antigone.register.ledger.models import Entry
    from antigone.register.ledger.verify import findings
    from antigone.register.project.originals import file_findings

    wrong = 0
    with stages_on_stderr() as watch:
        for finding in chain(findings(watch), file_findings(watch) if files else ()):
            wrong += 1
            click.echo(f"{finding.where}: {finding.what}")
    for name in checkpoints:
        try:
            check_against_log(name, read_checkpoint(name, _text(name)))
        except AntigoneError as error:
            wrong += 1
            click.echo(str(error))
    if wrong:
        raise InputError(f"the ledger does not hold: {wrong} findings")
    held = f", {len(checkpoints)} checkpoints hold" if checkpoints else ""
    click.echo(f"The ledger holds: {Entry.objects.count()} entries, every row as they say{held}.")


@ledger.command()
@click.option("--out", metavar="FILE", help="Write there, not to standard output.")
@click.option("--since", metavar="FILE", help="Add a proof that the log only grew since this checkpoint.")
def checkpoint(out: str | None, since: str | None) -> None:
    """Sign the log as it is now (Ed25519), for another body to keep.

    Example: antigone ledger checkpoint --since january.json --out february.json
    """
    start_register()
    from antigone.register.ledger.checkpoint import (
        check_against_log,
        make_checkpoint,
        read_checkpoint,
        write_checkpoint,
    )

    earlier = read_checkpoint(since, _text(since)) if since else None
    if since and earlier:
        check_against_log(since, earlier)
    text = write_checkpoint(make_checkpoint(earlier))
    if out is None:
        click.echo(text, nl=False)
        return
    temporary = Path(out + ".partial")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, out)


@ledger.command()
@click.argument("old")
@click.argument("new")
def compare(old: str, new: str) -> None:
    """Check without the database that NEW (made with --since OLD) only adds to OLD.

    Example: antigone ledger compare january.json february.json
    """
    start_register(migrate=False)
    from antigone.register.ledger.checkpoint import check_pair, read_checkpoint

    if not check_pair(read_checkpoint(old, _text(old)), read_checkpoint(new, _text(new))):
        raise InputError(
            f"{new} does not prove that it only adds to {old}; ask for one made with --since {old}, "
            "and if it fails too, the log was changed"
        )
    click.echo(f"{new} only adds to {old}.")


def _text(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{name}: cannot be read ({error}); name a checkpoint file") from None
