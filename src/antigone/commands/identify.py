"""antigone identify"""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from heapq import nlargest
from pathlib import Path
from typing import Any

import click
import msgspec

from antigone.cases.case import Case
from antigone.commands.output import rows_json, write_files
from antigone.commands.progress import stages_on_stderr
from antigone.commands.provenance import provenance
from antigone.formats.case_folder import read_case
from antigone.identify.contradictions import contradiction_notes
from antigone.identify.joint import BY_FAMILY, JointPosterior, Watch, joint_posterior
from antigone.identify.store import open_store
from antigone.identify.unknown_sex import unknown_sex_notes


@click.command()
@click.argument("case_folder", metavar="CASE")
@click.option("--json", "target", metavar="PATH", help="Write JSON to PATH, '-' for standard output.")
@click.option("--report", metavar="FILE.html", help="Write a report for readers, self-contained.")
@click.option("--top", default=10, show_default=True, type=click.IntRange(1), help="Assignments to list.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Of what must be sampled.")
@click.option(
    "--run", "run_folder", metavar="FOLDER", help="Keep solved components there, and take them from there."
)
def identify(
    case_folder: str,
    target: str | None,
    report: str | None,
    top: int,
    seed: int,
    run_folder: str | None,
) -> None:
    """The joint posterior over assignments of remains to missing persons of CASE.

    Exact wherever the case allows; else "method" and "error" say what was left out or sampled. With --run a
    new family or sample costs only the solving of what it touches.

    Example: antigone identify my-case --json - --top 5 --report report.html
    """
    case = read_case(case_folder)
    files: dict[Path, bytes] = {}
    with ExitStack() as stack:
        store = stack.enter_context(open_store(Path(run_folder))) if run_folder is not None else None
        watch = stack.enter_context(stages_on_stderr())
        result = joint_posterior(case, top, seed, watch, store)
        if report is not None:
            files[Path(report)] = _report(case, result, seed, watch).encode()
    if run_folder is not None:
        click.echo(f"antigone: {taken_over(result, run_folder)}", err=True)
    payload = rows_json(posterior_json(case, result, seed)) if target is not None else b""
    if target not in (None, "-"):
        files[Path(str(target))] = payload
    write_files(files)
    if target == "-":
        click.echo(payload, nl=False)
        return
    print_posterior(case, result)


def taken_over(result: JointPosterior, run_folder: str) -> str:
    """What of an answer was solved before, in words."""
    if result.correlated:
        return f"nothing kept in {run_folder}: under theta this case was summed as a whole, in one piece"
    solved = result.components - result.reused
    return (
        f"{solved} component{'s' if solved != 1 else ''} solved, {result.reused} taken over from {run_folder}"
    )


def posterior_json(case: Case, result: JointPosterior, seed: int) -> dict[str, Any]:
    """The joint answer as in docs/case-folder.md."""
    return {
        "assignments": [
            {
                "pairs": dict(a.pairs),
                # JSON knows no -inf: relatives who contradict each other leave no likelihood.
                "log_likelihood": a.log_likelihood if math.isfinite(a.log_likelihood) else None,
                "posterior": a.posterior,
            }
            for a in result.assignments
        ],
        # Rows become text one by one: as dictionaries millions of pairs would take gigabytes.
        "marginals": {v: msgspec.Raw(msgspec.json.encode(row)) for v, row in result.marginals.items()},
        "groups": [{"remains": list(v), "missing": list(x)} for v, x in result.groups],
        "method": result.method,
        "error": result.error,
        "sampling": [asdict(s) for s in result.sampling],
        "notes": joint_notes(case, result),
        "provenance": provenance(case, seed if result.sampling else None),
    }


def _report(case: Case, result: JointPosterior, seed: int, watch: Watch) -> str:
    from antigone.report.render import render_report

    made_by = provenance(case, seed if result.sampling else None)
    return render_report(case, result, made_by, joint_notes(case, result), method_sentences(result), watch)


def print_posterior(case: Case, result: JointPosterior) -> None:
    """The marginal posteriors, a row for each remains."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(f"{case.title}: who is who"))
    for column in ("remains", "most probable", "posterior", "runner-up", "posterior"):
        table.add_column(column)
    for v, row in result.marginals.items():
        best = nlargest(2, row.items(), key=lambda item: item[1])
        cells = [c for name, p in best for c in (name if p > 0 else "–", in_figures(p))]
        table.add_row(*map(Text, (v, *cells)))
    console = Console()
    console.print(table)
    for remains, persons in result.groups:
        console.print(Text(group_sentence(remains, persons)))
    for sentence in method_sentences(result):
        console.print(sentence)
    for note in joint_notes(case, result):
        console.print(Text(f"Note: {note}"))


def in_figures(posterior: float) -> str:
    """Four decimals that never say 1, which no profile proves, nor 0 of what is possible."""
    if 0 < posterior < 0.0001:
        return "< 0.0001"
    if posterior > 0.9999:
        return "> 0.9999"
    return f"{posterior:.4f}" if posterior > 0 else "–"


def group_sentence(remains: Sequence[str], persons: Sequence[str]) -> str:
    """What can be said of remains and persons that the evidence cannot tell apart."""
    bodies, names = ", ".join(remains), ", ".join(persons)
    if len(remains) == len(persons):
        return f"{bodies} are {names}, in unknown order."
    if len(remains) == 1:
        return f"{bodies}: the evidence cannot tell {names} apart."
    return f"{bodies}: the evidence cannot tell apart which of them is which of {names}."


def joint_notes(case: Case, result: JointPosterior) -> list[str]:
    """The notes of a case, and what the joint answer takes for granted."""
    notes = [*case.notes, *unknown_sex_notes(case)]
    if any(a.log_likelihood == -math.inf for a in result.assignments):
        notes += contradiction_notes(case)
    if case.theta == 0.0:
        return notes
    if result.correlated:
        said = f"theta {case.theta:g} correlates all typed persons of the case"
    else:
        said = (
            f"theta {case.theta:g} correlates the persons of one family and the remains placed in it; "
            "families and remains placed nowhere are taken as independent of each other (the case is too "
            f'large to be summed as a whole): the method is named "{result.method}"'
        )
    return [*notes, said]


def method_sentences(result: JointPosterior) -> list[str]:
    """What is to be said of an answer that is not the exact sum over all assignments; else nothing."""
    sentences = []
    if result.method.endswith(BY_FAMILY):
        sentences.append(
            "Approximation: theta ties the persons of one family and the remains placed in it, but not "
            "families to each other nor to remains placed nowhere (the case is too large to be summed as a "
            "whole)."
        )
    if result.error > 0:
        sentences.append(
            f"Improbable pairs were left out; no posterior is wrong by more than {result.error:.2g}."
        )
    for s in result.sampling:
        state = "they agree" if s.converged else "THEY DO NOT AGREE YET: do not rely on the posteriors"
        sentences.append(
            f"Part of the case was sampled (seed {s.seed}, {s.draws} draws of {s.chains} chains, "
            f"R-hat {s.r_hat:.3f}, effective size {s.effective_size:.0f}): {state}."
        )
    return sentences
