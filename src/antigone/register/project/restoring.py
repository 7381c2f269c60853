"""A record from its backup: an empty one is filled whole, or left as it is."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from cryptography.fernet import Fernet
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction

from antigone.errors import InputError
from antigone.register.access import vault
from antigone.register.ledger.reading import Watch, unwatched
from antigone.register.ledger.verify import Finding, findings
from antigone.register.project.backup import BATCH, saved_models
from antigone.register.project.home import home, write_secret
from antigone.register.project.originals import file_findings
from antigone.register.sources import alleged
from antigone.register.sources.store import chunks_of

DAMAGED = (
    OSError, BadZipFile, zlib.error, EOFError, DatabaseError, ValidationError, KeyError, ValueError,
    TypeError, AttributeError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Restored:
    """How many rows; which of them speak of files that were missing when the backup was made; what the ledger
    finds altered, where that was to be restored too.
    """

    rows: int
    without_file: tuple[str, ...]
    altered: tuple[Finding, ...]


def restore_backup(
    source: Path, without_keys: bool = False, although_altered: bool = False, watch: Watch = unwatched
) -> Restored:
    """Fills an empty record from a backup.

    Raises InputError where the record is not empty, the backup is damaged or altered, its keys are not beside
    it or not its own, or its ledger does not hold, unless `although_altered`; then nothing is changed. So it
    is when it is interrupted.
    """
    if User.objects.exists():
        raise InputError("this record is not empty; restore into a new ANTIGONE_HOME")
    try:
        with ZipFile(source) as archive:
            hashes, digest = _checked(source, archive, watch)
            keys = _new_keys() if without_keys else _read_keys(source, digest)
            rows, altered = _restore(source, archive, hashes, keys, although_altered, watch)
    except DAMAGED as error:
        raise InputError(f"{source}: cannot be restored ({error}); nothing was changed") from error
    return Restored(rows, tuple(f.where for f in file_findings(watch)), altered)


def _checked(source: Path, archive: ZipFile, watch: Watch) -> tuple[dict[str, str], str | None]:
    """The hash of each table and file, all of them compared, and that of the keys."""
    manifest = json.loads(archive.read("manifest.json"))
    hashes: dict[str, str] = manifest["sha256"]
    if unknown := sorted(set(archive.namelist()) - {*hashes, "manifest.json"}):
        raise InputError(f"{source}: {unknown[0]} was added since the backup; nothing was restored")
    done, total = 0, sum(archive.getinfo(name).file_size for name in hashes)
    for name, said in hashes.items():
        digest = hashlib.sha256()
        with archive.open(name) as file:
            for piece in chunks_of(file):
                digest.update(piece)
                watch("hashes", done := done + len(piece), total)
        if digest.hexdigest() != said:
            raise InputError(f"{source}: {name} was changed since the backup; nothing was restored")
    return hashes, manifest.get("keys")


def _restore(
    source: Path,
    archive: ZipFile,
    hashes: Mapping[str, str],
    keys: Mapping[str, bytes],
    although_altered: bool,
    watch: Watch,
) -> tuple[int, tuple[Finding, ...]]:
    work = home() / "files.restoring"
    shutil.rmtree(work, ignore_errors=True)
    try:
        _unpack(source, archive, [n for n in hashes if n.startswith("files/")], work)
        # The disk may be full when the transaction ends: what was moved is then taken back.
        with ExitStack() as back:
            with transaction.atomic():
                rows = _fill(archive, hashes, watch)
                altered = tuple(findings(watch))
                if altered and not although_altered:
                    raise InputError(
                        f"{source}: its ledger does not hold ({altered[0].where}: {altered[0].what}); "
                        "nothing was restored. With --although-altered it is, and what does not hold is named"
                    )
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
    return rows, altered


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


def _new_keys() -> dict[str, bytes]:
    """What is sealed from now on opens with these; what the lost keys sealed stays closed."""
    return {name: Fernet.generate_key() for name in (vault.KEYS, alleged.KEY)}


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


def _fill(archive: ZipFile, hashes: Mapping[str, str], watch: Watch) -> int:
    tables = {m: f"tables/{m._meta.label_lower}.jsonl" for m in saved_models()}
    held = [m for m, name in tables.items() if name in hashes]
    done, total = 0, sum(archive.getinfo(tables[m]).file_size for m in held)
    rows = 0
    for model in held:
        model._base_manager.all()._raw_delete(connection.alias)
        with archive.open(tables[model]) as lines:
            while batch := list(islice(lines, BATCH)):
                model._base_manager.bulk_create(_rows(model, batch), batch_size=BATCH)
                rows += len(batch)
                watch("rows filled in", done := done + sum(map(len, batch)), total)
    _count_on(held)
    return rows


def _rows(model: type[models.Model], lines: Iterable[bytes]) -> Iterator[models.Model]:
    columns = {f.name: f for f in model._meta.concrete_fields if not f.primary_key}
    key = model._meta.pk
    for line in lines:
        said: dict[str, Any] = json.loads(line)
        values = {
            columns[n].attname: _typed(columns[n], v) for n, v in said["fields"].items() if n in columns
        }
        yield model(**values, **{key.attname: _typed(key, said["pk"])})


def _typed(field: models.Field, value: Any) -> Any:
    if value is None:
        return None
    return (field.target_field if isinstance(field, models.ForeignKey) else field).to_python(value)


def _count_on(tables: list[type[models.Model]]) -> None:
    """PostgreSQL would give keys anew that were restored."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
