"""antigone keys"""

from __future__ import annotations

import click

from antigone.commands.register_start import start_register


@click.group()
def keys() -> None:
    """The keys that seal protected identities and the names of those alleged.

    Example: antigone keys rotate --by coordinator
    """


@keys.command()
def age() -> None:
    """Say how old the key of the protected identities is.

    Example: antigone keys age
    """
    start_register()
    from antigone.register.access.vault import ROTATE_AFTER, key_age

    days = key_age().days
    late = days > ROTATE_AFTER.days
    click.echo(f"The key is {days} days old{': rotate it' if late else ''} (antigone keys rotate).")


@keys.command()
@click.option("--by", "name", required=True, metavar="NAME", help="Whose name stands in the ledger.")
def rotate(name: str) -> None:
    """Seal everything with new keys and forget the old: each year, and when somebody with the keys leaves.

    A backup made before opens only with the keys kept beside it.

    Example: antigone keys rotate --by coordinator
    """
    start_register()
    from antigone.commands.user import named
    from antigone.register.access.author import Author
    from antigone.register.access.vault import rotate_keys
    from antigone.register.sources.alleged import rotate_alleged

    author = Author(named(name), None, reason="keys rotated on the command line")
    identities, alleged = rotate_keys(author), rotate_alleged(author)
    click.echo(
        f"{identities} identities and {alleged} names are sealed with new keys; each is in the ledger."
    )
    click.echo("Make a backup now: the old one opens only with the old keys.")
