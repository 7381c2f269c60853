"""Where a command's JSON goes: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import click


def write_json(target: str, payload: dict[str, Any]) -> None:
    """Writes `payload` to standard output ('-') or to a file, with full double precision."""
    text = json.dumps(payload, ensure_ascii=False, allow_nan=False, indent=1)
    if target == "-":
        click.echo(text)
        return
    path = Path(target)
    temporary = path.with_name(path.name + ".partial")
    temporary.write_text(text + "\n", encoding="utf-8")
    os.replace(temporary, path)
