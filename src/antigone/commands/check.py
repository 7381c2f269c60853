"""antigone check"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from antigone.commands.output import write_json
from antigone.commands.provenance import provenance
from antigone.quality.finding import Finding, Severity

if TYPE_CHECKING:
    from antigone.quality.relationships import Relationship


@click.command()
@click.argument("case_folder", metavar="CASE")
@click.option("--json", "target", metavar="PATH", help="Write JSON to PATH, '-' for standard output.")
@click.option(
    "--threshold",
    metavar="LOG10",
    default=3.0,
    show_default=True,
    help="Warn where another relationship or place is 10^LOG10 times better.",
)
@click.option(
    "--match",
    metavar="LOG10",
    default=6.0,
    show_default=True,
    help="Report profiles that are 10^LOG10 times more probable if one person left both.",
)
@click.option("--relationships", is_flag=True, help="Show every typed pair's relationship, not doubts alone.")
@click.option("--strict", is_flag=True, help="Exit with code 1 where there are errors.")
def check(
    case_folder: str, target: str | None, threshold: float, match: float, relationships: bool, strict: bool
) -> None:
    """The quality of CASE before any match: conflicts, swaps, duplicates, drop-out, odd alleles.

    Findings do not change the exit code unless --strict is given.

    Example: antigone check my-case --json - --strict
    """
    from antigone.cases.build import build_case
    from antigone.formats.case_folder import read_draft
    from antigone.quality.check import check_case
    from antigone.quality.limits import Limits

    draft = read_draft(case_folder)
    case = build_case(draft)
    limits = Limits(relationship_log10=threshold, match_log10=match)
    quality = check_case(case, draft.frequencies, limits, _track)
    if target is not None:
        write_json(
            target,
            {
                "findings": [finding_json(f) for f in quality.findings],
                "relationships": [relationship_json(r) for r in quality.relationships],
                "provenance": provenance(case) | {"check": asdict(limits)},
            },
        )
    if target != "-":
        print_findings(case.title, quality.findings)
        if relationships:
            print_relationships(quality.relationships)
    if strict and any(f.severity is Severity.ERROR for f in quality.findings):
        sys.exit(1)


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding as in docs/check.md; `log10_lr` is there where it is finite."""
    row: dict[str, Any] = {
        "kind": finding.kind,
        "severity": finding.severity.value,
        "family": finding.family,
        "subjects": list(finding.subjects),
        "marker": finding.marker,
        "text": finding.text,
    }
    if finding.log10_lr is not None:
        row["log10_lr"] = finding.log10_lr
    return row


def relationship_json(pair: Relationship) -> dict[str, Any]:
    """A pair as in docs/check.md; null stands for a ratio that is infinite either way."""
    return {
        "family": pair.family,
        "subjects": list(pair.persons),
        "stated": pair.stated,
        "markers": pair.markers,
        "log10_lr": {a: v if math.isfinite(v) else None for a, v in pair.log10_lr.items()},
        "best": pair.best,
    }


def print_relationships(pairs: Sequence[Relationship]) -> None:
    """Each typed pair: how much better what is stated explains it than each alternative."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title="log10 LR of the stated relationship against each alternative")
    alternatives = list(dict.fromkeys(a for p in pairs for a in p.log10_lr))
    for column in ("family", "persons", "stated", *alternatives):
        table.add_column(column)
    for p in pairs:
        values = (f"{round(p.log10_lr[a], 1) + 0.0}" if a in p.log10_lr else "" for a in alternatives)
        table.add_row(*map(Text, (p.family, " – ".join(p.persons), p.stated, *values)))
    Console().print(table)


def print_findings(title: str, findings: tuple[Finding, ...]) -> None:
    """The findings as a table, gravest first."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    counts = {s: sum(f.severity is s for f in findings) for s in Severity}
    console = Console()
    if not findings:
        console.print(Text(f"{title}: nothing found."))
        return
    table = Table(title=Text(f"{title}: what to look at before matching"))
    for column in ("severity", "kind", "family", "finding"):
        table.add_column(column)
    style = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: ""}
    for f in sorted(findings, key=lambda f: list(Severity).index(f.severity)):
        table.add_row(Text(f.severity, style[f.severity]), f.kind, Text(f.family or ""), Text(f.text))
    console.print(table)
    console.print(", ".join(f"{n} {s}{'s' if n != 1 else ''}" for s, n in counts.items()))


def _track(items: list[Any], title: str) -> Iterable[Any]:
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return track(items, title, console=console, transient=True, disable=not console.is_terminal)
