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
@click.option(
    "--record", is_flag=True, help="Fill the record with an invented case instead, to be seen in a browser."
)
@click.option("--seed", default=1, show_default=True, help="Seed of the invented genotypes.")
def demo(out: str | None, record: bool, seed: int) -> None:
    """Write the invented example case and identify its remains.

    Example: antigone demo --out demo-case, or antigone demo --record, then antigone serve
    """
    if record:
        fill_record(seed)
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = write_invented_case(Path(out) if out else Path(scratch) / "case", seed)
        case = read_case(folder)
        print_pairs(case.title, list(pair_lrs(case)))
        print_posterior(case, joint_posterior(case))
    click.echo(f"Every person and place here is invented (seed {seed}).")
    if out:
        click.echo(f"The case folder is {out}: look into it, then run 'antigone identify {out}'.")


def fill_record(seed: int) -> None:
    """Fills the record (in ANTIGONE_HOME) with the invented case, and says how to see it."""
    from antigone.commands.register_start import start_register

    start_register()
    from antigone.errors import InputError
    from antigone.register.access.models import Investigation
    from antigone.register.project.invented import SLUG, fill

    if Investigation.objects.filter(slug=SLUG).exists():
        raise InputError("the invented case is in this record already; set ANTIGONE_HOME to another folder")
    _, password = fill(seed)
    click.echo(
        "4,000 invented persons are in the record. Run 'antigone serve' and sign in as demo-coordinator,\n"
        f"demo-reviewer, demo-liaison … (one user a role), each with the password {password}"
    )
