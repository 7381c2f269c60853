"""The whole record in one file: database rows, files and ledger; the keys in a second file."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import date, time
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.apps import apps
from django.core import serializers
from django.db import models

from antigone.register.ledger.models import Head
from antigone.register.ledger.reading import Watch, one_moment, unwatched
from antigone.register.project.home import home, keys_held
from antigone.register.sources.store import chunks_of

LEFT_OUT = {
    "contenttypes.contenttype", "auth.permission", "auth.group", "sessions.session",
    "work.job", "django_tasks_database.dbtaskresult",
}  # fmt: skip
BATCH = 500


def saved_models() -> list[type[models.Model]]:
    """All tables but those that Django fills itself."""
    return [m for m in apps.get_models() if m._meta.label_lower not in LEFT_OUT and m._meta.managed]


def write_backup(target: Path, watch: Watch = unwatched) -> int:
    """Writes the record to `target` and its keys to `target`.keys; the number of rows.

    All rows are of one moment, while others go on working; both files appear whole or not at all. OSError
    where they cannot be written.
    """
    temporary = target.with_name(target.name + ".partial")
    kept = target.with_name(target.name + ".keys.partial")
    try:
        with keys_held(), one_moment():
            Head.objects.exists()  # The moment is that of the first row read: the keys and files come after.
            keys = _write_keys(kept)
            rows = _write_record(temporary, keys, watch)
        os.replace(kept, target.with_name(target.name + ".keys"))
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
        kept.unlink(missing_ok=True)
    return rows


def _write_keys(path: Path) -> str:
    folder = home() / "keys"
    keys = {p.name: p.read_bytes().hex() for p in sorted(folder.iterdir()) if p.suffix != ".partial"}
    data = json.dumps(keys).encode()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        os.fsync(file.fileno())
    return hashlib.sha256(data).hexdigest()


def _write_record(path: Path, keys: str, watch: Watch) -> int:
    tables = {m: m._base_manager.count() for m in saved_models()}
    hashes, rows = {}, 0
    with open(path, "wb") as out:
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            for model in tables:
                name = f"tables/{model._meta.label_lower}.jsonl"
                digest = hashlib.sha256()
                with archive.open(name, "w", force_zip64=True) as packed:
                    found = model._base_manager.order_by("pk").iterator(2000)
                    while batch := list(islice(found, BATCH)):
                        data = _lines(batch)
                        packed.write(data)
                        digest.update(data)
                        rows += len(batch)
                        watch("rows", rows, sum(tables.values()))
                hashes[name] = digest.hexdigest()
            for done, file in enumerate(files := _files()):
                watch("files", done, len(files))
                name = f"files/{file.relative_to(home() / 'files').as_posix()}"
                hashes[name] = _pack(archive, name, file)
            manifest = {"antigone-backup": 1, "keys": keys, "sha256": hashes}
            archive.writestr("manifest.json", json.dumps(manifest, indent=1))
        out.flush()
        os.fsync(out.fileno())
    return rows


def _files() -> list[Path]:
    """All that are there whole; more may come while the backup is written."""
    found = (home() / "files").rglob("*")
    return sorted(p for p in found if not p.name.startswith("partial-") and p.is_file())


def _pack(archive: ZipFile, name: str, path: Path) -> str:
    """Adds a file as it is (pictures and films are packed already); the SHA-256 of what was added."""
    digest = hashlib.sha256()
    with open(path, "rb") as file, archive.open(ZipInfo(name), "w", force_zip64=True) as packed:
        for piece in chunks_of(file):
            digest.update(piece)
            packed.write(piece)
    return digest.hexdigest()


def _lines(rows: list[models.Model]) -> bytes:
    # Django's own JSON cuts times to milliseconds; the ledger would call every row altered.
    objects = serializers.serialize("python", rows)
    return "".join(json.dumps(o, ensure_ascii=False, default=_plain) + "\n" for o in objects).encode()


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, (date, time)) else str(value)
