"""Where a command's JSON goes: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import json
import os
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
    text: bytes = msgspec.json.format(msgspec.json.encode(payload), indent=1) + b"\n"
    if target == "-":
        click.echo(text, nl=False)
        return
    write_bytes(Path(target), text)


def write_text(path: Path, text: str) -> None:
    """Writes a UTF-8 file that appears whole or not at all; InputError where it cannot be written."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Writes a file that appears whole or not at all; InputError where it cannot be written."""
    temporary = path.with_name(path.name + ".partial")
    try:
        temporary.write_bytes(content)
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise InputError(f"{path}: cannot be written ({error.strerror}); name another place") from error
