"""antigone simulate"""

from __future__ import annotations

import click

from antigone.errors import InputError

MODELS = ("none", "equal", "proportional", "stepwise", "onestep")


@click.command()
@click.argument("out", metavar="OUT")
@click.option("--families", default=10, show_default=True, help="Number of families.")
@click.option(
    "--shape", "shapes", multiple=True, metavar="NAME[:WEIGHT]", default=["parents", "siblings", "children"],
    show_default=True, help="Shape of families; repeat for a mixture. --shape list shows all.",
)  # fmt: skip
@click.option(
    "--typed", default="all", show_default=True, metavar="all|N|P",
    help="Relatives typed: all the shape has, N of them, or each with probability P.",
)  # fmt: skip
@click.option("--recovered", default=0.6, show_default=True, help="Fraction of the missing recovered.")
@click.option("--unrelated-remains", default=0, show_default=True, help="Other persons found.")
@click.option("--dropout", default=0.0, show_default=True, help="Drop-out of each allele of remains.")
@click.option("--parts", default=0.0, show_default=True, help="Probability of a further part of a body.")
@click.option("--markers", default=24, show_default=True, help="Number of invented markers.")
@click.option("--theta", default=0.0, show_default=True, help="F_ST of the case's subpopulation.")
@click.option("--mutation", default="none", show_default=True, type=click.Choice(MODELS))
@click.option("--mutation-rate", default=0.002, show_default=True, help="Per meiosis.")
@click.option("--mutation-rate2", default=0.0, show_default=True, help="Stepwise: to the other variants.")
@click.option("--sex-known", default=1.0, show_default=True, help="Probability that remains' sex is known.")
@click.option("--seed", default=1, show_default=True, help="The same options and seed give the same files.")
def simulate(
    out: str,
    families: int,
    shapes: tuple[str, ...],
    typed: str,
    recovered: float,
    unrelated_remains: int,
    dropout: float,
    parts: float,
    markers: int,
    theta: float,
    mutation: str,
    mutation_rate: float,
    mutation_rate2: float,
    sex_known: float,
    seed: int,
) -> None:
    """Make an invented case folder OUT whose truth is known (truth.csv).

    Example: antigone simulate big --families 1000 --shape brothers --shape siblings:3 --unrelated-remains
    200 --dropout 0.05 --mutation stepwise --seed 7
    """
    from antigone.cases.settings import Mutation
    from antigone.formats.invented_folder import write_invented_folder
    from antigone.formats.whole_file import refuse_existing
    from antigone.simulate.design import Design
    from antigone.simulate.invented import invent_case
    from antigone.simulate.shapes import TEXTS, parse_mixture

    if shapes == ("list",):
        for name, text in TEXTS.items():
            click.echo(f"{name}: {text}")
        return
    from pathlib import Path

    refuse_existing(Path(out))
    model = Mutation() if mutation == "none" else Mutation(mutation, mutation_rate, mutation_rate2)
    case = invent_case(
        Design(
            families,
            parse_mixture(shapes),
            _typed(typed),
            recovered,
            unrelated_remains,
            dropout,
            parts,
            markers,
            theta,
            model,
            sex_known,
            seed,
        )  # fmt: skip
    )
    write_invented_folder(case, out)
    for note in case.notes:
        click.echo(note)


def _typed(text: str) -> str | int | float:
    if text == "all":
        return text
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        raise InputError(
            f"--typed {text} must be 'all', a whole number, or a probability such as 0.7"
        ) from None
