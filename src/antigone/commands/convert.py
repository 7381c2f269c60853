"""antigone convert"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import click
import numpy as np

from antigone import __version__
from antigone.cases.build import build_case
from antigone.cases.draft import KINDS, CaseDraft
from antigone.commands.output import write_json
from antigone.commands.progress import stages_on_stderr
from antigone.errors import InputError
from antigone.formats.source import PROFILES, Source, open_source, read_source, read_specimens
from antigone.formats.specimens import Reading
from antigone.formats.target import check_target, write_target
from antigone.formats.unidentified import with_missing


@click.command()
@click.argument("source", metavar="SOURCE")
@click.argument("target", metavar="TARGET")
@click.option("--kind", type=click.Choice(KINDS), help="What all samples of a CODIS or GeneMapper file are.")
@click.option("--frequencies", metavar="FILE", help="Allele frequencies for a CODIS or GeneMapper file.")
@click.option(
    "--one-allele",
    type=click.Choice(["unknown", "homozygous"]),
    default="unknown",
    show_default=True,
    help="How a CODIS or GeneMapper genotype of a single allele is read.",
)
@click.option("--missing", multiple=True, metavar="PERSON", help="Make PERSON missing, the profile remains.")
@click.option("--json", "json_target", metavar="PATH", help="Write JSON to PATH, '-' for standard output.")
def convert(
    source: str,
    target: str,
    kind: str | None,
    frequencies: str | None,
    one_allele: str,
    missing: tuple[str, ...],
    json_target: str | None,
) -> None:
    """Convert SOURCE to TARGET, which must not exist.

    SOURCE is a case folder, .xlsx, Familias .fam, CODIS CMF .xml or a GeneMapper table; TARGET a folder,
    .xlsx or .fam. What TARGET cannot hold is said in notes.

    Example: antigone convert lab.fam my-case
    """
    place = Path(target)
    check_target(place)
    opened = open_source(source)
    if opened.format not in PROFILES and (kind or frequencies or one_allele != "unknown"):
        raise InputError(
            f"{source}: --kind, --frequencies and --one-allele are for CODIS and GeneMapper files alone"
        )
    with stages_on_stderr() as stage:
        stage("reading", 0, 1)
        if opened.format in PROFILES:
            reading = Reading(one_allele == "homozygous")
            draft = read_specimens(opened, kind, reading, Path(frequencies) if frequencies else None)
        else:
            draft = read_source(opened)
        if missing:
            draft = with_missing(draft, missing)
        stage("reading", 1, 1)
        stage("checking", 0, 1)
        notes = list(build_case(draft).notes if draft.frequencies else draft.notes)
        stage("checking", 1, 1)
        stage("writing", 0, 1)
        notes += write_target(draft, place)
    _report(opened, place, draft, notes, json_target)


def _report(
    source: Source, target: Path, draft: CaseDraft, notes: list[str], json_target: str | None
) -> None:
    kept = _kept(draft)
    if json_target is not None:
        result: dict[str, Any] = {
            "source": str(source.path), "target": str(target), "format": source.format, "kept": kept,
            "notes": notes,
            "provenance": {"program": "antigone", "version": __version__, "inputs": dict(draft.hashes)},
        }  # fmt: skip
        write_json(json_target, result)
        if json_target == "-":
            return
    click.echo(f"{target}: " + ", ".join(f"{n} {what}" for what, n in kept.items()))
    for note in notes:
        click.echo(f"Note: {note}")


def _kept(draft: CaseDraft) -> dict[str, int]:
    status = Counter(p.status for p in draft.people)
    columns = draft.genotypes
    owners = np.unique(np.column_stack([columns.kind, columns.subject]), axis=0)
    profiles = Counter(KINDS[k] for k in owners[:, 0].tolist())
    return {
        "families": len({p.family for p in draft.people}),
        "people": len(draft.people),
        "missing": status["missing"],
        "remains": len({r.id for r in draft.remains} | _subjects(draft, "remains")),
        "reference profiles": profiles["reference"] + profiles["personal"],
        "remains profiles": profiles["remains"],
        "genotypes": len(columns),
        "markers": len(draft.frequencies) or len(columns.markers),
    }


def _subjects(draft: CaseDraft, kind: str) -> set[str]:
    columns = draft.genotypes
    return {columns.subjects[s] for s in set(columns.subject[columns.kind == KINDS.index(kind)].tolist())}
