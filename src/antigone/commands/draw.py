"""antigone draw"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import click

from antigone.cases.case import Case
from antigone.commands.output import write_json, write_text
from antigone.errors import InputError


@click.command()
@click.argument("case_folder", metavar="CASE")
@click.option("--family", help="Draw this family only.")
@click.option("--out", required=True, metavar="PATH", help="A folder, or FILE.svg for one family.")
@click.option("--place", multiple=True, metavar="V=X", help="Draw remains V in the place of missing X.")
@click.option("--relationships", is_flag=True, help="Print what each person is to each other.")
@click.option("--json", "target", metavar="PATH", help="Write the relationships as JSON, '-' for stdout.")
def draw(
    case_folder: str,
    family: str | None,
    out: str,
    place: tuple[str, ...],
    relationships: bool,
    target: str | None,
) -> None:
    """The pedigrees of CASE as SVG: one file a family.

    Example: antigone draw my-case --out drawings --place V12=X1
    """
    from antigone.cases.family_marks import family_marks
    from antigone.formats.case_folder import read_case
    from antigone.pedigrees.drawing import draw_pedigree

    case = read_case(case_folder)
    families = _chosen(case, case_folder, family)
    candidates = _candidates(case, place)
    files = _files(Path(out), families)
    drawings: dict[Path, str] = {}
    for name, path in files.items():
        placed = {x: v for x, v in candidates.items() if case.missing[x] == name}
        marks = family_marks(case, name, placed)
        drawings[path] = draw_pedigree(case.families[name], marks, f"Family {name}", legend=True)
    for path, svg in drawings.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, svg + "\n")
    if target is not None:
        write_json(target, {"families": {n: _family_json(case, n, p) for n, p in files.items()}})
    if target == "-":
        return
    if relationships:
        _print_relationships(case, families)
    click.echo(f"{len(files)} drawing{'s' if len(files) != 1 else ''} written to {out}.")


def _chosen(case: Case, place: str, family: str | None) -> tuple[str, ...]:
    if family is None:
        return tuple(case.families)
    if family not in case.families:
        raise InputError(f"{place}/people.csv: there is no family '{family}'; there are {_some(case)}")
    return (family,)


def _some(case: Case) -> str:
    names = list(case.families)
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


def _candidates(case: Case, place: tuple[str, ...]) -> dict[str, str]:
    """Missing person → remains, from V=X."""
    remains = {r.id for r in case.remains}
    placed: dict[str, str] = {}
    for text in place:
        v, _, x = text.partition("=")
        if v not in remains:
            raise InputError(f"--place {text}: '{v}' is not among the remains; write REMAINS=MISSING")
        if x not in case.missing:
            raise InputError(f"--place {text}: '{x}' is not a missing person; write REMAINS=MISSING")
        placed[x] = v
    return placed


def _files(out: Path, families: tuple[str, ...]) -> dict[str, Path]:
    if out.suffix.lower() == ".svg":
        if len(families) != 1:
            raise InputError(
                f"{out} is one file but the case has {len(families)} families; add --family or name a folder"
            )
        return {families[0]: out}
    # A family's name is free text; quoting keeps it a plain file name and keeps two names apart.
    return {name: out / f"{quote(name, safe=' ()+,') or '-'}.svg" for name in families}


def _family_json(case: Case, family: str, path: Path) -> Mapping[str, object]:
    from antigone.pedigrees.relationships import relationships

    rows = [
        {"person": a, "other": b, "relationship": text}
        for (a, b), text in relationships(case.families[family]).items()
    ]
    return {"file": str(path), "relationships": rows}


def _print_relationships(case: Case, families: tuple[str, ...]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from antigone.pedigrees.relationships import relationships as words

    for family in families:
        table = Table(title=Text(f"Family {family}: who is what to whom"))
        for column in ("person", "is", "of"):
            table.add_column(column)
        for (a, b), text in words(case.families[family]).items():
            table.add_row(Text(a), text, Text(b))
        Console().print(table)
