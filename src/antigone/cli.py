"""The command line; each command's module is imported when it is called."""

from __future__ import annotations

import importlib
import sys
from io import TextIOWrapper

import click

from antigone import __version__
from antigone.errors import AntigoneError

COMMANDS = {
    "check": "Quality of a case before any match: conflicts, swaps, duplicates, odd alleles.",
    "lr": "Likelihood ratio of every remains against every missing person.",
    "identify": "Who is who: pair likelihood ratios and the exact joint posterior.",
    "read": "What a paper (TXT, PDF, DOCX) says of itself, its counts, dates and places.",
    "search": "Every remains against every missing person at any scale, on one machine or many.",
    "match": "Which remains are one person's, and which match a personal effect.",
    "account": "What follows from the counts that sources claim of a group of people.",
    "serve": "The record: open it in a browser.",
    "user": "The record's accounts: list, recover who is locked out, close.",
    "keys": "The keys that seal identities: their age, and a new one.",
    "backup": "Write the whole record to one file.",
    "restore": "Fill an empty record from a backup.",
    "verify-disclosure": "Check a disclosure set of sources without the record: hashes and signature.",
    "verify-proof": "Check without the record that a case file's rows stand in the signed ledger.",
    "ledger": "The record's append-only log: verify it, sign and check checkpoints.",
    "convert": "Between case folders, workbooks, Familias .fam, CODIS and GeneMapper files.",
    "simulate": "An invented case of a chosen size whose truth is known.",
    "draw": "Pedigrees as SVG, and every relationship in words.",
    "demo": "Write and identify the invented example case.",
}


class LazyGroup(click.Group):
    """A group whose commands are modules of antigone.commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        module = importlib.import_module(f"antigone.commands.{name}")
        command = getattr(module, name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Help without importing the commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup)
@click.version_option(__version__)
def antigone() -> None:
    """Antigone accounts for every missing person."""


def main() -> None:
    """Entry point: errors of the user's making end with one message and exit code 2."""
    _write_utf8()
    try:
        antigone(standalone_mode=False)
    except AntigoneError as error:
        click.echo(f"antigone: {error}", err=True)
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("antigone: interrupted", err=True)
        sys.exit(130)


def _write_utf8() -> None:
    """JSON is UTF-8 whatever the locale; a terminal that lacks a sign shows another instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
