"""Whom a claim accuses: a role in the claim, never a finding; names are sealed with a key of their own."""

from __future__ import annotations

from dataclasses import replace

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.db import transaction

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.record import alone, append, state, supersede
from antigone.register.ledger.values import row_values
from antigone.register.project.home import home, keys_held, lost_key, write_secret
from antigone.register.sources.models import Alleged, Claim
from antigone.register.sources.seeing import require_visible

KEY = "alleged"


def name_alleged(author: Author, claim: Claim, role: str, unit: str = "", name: str = "") -> Alleged:
    """Records whom a claim accuses: of what, a unit, a name. Who enters a name gains no right to open it."""
    author.require(Right.SOURCES)
    require_visible(author, claim.passage.source)
    if not role.strip() or not (unit.strip() or name.strip()):
        raise InputError("say in what role, and which unit or who is alleged")
    sealed = _key().encrypt(name.strip().encode()) if name.strip() else b""
    return state(author, Alleged(claim=claim, role=role.strip(), unit=unit.strip(), sealed_name=sealed))


def open_alleged(author: Author, alleged: Alleged) -> str:
    """The name; each opening, with its reason, is a line in the ledger. InputError without a reason."""
    author.require(Right.SEE_ALLEGED)
    require_visible(author, alleged.claim.passage.source)
    if len(author.reason) < 10:
        raise InputError("say why you open this name, in a sentence; the reason stands in the ledger")
    append(author, [("opened", alleged, row_values(alleged))])
    if not alleged.sealed_name:
        return ""
    try:
        return _key().decrypt(bytes(alleged.sealed_name)).decode()
    except InvalidToken:
        raise InputError("no key in the home folder opens this name; restore the key file") from None


def rotate_alleged(author: Author) -> int:
    """Makes a new key, supersedes every standing name by one sealed with it, forgets the old keys."""
    with keys_held():
        return _rotate(author)


@alone()
def _rotate(author: Author) -> int:
    new = Fernet.generate_key()
    _key()
    write_secret(KEY, b"\n".join([new, *(home() / "keys" / KEY).read_bytes().split()]))
    keys, changed = _key(), 0
    for row in Alleged.objects.standing().exclude(sealed_name=b"").select_related("investigation"):
        own = replace(author, investigation=row.investigation)
        try:
            sealed = keys.rotate(bytes(row.sealed_name))
        except InvalidToken:
            continue  # sealed with a key that is lost: it stays closed
        supersede(own, row, sealed_name=sealed)
        changed += 1
    transaction.on_commit(lambda: write_secret(KEY, new))
    return changed


def _key() -> MultiFernet:
    path = home() / "keys" / KEY
    if not path.exists() and Alleged.objects.exclude(sealed_name=b"").exists():
        raise InputError(lost_key(path))
    if not path.exists():
        write_secret(KEY, Fernet.generate_key())
    return MultiFernet([Fernet(k) for k in path.read_bytes().split()])
