"""Databases of home folders for servers and commands of the tests: of the kind the suite runs on."""

import hashlib
import os
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
