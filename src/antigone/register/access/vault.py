"""Protected identities: sealed with Fernet keys that lie in the home folder, never in the database."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.db import transaction

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.models import Opening, ProtectedIdentity
from antigone.register.access.roles import Right
from antigone.register.ledger.record import alone, append, state
from antigone.register.ledger.values import row_values
from antigone.register.project.home import home, keys_held, lost_key, write_secret

KEYS = "identities"
ROTATE_AFTER = timedelta(days=365)


@alone()
def protect(author: Author, pseudonym: str, identity: Mapping[str, str]) -> ProtectedIdentity:
    """Seals a name and how to reach the person; InputError where the pseudonym is taken."""
    author.require(Right.REPORT)
    pseudonym = pseudonym.strip()
    if ProtectedIdentity.objects.filter(investigation=author.investigation, pseudonym=pseudonym).exists():
        raise InputError(f"the pseudonym '{pseudonym}' is taken; choose another")
    sealed = _keys().encrypt(json.dumps(dict(identity), ensure_ascii=False).encode())
    row = ProtectedIdentity.objects.create(
        investigation=author.investigation, pseudonym=pseudonym, sealed=sealed
    )
    append(author, [("stated", row, None)])
    return row


@transaction.atomic
def open_identity(author: Author, identity: ProtectedIdentity) -> dict[str, str]:
    """What was sealed; the opening, with its reason, stands in the ledger. InputError without a reason."""
    author.require(Right.OPEN_IDENTITY)
    if len(author.reason) < 10:
        raise InputError("say why you open this identity, in a sentence; the reason stands in the ledger")
    state(author, Opening(identity=identity))
    try:
        opened: dict[str, str] = json.loads(_keys().decrypt(bytes(identity.sealed)))
    except InvalidToken:
        raise InputError("no key in the home folder opens this identity; restore the key file") from None
    return opened


def rotate_keys(author: Author) -> int:
    """Makes a new key, seals every identity with it, then forgets the old keys; the number resealed.

    Nobody seals anything meanwhile, and no backup is written; killed half way, both keys lie in the home
    folder and all opens.
    """
    with keys_held():
        return _rotate(author)


@alone()
def _rotate(author: Author) -> int:
    new = Fernet.generate_key()
    write_secret(KEYS, b"\n".join([new, *_key_lines()]))
    keys = _keys()
    changed = 0
    for row in ProtectedIdentity.objects.select_related("investigation"):
        old = row_values(row)
        try:
            row.sealed = keys.rotate(bytes(row.sealed))
        except InvalidToken:
            continue  # sealed with a key that is lost: it stays closed
        row.save()
        append(replace(author, investigation=row.investigation), [("resealed", row, old)])
        changed += 1
    transaction.on_commit(lambda: write_secret(KEYS, new))
    return changed


def key_age() -> timedelta:
    """How long ago the key was made or last rotated; InputError where it is lost."""
    _key_lines()
    return timedelta(seconds=time.time() - (home() / "keys" / KEYS).stat().st_mtime)


def key_is_lost() -> bool:
    """Whether something is sealed and the file of its key is gone."""
    return not (home() / "keys" / KEYS).exists() and ProtectedIdentity.objects.exists()


def _key_lines() -> list[bytes]:
    path = home() / "keys" / KEYS
    # A new key beside what the old one sealed would be lost in turn when the old one is put back.
    if key_is_lost():
        raise InputError(lost_key(path))
    if not path.exists():
        write_secret(KEYS, Fernet.generate_key())
    return path.read_bytes().split()


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(k) for k in _key_lines()])
