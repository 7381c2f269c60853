"""antigone search"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from antigone.commands.output import write_rows
from antigone.commands.provenance import provenance

if TYPE_CHECKING:
    from antigone.search.search import SearchResult

SHOWN = 200


@click.command()
@click.argument("case_folder", metavar="CASE")
@click.option("--json", "target", metavar="PATH", help="Write JSON to PATH, '-' for standard output.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Threads to use.")
@click.option(
    "--threshold", type=float, metavar="LOG10", help="Least log10 LR of a hit; default: case.toml's."
)
@click.option("--top", default=0, show_default=True, type=click.IntRange(0), help="Also the K best of each.")
@click.option(
    "--run", "run_folder", metavar="FOLDER", help="Keep finished tiles there, and continue from them."
)
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler (tcp://host:8786), or 'local'.")
def search(
    case_folder: str,
    target: str | None,
    workers: int,
    threshold: float | None,
    top: int,
    run_folder: str | None,
    scheduler: str | None,
) -> None:
    """Every remains of CASE against every missing person, by the million.

    With --scheduler the work goes to Dask: 'local' starts --workers processes here.

    Example: antigone search my-case --json - --threshold 4 --top 3 --workers 2
    """
    from antigone.commands.progress import tiles_on_stderr
    from antigone.formats.case_folder import read_case
    from antigone.identify.contradictions import first_contradictions
    from antigone.identify.unknown_sex import unknown_sex_notes
    from antigone.search.search import search as run

    begin = time.perf_counter()
    case = read_case(case_folder)
    seconds_read = time.perf_counter() - begin
    try:
        with tiles_on_stderr("search") as progress:
            result = run(
                case,
                case.threshold_log10 if threshold is None else threshold,
                top,
                workers,
                run=Path(run_folder) if run_folder is not None else None,
                scheduler=scheduler,
                progress=progress,
            )
    except KeyboardInterrupt:
        if run_folder is not None:
            click.echo(
                f"antigone: finished tiles are kept in {run_folder}; the same command continues", err=True
            )
        raise
    notes = [*case.notes, *unknown_sex_notes(case), *first_contradictions(result.contradictions)]
    if target is not None:
        answer = result_json(result)
        answer["stats"]["seconds_read"] = seconds_read
        write_rows(target, {**answer, "notes": notes, "provenance": provenance(case)})
        if target == "-":
            return
    print_hits(case.title, result)
    for note in notes:
        click.echo(f"Note: {note}")


def result_json(result: SearchResult) -> dict[str, Any]:
    """Hits and stats as in docs/case-folder.md."""
    s = result.stats
    return {
        # The fields of Hit are those of the answer; as dictionaries millions would take gigabytes.
        "hits": result.hits,
        "stats": {
            "pairs": s.pairs,
            "remains": s.remains,
            "missing": s.missing,
            "markers": s.markers,
            "workers": s.workers,
            "tiles": s.tiles,
            "tiles_resumed": s.tiles_resumed,
            "seconds_tables": s.seconds_tables,
            "seconds_search": s.seconds_search,
            "seconds": s.seconds,
            "pairs_per_second": s.pairs_per_second,
            "bytes": s.bytes,
        },
    }


def print_hits(title: str, result: SearchResult) -> None:
    """The hits as a table, best first."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(f"{title}: hits"))
    for column in ("remains", "missing", "log10 LR"):
        table.add_column(column)
    for hit in result.hits[:SHOWN]:
        table.add_row(Text(hit.remains), Text(hit.missing), f"{hit.log10_lr:.3f}")
    console = Console()
    console.print(table)
    if len(result.hits) > SHOWN:
        console.print(f"… and {len(result.hits) - SHOWN:,} more hits; --json has all")
    s = result.stats
    console.print(
        f"{s.pairs:,} pairs ({s.remains:,} remains × {s.missing:,} missing persons) in {s.seconds:.2f} s"
    )
