"""What servers and commands of the tests need: databases of the kind the suite runs on, and ports."""

import hashlib
import os
import socket
from pathlib import Path


def database_of(home: Path) -> str:
    """ANTIGONE_DATABASE for a home: one of its own on the PostgreSQL of the suite, or empty for SQLite."""
    server = os.environ.get("ANTIGONE_TEST_POSTGRES")
    if not server:
        return ""
    import psycopg

    name = f"antigone_{hashlib.sha256(str(home).encode()).hexdigest()[:16]}"
    with psycopg.connect(server, autocommit=True) as own:
        if not own.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            own.execute(f"CREATE DATABASE {name}")
    return f"{server.removesuffix('/postgres')}/{name}"


def free_port() -> int:
    """A port of this computer that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
