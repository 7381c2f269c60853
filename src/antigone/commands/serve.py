"""antigone serve"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from antigone.commands.register_start import start_register

LARGEST_UPLOAD = 16 * 2**30
"""Bytes of one request; waitress's own limit of 1 GiB refused films before a page could say so."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port.")
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64), help="Requests at once.")
@click.option(
    "--create-user", "new_user", metavar="NAME", help="Make an account, ask for its password, and end."
)
def serve(host: str, port: int, threads: int, new_user: str | None) -> None:
    """Open the record in a browser: brings the database up to date and serves its pages.

    Example: antigone serve --port 8000
    """
    start_register()
    from django.conf import settings
    from django.contrib.auth.models import User
    from waitress import create_server

    from antigone.errors import InputError
    from antigone.register.access.opening_up import create_user
    from antigone.register.project.home import home, secret
    from antigone.register.project.wsgi import application
    from antigone.register.work.worker import keep_worker

    if new_user:
        create_user(new_user, click.prompt("Password", hide_input=True, confirmation_prompt=True))
        click.echo(
            f"The user '{new_user}' can sign in; a coordinator makes them a member of an investigation."
        )
        return
    try:
        server = create_server(
            application,
            host=host,
            port=port,
            threads=threads,
            ident=None,
            max_request_body_size=LARGEST_UPLOAD,
            **_proxy(settings.PROXY),
        )
    except OSError as error:
        raise InputError(f"cannot listen on {host}:{port} ({error.strerror}); name another --port") from error
    # Reads all pages' code now: the first visitor would wait for it.
    import_module(settings.ROOT_URLCONF)
    shown = "localhost" if host == "127.0.0.1" else host
    click.echo(f"The record in {home()} is open at http://{shown}:{port}/ – stop with Ctrl+C.")
    if not User.objects.exists():
        token = secret("setup-token").decode()
        click.echo(f"First run: open http://{shown}:{port}/setup/ and give the token {token}")
    keep_worker()
    server.run()


def _proxy(address: str) -> dict[str, Any]:
    """What waitress is told of the proxy: whose word on the visitor's address and on TLS counts."""
    if not address:
        return {}
    headers = {"x-forwarded-for", "x-forwarded-proto"}
    return {"trusted_proxy": address, "trusted_proxy_count": 1, "trusted_proxy_headers": headers}
