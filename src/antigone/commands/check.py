"""antigone check"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

import click

from antigone.commands.output import write_json
from antigone.commands.provenance import provenance
from antigone.quality.finding import Finding, Severity


@click.command()
@click.argument("case_folder", metavar="CASE")
@click.option("--json", "target", metavar="PATH", help="Write JSON to PATH, '-' for standard output.")
@click.option("--strict", is_flag=True, help="Exit with code 1 where there are errors.")
def check(case_folder: str, target: str | None, strict: bool) -> None:
    """The quality of CASE before any match: conflicts, swaps, duplicates, drop-out, odd alleles.

    Findings do not change the exit code unless --strict is given.

    Example: antigone check my-case --json - --strict
    """
    from antigone.cases.build import build_case
    from antigone.formats.case_folder import read_draft
    from antigone.quality.check import check_case

    draft = read_draft(case_folder)
    case = build_case(draft)
    findings = check_case(case, draft.frequencies, _track)
    if target is not None:
        rows = [finding_json(f) for f in findings]
        write_json(target, {"findings": rows, "provenance": provenance(case)})
    if target != "-":
        print_findings(case.title, findings)
    if strict and any(f.severity is Severity.ERROR for f in findings):
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


def _track(items: list[str], title: str) -> Iterable[str]:
    from rich.console import Console
    from rich.progress import track

    return track(items, title, console=Console(stderr=True), transient=True, disable=len(items) < 20)
