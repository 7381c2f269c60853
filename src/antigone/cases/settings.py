"""The settings of a case, as case.toml states them."""

from __future__ import annotations

import msgspec

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
    """The `[model]` table; `population` names whom the allele frequencies describe."""

    population: str = ""
    theta: float = 0.0
    silent: float = 0.0
    dropout: float = 0.0
    dropin: float = 0.0
    minimum_frequency: float = 0.001
    mutation: Mutation = msgspec.field(default_factory=Mutation)


class MarkerSettings(msgspec.Struct, forbid_unknown_fields=True):
    """A `[markers.NAME]` table: what differs from `[model]`; `size_bp`: usual fragment length."""

    silent: float | None = None
    dropout: float | None = None
    dropin: float | None = None
    minimum_frequency: float | None = None
    mutation: Mutation | None = None
    chromosome: str | int | None = None
    position_cM: float | None = None
    size_bp: float | None = None


class PriorSettings(msgspec.Struct, forbid_unknown_fields=True):
    """The `[prior]` table; `odds` maps remains to missing person (or "none") to its prior odds, default 1."""

    assignments: str = "flat"
    closed: bool = False
    odds: dict[str, dict[str, float]] = msgspec.field(default_factory=dict)


class ReportSettings(msgspec.Struct, forbid_unknown_fields=True):
    """The `[report]` table."""

    threshold_log10: float = 4.0


class Settings(msgspec.Struct, forbid_unknown_fields=True):
    """All of case.toml."""

    format: int = 1
    title: str = ""
    model: Model = msgspec.field(default_factory=Model)
    markers: dict[str, MarkerSettings] = msgspec.field(default_factory=dict)
    prior: PriorSettings = msgspec.field(default_factory=PriorSettings)
    report: ReportSettings = msgspec.field(default_factory=ReportSettings)
