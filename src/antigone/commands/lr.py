"""antigone lr"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

import click

from antigone.cases.case import Case
from antigone.commands.output import write_json
from antigone.commands.progress import stages_on_stderr
from antigone.commands.provenance import provenance
from antigone.formats.case_folder import read_case
from antigone.identify.contradictions import contradiction_notes
from antigone.identify.pairs import PairLR, pair_lrs
from antigone.identify.unknown_sex import unknown_sex_notes

SHOWN = 1000


@click.command()
@click.argument("case_folder", metavar="CASE")
@click.option("--json", "target", metavar="PATH", help="Write JSON to PATH, '-' for standard output.")
@click.option("--likelihoods", is_flag=True, help="Add numerator and denominator of each marker.")
def lr(case_folder: str, target: str | None, likelihoods: bool) -> None:
    """Likelihood ratio of every remains against every missing person of CASE.

    Example: antigone lr my-case --json -
    """
    case = read_case(case_folder)
    with stages_on_stderr() as watch:
        pairs = list(pair_lrs(case, partial(watch, "Likelihood ratios"), likelihoods))
    notes = lr_notes(case, pairs)
    if target is not None:
        rows = [pair_json(p, likelihoods) for p in pairs]
        write_json(target, {"pairs": rows, "notes": notes, "provenance": provenance(case)})
        if target == "-":
            return
    print_pairs(case.title, pairs)
    for note in notes:
        click.echo(f"Note: {note}")


def lr_notes(case: Case, pairs: Sequence[PairLR]) -> list[str]:
    """The notes of a case, and which families contradict themselves at a marker, which then says nothing."""
    notes = [*case.notes, *unknown_sex_notes(case)]
    # A denominator of 0 is a contradiction or an underflow; only then is it worth finding out.
    if any(denominator == 0.0 for p in pairs for _, denominator in p.likelihood.values()):
        return [*notes, *contradiction_notes(case)]
    return notes


def pair_json(pair: PairLR, likelihoods: bool) -> dict[str, Any]:
    """A pair as in docs/case-folder.md."""
    row: dict[str, Any] = {
        "remains": pair.remains,
        "missing": pair.missing,
        "log10_lr": pair.log10_lr,
        "lr": dict(pair.lr),
    }
    if pair.excluded_by:
        row["excluded_by"] = list(pair.excluded_by)
    if likelihoods:
        row["likelihood"] = {m: list(v) for m, v in pair.likelihood.items()}
    return row


def print_pairs(title: str, pairs: list[PairLR]) -> None:
    """The most probable pairs as a table."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(f"{title}: likelihood ratios"))
    for column in ("remains", "missing", "log10 LR", "excluded by"):
        table.add_column(column)
    ordered = sorted(pairs, key=lambda p: math.inf if p.log10_lr is None else -p.log10_lr)
    for pair in ordered[:SHOWN]:
        value = "excluded" if pair.log10_lr is None else f"{pair.log10_lr:.3f}"
        cells = (pair.remains, pair.missing, value, ", ".join(pair.excluded_by))
        table.add_row(*map(Text, cells))
    console = Console()
    console.print(table)
    if len(pairs) > SHOWN:
        excluded = sum(p.log10_lr is None for p in ordered[SHOWN:])
        console.print(
            f"… and {len(pairs) - SHOWN:,} more pairs, {excluded:,} of them excluded; --json has all"
        )
