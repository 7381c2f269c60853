"""case.toml: the settings of a case."""

from __future__ import annotations

import tomllib
from typing import Any

import msgspec

from antigone.errors import InputError
from antigone.formats.tables import decode
from antigone.genetics.mutation import MutationModel


class SexRates(msgspec.Struct, forbid_unknown_fields=True):
    """Mutation rates per meiosis by sex of the parent."""

    female: float
    male: float


class Mutation(msgspec.Struct, forbid_unknown_fields=True):
    """A `mutation` table of case.toml."""

    model: str = "none"
    rate: float | SexRates = 0.0
    rate2: float = 0.0
    range: float = 0.1
    matrix: list[list[float]] | None = None

    def build(self) -> MutationModel:
        """The model of the engine."""
        rates = self.rate if isinstance(self.rate, SexRates) else SexRates(self.rate, self.rate)
        matrix = tuple(tuple(row) for row in self.matrix) if self.matrix is not None else None
        return MutationModel(self.model, rates.female, rates.male, self.rate2, self.range, matrix)


class Model(msgspec.Struct, forbid_unknown_fields=True):
    """The `[model]` table."""

    theta: float = 0.0
    silent: float = 0.0
    dropout: float = 0.0
    dropin: float = 0.0
    minimum_frequency: float = 0.001
    mutation: Mutation = msgspec.field(default_factory=Mutation)


class MarkerSettings(msgspec.Struct, forbid_unknown_fields=True):
    """A `[markers.NAME]` table: what differs from `[model]`."""

    silent: float | None = None
    dropout: float | None = None
    dropin: float | None = None
    minimum_frequency: float | None = None
    mutation: Mutation | None = None
    chromosome: str | int | None = None
    position_cM: float | None = None


class PriorSettings(msgspec.Struct, forbid_unknown_fields=True):
    """The `[prior]` table."""

    assignments: str = "flat"
    closed: bool = False


class ReportSettings(msgspec.Struct, forbid_unknown_fields=True):
    """The `[report]` table."""

    threshold_log10: float = 4.0


class Settings(msgspec.Struct):
    """All of case.toml."""

    format: int = 1
    title: str = ""
    model: Model = msgspec.field(default_factory=Model)
    markers: dict[str, MarkerSettings] = msgspec.field(default_factory=dict)
    prior: PriorSettings = msgspec.field(default_factory=PriorSettings)
    report: ReportSettings = msgspec.field(default_factory=ReportSettings)


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
    if settings.prior.assignments != "flat":
        raise InputError(f"{name}: prior.assignments '{settings.prior.assignments}' must be 'flat'")
    for where, table in [("model", settings.model), *settings.markers.items()]:
        for key in ("theta", "silent", "dropout", "dropin", "minimum_frequency"):
            value = getattr(table, key, None)
            if value is not None and not 0 <= value < 1:
                raise InputError(f"{name}: {where}.{key} = {value} must be at least 0 and below 1")
    return settings
