"""antigone account"""

from __future__ import annotations

from typing import Any

import click

from antigone.accounts.account import Account, Finding
from antigone.accounts.account import account as find
from antigone.accounts.group import Group
from antigone.accounts.reading import read_group
from antigone.commands.output import write_json


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--json", "target", metavar="PATH", help="Write JSON to PATH, '-' for standard output.")
def account(file: str, target: str | None) -> None:
    """What follows from the counts that sources claim of the group in FILE, and what contradicts.

    Example: antigone account caves.toml --json -
    """
    group = read_group(file)
    result = find(group)
    if target is not None:
        write_json(target, account_json(result))
        if target == "-":
            return
    _print(group, result)


def account_json(result: Account) -> dict[str, Any]:
    """The account as in docs/accounts.md."""
    return {
        "sources": {s: _finding_json(f) for s, f in result.sources.items()},
        "together": _finding_json(result.together),
        "derivations": {s: dict(f.derivations) for s, f in result.sources.items() if f.consistent},
    }


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "consistent": finding.consistent,
        "bounds": None if finding.bounds is None else {p: list(b) for p, b in finding.bounds.items()},
        "conflicts": [list(c) for c in finding.conflicts],
    }


def _print(group: Group, result: Account) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(f"{group.name}: what each source's counts allow"))
    columns = {f"according to {s}": f for s, f in result.sources.items()} | {"together": result.together}
    table.add_column("part")
    for name in columns:
        table.add_column(Text(name))
    for part in [*group.part_of, *group.asks]:
        table.add_row(*map(Text, (part, *(_cell(f, part) for f in columns.values()))))
    console = Console()
    console.print(table)
    said = {c.id: c for c in group.claims}
    for name, finding in columns.items():
        for part, text in finding.derivations.items():
            console.print(f"{name}: {part} = {text}", markup=False)
        for ids in finding.conflicts:
            listed = "; ".join(f"{i} (according to {said[i].source})" for i in ids)
            console.print(f"{name}: cannot all hold: {listed}", markup=False)


def _cell(finding: Finding, part: str) -> str:
    if finding.bounds is None:
        return "contradiction"
    least, most = finding.bounds[part]
    if least == most:
        return str(least)
    return f"{least} or more" if most is None else f"{least} to {most}"
