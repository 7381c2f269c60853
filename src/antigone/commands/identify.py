"""antigone identify"""

from __future__ import annotations

import click

from antigone.cases.case import Case
from antigone.commands.output import write_json
from antigone.commands.provenance import provenance
from antigone.formats.case_folder import read_case
from antigone.identify.joint import JointPosterior, joint_posterior


@click.command()
@click.argument("case_folder", metavar="CASE")
@click.option("--json", "target", metavar="PATH", help="Write JSON to PATH, '-' for standard output.")
@click.option("--top", default=10, show_default=True, type=click.IntRange(1), help="Assignments to list.")
def identify(case_folder: str, target: str | None, top: int) -> None:
    """The exact joint posterior over assignments of remains to missing persons of CASE.

    Example: antigone identify my-case --json - --top 5
    """
    case = read_case(case_folder)
    result = joint_posterior(case, top)
    if target is not None:
        write_json(
            target,
            {
                "assignments": [
                    {"pairs": dict(a.pairs), "log_likelihood": a.log_likelihood, "posterior": a.posterior}
                    for a in result.assignments
                ],
                "marginals": {v: dict(row) for v, row in result.marginals.items()},
                "groups": [{"remains": list(v), "missing": list(x)} for v, x in result.groups],
                "method": result.method,
                "notes": list(case.notes),
                "provenance": provenance(case),
            },
        )
        if target == "-":
            return
    print_posterior(case, result)


def print_posterior(case: Case, result: JointPosterior) -> None:
    """The marginal posteriors, a row for each remains."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{case.title}: who is who")
    for column in ("remains", "most probable", "posterior", "runner-up", "posterior"):
        table.add_column(column)
    for v, row in result.marginals.items():
        best = sorted(row.items(), key=lambda item: -item[1])[:2]
        cells = [c for name, p in best for c in (name, f"{p:.4f}")]
        table.add_row(v, *cells)
    console = Console()
    console.print(table)
    for remains, persons in result.groups:
        console.print(f"{', '.join(remains)} are {', '.join(persons)}, in unknown order.")
    for note in case.notes:
        console.print(f"Note: {note}")
