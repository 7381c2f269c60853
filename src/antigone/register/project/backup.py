"""The whole record in one file, and back: database rows, files and ledger; the keys in a second file."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
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
    """Writes the record to `target` and its keys to `target`.keys; the number of rows.

    Both appear whole or not at all; OSError where they cannot be written.
    """
    temporary = target.with_name(target.name + ".partial")
    kept = target.with_name(target.name + ".keys.partial")
    try:
        keys = _write_keys(kept)
        rows = _write_record(temporary, keys)
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


def _write_record(path: Path, keys: str) -> int:
    rows = 0
    with open(path, "wb") as out, ZipFile(out, "w", ZIP_DEFLATED) as archive, transaction.atomic():
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
        for file_path in sorted(p for p in (home() / "files").rglob("*") if p.is_file()):
            name = f"files/{file_path.relative_to(home() / 'files').as_posix()}"
            archive.write(file_path, name)
            with open(file_path, "rb") as file:
                hashes[name] = hashlib.file_digest(file, "sha256").hexdigest()
        manifest = {"antigone-backup": 1, "keys": keys, "sha256": hashes}
        archive.writestr("manifest.json", json.dumps(manifest, indent=1))
    return rows


def restore_backup(source: Path, without_keys: bool = False) -> int:
    """Fills an empty record from a backup; the number of rows.

    Raises InputError where the record is not empty, the backup is damaged or altered, its keys are not beside
    it or not its own, or its ledger does not hold; then nothing is changed. So it is when it is interrupted.
    """
    if User.objects.exists():
        raise InputError("this record is not empty; restore into a new ANTIGONE_HOME")
    try:
        with ZipFile(source) as archive:
            return _restore(source, archive, without_keys)
    except (OSError, BadZipFile, DeserializationError, DatabaseError, KeyError, ValueError) as error:
        raise InputError(f"{source}: cannot be restored ({error}); nothing was changed") from error


def _restore(source: Path, archive: ZipFile, without_keys: bool) -> int:
    manifest = json.loads(archive.read("manifest.json"))
    hashes: dict[str, str] = manifest["sha256"]
    if unknown := sorted(set(archive.namelist()) - {*hashes, "manifest.json"}):
        raise InputError(f"{source}: {unknown[0]} was added since the backup; nothing was restored")
    for name, digest in hashes.items():
        with archive.open(name) as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                raise InputError(f"{source}: {name} was changed since the backup; nothing was restored")
    keys = {} if without_keys else _read_keys(source, manifest.get("keys"))
    work = home() / "files.restoring"
    shutil.rmtree(work, ignore_errors=True)
    try:
        _unpack(source, archive, [n for n in hashes if n.startswith("files/")], work)
        # The disk may be full when the transaction ends: what was moved is then taken back.
        with ExitStack() as back:
            with transaction.atomic():
                rows = _fill(archive, hashes)
                found = next(findings(), None)
                if found is not None:
                    raise InputError(f"{source}: its ledger does not hold ({found.where}: {found.what})")
                # Files are named by their content: moved before the rows are there, they harm nobody.
                for path in sorted(p for p in work.rglob("*") if p.is_file()):
                    place = home() / "files" / path.relative_to(work)
                    place.parent.mkdir(parents=True, exist_ok=True)
                    if not place.exists():
                        back.callback(place.unlink, missing_ok=True)
                    os.replace(path, place)
                for name, data in keys.items():
                    _replace_key(name, data, back)
            back.pop_all()
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return rows


def _read_keys(source: Path, digest: str | None) -> dict[str, bytes]:
    path = source.with_name(source.name + ".keys")
    if not path.exists():
        raise InputError(
            f"{path} is not there: put the keys beside the backup. Without them (--without-keys) no "
            "protected identity opens, and second factors must be set up again"
        )
    data = path.read_bytes()
    if digest is not None and hashlib.sha256(data).hexdigest() != digest:
        raise InputError(f"{path}: these are not the keys of this backup; nothing was restored")
    return {Path(name).name: bytes.fromhex(key) for name, key in json.loads(data).items()}


def _replace_key(name: str, data: bytes, back: ExitStack) -> None:
    path = home() / "keys" / name
    if path.exists():
        back.callback(write_secret, name, path.read_bytes())
    else:
        back.callback(path.unlink, missing_ok=True)
    write_secret(name, data)


def _unpack(source: Path, archive: ZipFile, names: list[str], work: Path) -> None:
    work.mkdir()
    for name in names:
        path = (work / name.removeprefix("files/")).resolve()
        if not path.is_relative_to(work.resolve()):
            raise InputError(f"{source}: {name} lies outside the folder of files")
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as packed, open(path, "wb") as file:
            shutil.copyfileobj(packed, file)


def _fill(archive: ZipFile, hashes: dict[str, str]) -> int:
    rows = 0
    for model in saved_models():
        name = f"tables/{model._meta.label_lower}.jsonl"
        if name not in hashes:
            continue
        model._base_manager.all()._raw_delete(connection.alias)
        with archive.open(name) as file:
            for batch in _batches(io.TextIOWrapper(file, encoding="utf-8")):
                model._base_manager.bulk_create(batch, batch_size=BATCH)
                rows += len(batch)
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
