"""The whole record in one file, and back: database rows, files and ledger; the keys in a second file."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Iterator
from datetime import date, time
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from django.apps import apps
from django.contrib.auth.models import User
from django.core import serializers
from django.core.serializers.base import DeserializationError
from django.db import DatabaseError, connection, models, transaction

from antigone.errors import InputError
from antigone.register.ledger.models import Head
from antigone.register.ledger.verify import findings
from antigone.register.project.home import home, write_secret

LEFT_OUT = {
    "contenttypes.contenttype", "auth.permission", "auth.group", "sessions.session",
    "work.job", "django_tasks_database.dbtaskresult",
}  # fmt: skip
BATCH = 500


def saved_models() -> list[type[models.Model]]:
    """All tables but those that Django fills itself."""
    return [m for m in apps.get_models() if m._meta.label_lower not in LEFT_OUT and m._meta.managed]


def write_backup(target: Path) -> int:
    """Writes the record to `target` and its keys to `target`.keys; the number of rows."""
    temporary = target.with_name(target.name + ".partial")
    rows = 0
    with ZipFile(temporary, "w", ZIP_DEFLATED) as archive, transaction.atomic():
        # Nobody writes while this is held, so that all tables are of one moment.
        Head.objects.select_for_update().get_or_create(pk=1)
        hashes = {}
        for model in saved_models():
            name = f"tables/{model._meta.label_lower}.jsonl"
            digest = hashlib.sha256()
            with archive.open(name, "w", force_zip64=True) as file:
                found = model._base_manager.order_by("pk").iterator(2000)
                while batch := list(islice(found, BATCH)):
                    data = _lines(batch)
                    file.write(data)
                    digest.update(data)
                    rows += len(batch)
            hashes[name] = digest.hexdigest()
        for path in sorted(p for p in (home() / "files").rglob("*") if p.is_file()):
            name = f"files/{path.relative_to(home() / 'files').as_posix()}"
            archive.write(path, name)
            hashes[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        archive.writestr("manifest.json", json.dumps({"antigone-backup": 1, "sha256": hashes}, indent=1))
    keys = {
        p.name: p.read_bytes().hex() for p in sorted((home() / "keys").iterdir()) if p.suffix != ".partial"
    }
    kept = target.with_name(target.name + ".keys.partial")
    with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(keys, file)
    os.replace(kept, target.with_name(target.name + ".keys"))
    os.replace(temporary, target)
    return rows


def restore_backup(source: Path) -> int:
    """Fills an empty record from a backup; the number of rows.

    Raises InputError where the record is not empty, the backup is damaged, or its ledger does not hold;
    then nothing is changed.
    """
    if User.objects.exists():
        raise InputError("this record is not empty; restore into a new ANTIGONE_HOME")
    try:
        with ZipFile(source) as archive:
            return _restore(source, archive)
    except (OSError, BadZipFile, DeserializationError, DatabaseError, KeyError, ValueError) as error:
        raise InputError(f"{source}: cannot be restored ({error}); nothing was changed") from error


def _restore(source: Path, archive: ZipFile) -> int:
    hashes: dict[str, str] = json.loads(archive.read("manifest.json"))["sha256"]
    tables = {f"tables/{m._meta.label_lower}.jsonl": m for m in saved_models()}
    for name, digest in hashes.items():
        with archive.open(name) as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                raise InputError(f"{source}: {name} was changed since the backup; nothing was restored")
    rows = 0
    with transaction.atomic():
        for name, model in tables.items():
            if name not in hashes:
                continue
            model._base_manager.all()._raw_delete(connection.alias)
            with archive.open(name) as file:
                for batch in _batches(io.TextIOWrapper(file, encoding="utf-8")):
                    model._base_manager.bulk_create(batch, batch_size=BATCH)
                    rows += len(batch)
        found = next(findings(), None)
        if found is not None:
            raise InputError(f"{source}: its ledger does not hold ({found.where}: {found.what})")
    _restore_keys(source.with_name(source.name + ".keys"))
    files = home() / "files"
    for name in hashes:
        if name.startswith("files/"):
            path = (files / name.removeprefix("files/")).resolve()
            if not path.is_relative_to(files.resolve()):
                raise InputError(f"{source}: {name} lies outside the folder of files")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive.read(name))
    return rows


def _lines(rows: list[models.Model]) -> bytes:
    # Django's own JSON cuts times to milliseconds; the ledger would call every row altered.
    objects = serializers.serialize("python", rows)
    return "".join(json.dumps(o, ensure_ascii=False, default=_plain) + "\n" for o in objects).encode()


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _batches(lines: io.TextIOWrapper) -> Iterator[list[models.Model]]:
    while batch := list(islice(lines, BATCH)):
        yield [d.object for d in serializers.deserialize("python", map(json.loads, batch))]


def _restore_keys(path: Path) -> None:
    if path.exists():
        for name, data in json.loads(path.read_text()).items():
            write_secret(Path(name).name, bytes.fromhex(data))
