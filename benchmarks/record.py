"""Pages of a record with 100,000 invented persons on SQLite: median time, queries and size of each."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measure import median_seconds

PERSONS = 100_000
PROGRAMS = ("/api/v1/states", "/api/v1/states?offset=90000&limit=1000", "/api/v1/accounting?by=place")
HERE = Path(__file__).parent


def figures() -> dict[str, Any]:
    """Loads the record, then asks for each page as a signed-in coordinator."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["ANTIGONE_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "antigone.register.project.settings"
        sys.path.insert(0, str(HERE.parent / "tests"))
        import django

        django.setup()
        from antigone.register.project.tables import bring_up_to_date

        bring_up_to_date()
        begin = time.perf_counter()
        someone = _fill()
        filled = time.perf_counter() - begin
        pages = _pages(someone)
        return {
            "persons": PERSONS,
            "seconds to fill": filled,
            "pages": pages,
            "keeping": _keeping(Path(home)),
        }


def _keeping(home: Path) -> dict[str, float]:
    """Verifying the ledger, a backup, and its restore into another home: seconds, entries, megabytes."""
    from antigone.register.ledger.checkpoint import make_checkpoint
    from antigone.register.ledger.models import Entry
    from antigone.register.ledger.verify import findings
    from antigone.register.project.backup import write_backup

    target = home / "backup.zip"
    verified = _seconds(lambda: list(findings()))
    signed = _seconds(make_checkpoint)
    saved = _seconds(lambda: write_backup(target))
    command = [sys.executable, "-c", "from antigone.cli import main; main()", "restore", str(target)]
    surroundings = os.environ | {"ANTIGONE_HOME": str(home / "restored")}
    restored = _seconds(lambda: subprocess.run(command, env=surroundings, check=True, capture_output=True))
    return {
        "entries": Entry.objects.count(), "verify, seconds": verified, "checkpoint, seconds": signed,
        "backup, seconds": saved, "backup, MB": target.stat().st_size / 1e6, "restore, seconds": restored,
    }  # fmt: skip


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _fill() -> Any:
    from register.many import fill_many

    from antigone.register.access.author import author_of
    from antigone.register.access.opening_up import create_user, open_investigation

    user = create_user("coordinator", "four invented words here")
    investigation = open_investigation(user, "valley", "The invented valley", invented=True)
    return fill_many(author_of(user, investigation, "invented"), PERSONS)[202]


def _pages(someone: Any) -> dict[str, Any]:
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(User.objects.get(), backend=backend)
    asked = {page: _page(client, f"/i/valley/{page}") for page in addresses(someone)}
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {_secret()}"
    return asked | {page: _page(client, page) for page in PROGRAMS}


def _secret() -> str:
    from datetime import date, timedelta

    from django.contrib.auth.models import User

    from antigone.register.access.author import author_of
    from antigone.register.access.models import Investigation
    from antigone.register.access.tokens import make_token

    author = author_of(User.objects.get(), Investigation.objects.get())
    return make_token(author, "measuring", date.today() + timedelta(days=1))[1]


def addresses(someone: Any) -> list[str]:
    """The pages asked for, below that of the investigation."""
    family = someone.names.first().text.split()[-1]
    rare = someone.names.last().text.split()[0]
    columns = ("alive", "recovered", "identified", "returned", "missing")
    return [
        "", "persons/", "persons/?page=1999", f"persons/?q={family}", f"persons/?q={rare}",
        f"persons/?q={rare[:4]}+orchard", "persons/?q=nobody", f"persons/?q={someone.code}",
        *(f"persons/?column={c}" for c in columns), "persons/?place=Village+7", "persons/?list=Invented+list",
        "persons/?event=Invented+event+7&column=missing", "persons/?column=missing&at=2026-01-01",
        f"persons/{someone.pk}/", "accounting/?by=event", "accounting/?by=place", "accounting/?by=list",
        "accounting/?by=place&at=2099-01-01", "map/", "laboratory/", "remains/", "sites/",
        "samples/", "proposals/", "identifications/", "events/", "ledger/",
    ]  # fmt: skip


def _page(client: Any, address: str) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    queries = len(asked)
    assert answer.status_code == 200, (address, answer.status_code)
    work: Callable[[], object] = lambda: client.get(address)  # noqa: E731
    return {
        "milliseconds": median_seconds(work) * 1000,
        "queries": queries,
        "bytes": len(answer.content),
    }
