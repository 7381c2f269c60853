"""case.toml, read and written."""

from __future__ import annotations

import math
import tomllib
from typing import Any

import msgspec

from antigone.cases.settings import Settings
from antigone.errors import InputError
from antigone.formats.tables import decode

PRIORS = ("flat", "odds")


def parse_settings(name: str, data: bytes) -> Settings:
    """Settings from the bytes of case.toml; InputError names the setting that is wrong."""
    try:
        raw: dict[str, Any] = tomllib.loads(decode(name, data))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{name}: not valid TOML: {error}") from error
    try:
        settings = msgspec.convert(raw, Settings)
    except msgspec.ValidationError as error:
        raise InputError(f"{name}: {error}; see docs/case-folder.md") from error
    if settings.format != 1:
        raise InputError(f"{name}: format {settings.format} is not known to this version; it reads format 1")
    if settings.prior.assignments not in PRIORS:
        raise InputError(f"{name}: prior.assignments '{settings.prior.assignments}' must be 'flat' or 'odds'")
    for remains, row in settings.prior.odds.items():
        for missing, odds in row.items():
            if not 0 <= odds < math.inf:
                raise InputError(f"{name}: prior.odds.{remains}.{missing} = {odds} must be at least 0")
    for where, table in [("model", settings.model), *settings.markers.items()]:
        for key in ("theta", "silent", "dropout", "dropin", "minimum_frequency"):
            value = getattr(table, key, None)
            if value is not None and not 0 <= value < 1:
                raise InputError(f"{name}: {where}.{key} = {value} must be at least 0 and below 1")
    return settings
