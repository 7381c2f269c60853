"""antigone user"""

from __future__ import annotations

from typing import Any

import click

from antigone.commands.register_start import start_register


@click.group()
def user() -> None:
    """The record's accounts, for who runs the server; each change is in the ledger.

    Example: antigone user recover coordinator
    """


@user.command("list")
def show() -> None:
    """Name every account: open or closed, second factor, roles.

    Example: antigone user list
    """
    start_register()
    from allauth.mfa.utils import is_mfa_enabled
    from django.contrib.auth.models import User

    from antigone.register.access.models import Membership

    roles: dict[int, list[str]] = {}
    for held in Membership.objects.standing().select_related("investigation").order_by("role"):
        roles.setdefault(held.user_id, []).append(f"{held.role} of {held.investigation.slug}")
    for one in User.objects.order_by("username"):
        state = "open" if one.is_active else "closed"
        factor = "second factor" if is_mfa_enabled(one) else "no second factor"
        click.echo(f"{one.username}: {state}, {factor}, {', '.join(roles.get(one.pk, ['no role']))}")


@user.command()
@click.argument("name")
def recover(name: str) -> None:
    """Give NAME a new password and forget their second factors: for a coordinator who is locked out.

    Example: antigone user recover coordinator
    """
    start_register()
    from antigone.register.access.author import Author
    from antigone.register.access.opening_up import renew_access

    one = named(name)
    password = click.prompt("New password", hide_input=True, confirmation_prompt=True)
    renew_access(Author(one, None, reason="recovered on the command line"), one, password)
    click.echo(f"'{one}' signs in with the new password and sets up a second factor again.")


@user.command()
@click.argument("name")
@click.option("--reopen", is_flag=True, help="Open it again.")
def close(name: str, reopen: bool) -> None:
    """Close the account NAME: signed out at once, what they entered stays.

    Example: antigone user close somebody
    """
    start_register()
    from antigone.register.access.author import Author
    from antigone.register.access.opening_up import set_active

    one = named(name)
    set_active(Author(one, None, reason="on the command line"), one, reopen)
    click.echo(f"The account '{one}' is {'open' if reopen else 'closed'}.")


@user.command()
@click.argument("name")
@click.argument("investigation")
def coordinator(name: str, investigation: str) -> None:
    """Make NAME a coordinator of INVESTIGATION (its short name): where its only one is gone.

    Example: antigone user coordinator somebody valley
    """
    start_register()
    from antigone.errors import InputError
    from antigone.register.access.author import Author
    from antigone.register.access.models import Investigation
    from antigone.register.access.opening_up import add_member
    from antigone.register.access.roles import Right, Role

    own = Investigation.objects.filter(slug=investigation).first()
    if own is None:
        known = ", ".join(Investigation.objects.values_list("slug", flat=True)) or "none"
        raise InputError(f"there is no investigation '{investigation}'; there are: {known}")
    one = named(name)
    by = Author(one, own, frozenset({Right.ADMINISTER}), "made coordinator on the command line")
    add_member(by, one, str(Role.COORDINATOR))
    click.echo(f"'{one}' is a coordinator of {own}.")


def named(name: str) -> Any:
    """The account; InputError where there is none."""
    from django.contrib.auth.models import User

    from antigone.errors import InputError

    one = User.objects.filter(username__iexact=name).first()
    if one is None:
        raise InputError(f"there is no account '{name}'; antigone user list names all")
    return one
