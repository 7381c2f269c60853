"""The home folder of a record: database, files and the keys that must never lie in the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from filelock import FileLock

from antigone.errors import InputError


def home() -> Path:
    """The folder named by ANTIGONE_HOME (default ~/.antigone), made when first asked for."""
    folder = Path(os.environ.get("ANTIGONE_HOME") or Path.home() / ".antigone")
    try:
        (folder / "keys").mkdir(parents=True, exist_ok=True)
        (folder / "keys").chmod(0o700)
    except OSError as error:
        raise InputError(
            f"{folder}: the record's folder cannot be made ({error.strerror}); set ANTIGONE_HOME to another"
        ) from error
    return folder


def secret(name: str) -> bytes:
    """The secret in the file `keys/NAME`, made at random when it does not exist."""
    path = home() / "keys" / name
    if not path.exists():
        write_secret(name, secrets.token_urlsafe(50).encode())
    return path.read_bytes().strip()


def write_secret(name: str, data: bytes) -> None:
    """Writes `keys/NAME`, readable by its owner only; the file appears whole or not at all."""
    path = home() / "keys" / name
    temporary = path.with_name(f"{name}.partial")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        os.fsync(file.fileno())
    os.replace(temporary, path)


def keys_held() -> FileLock:
    """While it is held no key is rotated: those in the home folder open what the database holds."""
    return FileLock(home() / "keys.lock")


def lost_key(path: Path) -> str:
    """What is said where names are sealed and the file of their key is gone."""
    return (
        f"the key file {path.name} is missing from the folder of keys: put it back (a backup restored into "
        "another home has it); until then nothing is sealed or opened"
    )
