"""antigone match"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from antigone.commands.output import write_json
from antigone.commands.provenance import provenance

if TYPE_CHECKING:
    from antigone.search.direct import Match, Samples
    from antigone.search.reassociation import Cluster


@click.command()
@click.argument("case_folder", metavar="CASE")
@click.option("--json", "target", metavar="PATH", help="Write JSON to PATH, '-' for standard output.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Threads to use.")
@click.option(
    "--threshold", type=float, metavar="LOG10", help="Least log10 LR of a match; default: case.toml's."
)
def match(case_folder: str, target: str | None, workers: int, threshold: float | None) -> None:
    """Which remains of CASE are one person's, and which match a personal effect.

    Every sample is compared with every other; matches are joined into clusters, each with its consensus
    profile and whatever speaks against it.

    Example: antigone match my-case --json - --threshold 6
    """
    from antigone.commands.progress import tiles_on_stderr
    from antigone.formats.case_folder import read_case
    from antigone.search.direct import collect_samples, direct_matches, low_threshold
    from antigone.search.reassociation import cluster_samples

    case = read_case(case_folder)
    least = case.threshold_log10 if threshold is None else threshold
    samples = collect_samples(case)
    with tiles_on_stderr("match") as progress:
        matches, stats = direct_matches(samples, least, workers, progress=progress)
    clusters = cluster_samples(case, samples, matches)
    low = low_threshold(least, stats.pairs)
    notes = [*case.notes, *samples.notes, *([low] if low else [])]
    if low:
        click.echo(f"antigone: {low}", err=True)
    if target is not None:
        answer = {
            "matches": [match_json(samples, m) for m in matches],
            "clusters": [cluster_json(samples, c) for c in clusters],
            "stats": {"pairs": stats.pairs, "seconds": stats.seconds, "workers": stats.workers},
        }
        write_json(target, {**answer, "notes": notes, "provenance": provenance(case)})
        if target == "-":
            return
    print_matches(case.title, samples, matches, clusters)


def match_json(samples: Samples, match: Match) -> dict[str, Any]:
    """A match as in docs/search.md."""
    first, second = samples.subjects[match.first], samples.subjects[match.second]
    return {
        "first": {"id": first.id, "kind": first.kind},
        "second": {"id": second.id, "kind": second.kind},
        "log10_lr": match.log10_lr,
    }


def cluster_json(samples: Samples, cluster: Cluster) -> dict[str, Any]:
    """A cluster as in docs/search.md."""
    members = [samples.subjects[i] for i in cluster.members]
    return {
        "members": [{"id": s.id, "kind": s.kind} for s in members],
        "consensus": {m: list(a) for m, a in cluster.consensus.items()},
        "conflicts": [
            {"kind": c.kind, "subjects": list(c.subjects), "markers": list(c.markers), "text": c.text}
            for c in cluster.conflicts
        ],
    }


def print_matches(
    title: str, samples: Samples, matches: tuple[Match, ...], clusters: tuple[Cluster, ...]
) -> None:
    """The clusters as a table, conflicts in words below."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    table = Table(title=Text(f"{title}: samples of one person"))
    for column in ("samples", "effects", "consensus markers", "conflicts"):
        table.add_column(column)
    for cluster in clusters:
        members = [samples.subjects[i] for i in cluster.members]
        table.add_row(
            Text(", ".join(s.id for s in members if s.kind == "remains")),
            Text(", ".join(s.id for s in members if s.kind == "personal")),
            str(len(cluster.consensus)),
            str(len(cluster.conflicts)),
        )
    console.print(table)
    for cluster in clusters:
        for conflict in cluster.conflicts:
            console.print(Text(f"Conflict: {conflict.text}"))
    console.print(f"{len(matches)} matches")
