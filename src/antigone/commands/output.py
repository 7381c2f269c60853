"""Where a command's JSON goes: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import msgspec

from antigone.errors import InputError


def write_json(target: str, payload: dict[str, Any]) -> None:
    """Writes `payload` to standard output ('-') or to a file, with full double precision."""
    text = json.dumps(payload, ensure_ascii=False, allow_nan=False, indent=1)
    if target == "-":
        click.echo(text)
        return
    write_text(Path(target), text + "\n")


def write_rows(target: str, payload: dict[str, Any]) -> None:
    """Like `write_json` for millions of values: plain values and msgspec structs, in seconds."""
    text = rows_json(payload)
    if target == "-":
        click.echo(text, nl=False)
        return
    write_files({Path(target): text})


def rows_json(payload: dict[str, Any]) -> bytes:
    """The JSON of `write_rows`, in UTF-8."""
    text: bytes = msgspec.json.format(msgspec.json.encode(payload), indent=1) + b"\n"
    return text


def write_text(path: Path, text: str) -> None:
    """Writes a UTF-8 file that appears whole or not at all; InputError where it cannot be written."""
    write_files({path: text.encode()})


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Writes several files, none of them before all are on the disk; InputError as above."""
    ready: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            try:
                if path.is_dir():
                    raise IsADirectoryError(errno.EISDIR, "it is a folder")
                if path.exists() and not path.is_file():
                    # A pipe or device, /dev/stdout for one, is written into and never replaced.
                    path.write_bytes(content)
                    continue
                handle, temporary = tempfile.mkstemp(prefix=".antigone-", dir=path.parent)
                ready[path] = Path(temporary)
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                os.chmod(temporary, 0o666 & ~_umask())
            except OSError as error:
                raise InputError(
                    f"{path}: cannot be written ({error.strerror}); name another place"
                ) from error
        for path, whole in ready.items():
            os.replace(whole, path)
    finally:
        for whole in ready.values():
            whole.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
