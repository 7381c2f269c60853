"""antigone demo"""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from antigone.commands.identify import print_posterior
from antigone.commands.lr import print_pairs
from antigone.formats.case_folder import read_case
from antigone.formats.invented_case import write_invented_case
from antigone.identify.joint import joint_posterior
from antigone.identify.pairs import pair_lrs


@click.command()
@click.option("--out", metavar="FOLDER", help="Keep the case folder there (it must not exist).")
@click.option("--seed", default=1, show_default=True, help="Seed of the invented genotypes.")
def demo(out: str | None, seed: int) -> None:
    """Write the invented example case and identify its remains.

    Example: antigone demo --out demo-case
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = write_invented_case(Path(out) if out else Path(scratch) / "case", seed)
        case = read_case(folder)
        print_pairs(case.title, list(pair_lrs(case)))
        print_posterior(case, joint_posterior(case))
    click.echo(f"Every person and place here is invented (seed {seed}).")
    if out:
        click.echo(f"The case folder is {out}: look into it, then run 'antigone identify {out}'.")
