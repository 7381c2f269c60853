"""case.toml, read and checked."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator
from typing import Any

import msgspec

from antigone.cases.build_markers import NOT_SCORED
from antigone.cases.settings import Mutation, Settings, SexRates
from antigone.errors import InputError
from antigone.formats.tables import decode

PRIORS = ("flat", "odds")
MODELS = ("none", "equal", "proportional", "stepwise", "onestep", "custom")
CHROMOSOMES = {*map(str, range(1, 23)), "AUTOSOMAL", "X", "CHRX", *NOT_SCORED}
WORDS = {
    "Object contains unknown field": "unknown setting",
    "Object missing required field": "a setting is lacking:",
    "Expected": "expected",
    "`float | object`": "a number or a table",
    "`object`": "a table",
    "`float`": "a number",
    "`int`": "a whole number",
    "`str`": "a text",
    "`bool`": "true or false",
    "`array`": "a list",
    "`null`": "nothing",
}


def parse_settings(name: str, data: bytes) -> Settings:
    """Settings from the bytes of case.toml; InputError names the setting that is wrong."""
    if not data.strip():
        raise InputError(f"{name}: the file is empty; write 'format = 1' into it or remove it")
    try:
        raw: dict[str, Any] = tomllib.loads(decode(name, data, "save it as plain text in UTF-8"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{name}: not valid TOML: {error}") from error
    for setting in _not_finite(raw):
        raise InputError(f"{name}: {setting} is not a finite number; correct it")
    try:
        settings = msgspec.convert(raw, Settings)
    except msgspec.ValidationError as error:
        raise InputError(f"{name}: {_in_words(str(error))}; see docs/case-folder.md") from error
    if settings.format != 1:
        raise InputError(f"{name}: format {settings.format} is not known to this version; it reads format 1")
    if settings.prior.assignments not in PRIORS:
        raise InputError(f"{name}: prior.assignments '{settings.prior.assignments}' must be 'flat' or 'odds'")
    for remains, row in settings.prior.odds.items():
        for missing, odds in row.items():
            if odds < 0:
                raise InputError(f"{name}: prior.odds.{remains}.{missing} = {odds} must be at least 0")
    named = [(f"markers.{m}", own) for m, own in settings.markers.items()]
    for where, table in [("model", settings.model), *named]:
        for key in ("theta", "silent", "dropout", "dropin", "minimum_frequency"):
            value = getattr(table, key, None)
            if value is not None and not 0 <= value < 1:
                raise InputError(f"{name}: {where}.{key} = {value} must be at least 0 and below 1")
    _check_mutation(f"{name}: model.mutation", settings.model.mutation)
    for where, own in named:
        if own.mutation is not None:
            _check_mutation(f"{name}: {where}.mutation", own.mutation)
        if own.chromosome is not None and str(own.chromosome).upper() not in CHROMOSOMES:
            raise InputError(
                f"{name}: {where}.chromosome = '{own.chromosome}' is not a chromosome; write 1 to 22, "
                "X, Y or MT"
            )
    return settings


def _check_mutation(where: str, mutation: Mutation) -> None:
    if mutation.model not in MODELS:
        raise InputError(f"{where}.model '{mutation.model}' is unknown; use {', '.join(MODELS)}")
    for key, rate in (("rate", _rates(mutation)), ("rate2", (mutation.rate2,))):
        if not all(0 <= r <= 1 for r in rate):
            raise InputError(f"{where}.{key} must be between 0 and 1")
    if mutation.range <= 0:
        raise InputError(f"{where}.range = {mutation.range} must be above 0; 0.1 is usual")
    if (mutation.model == "custom") != (mutation.matrix is not None):
        raise InputError(f"{where}: a matrix is for the custom model, which needs one")


def _rates(mutation: Mutation) -> tuple[float, ...]:
    rate = mutation.rate
    return (rate.female, rate.male) if isinstance(rate, SexRates) else (rate,)


def _not_finite(raw: Any, path: str = "") -> Iterator[str]:
    if isinstance(raw, dict):
        for key, value in raw.items():
            yield from _not_finite(value, f"{path}.{key}" if path else key)
    elif isinstance(raw, list):
        for value in raw:
            yield from _not_finite(value, path)
    elif isinstance(raw, float) and not math.isfinite(raw):
        yield f"{path} = {raw}"


def _in_words(error: str) -> str:
    """msgspec's message with the setting named as TOML names it."""
    what, _, path = error.partition(" - at `")
    for old, new in WORDS.items():
        what = what.replace(old, new)
    place = path.rstrip("`").removeprefix("$").lstrip(".")
    return f"{place}: {what}" if place else what
