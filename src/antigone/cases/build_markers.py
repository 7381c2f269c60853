"""The markers of a draft: frequencies and settings joined, alleles that were seen added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from antigone.cases.draft import CaseDraft
from antigone.cases.linkage import linkage_notes
from antigone.cases.settings import MarkerSettings
from antigone.errors import InputError
from antigone.genetics.marker import Marker, build_marker
from antigone.genetics.stationarity import frequency_shift, is_stationary

NOT_SCORED = ("Y", "MT", "M", "CHRY", "CHRM")
SEX_MARKERS = ("AMEL", "AMELOGENIN", "AMEL-XY")


@dataclass(frozen=True, slots=True)
class Markers:
    """The markers in the order of frequencies.csv, and what must be said of them."""

    markers: tuple[Marker, ...]
    notes: tuple[str, ...]


def build_markers(draft: CaseDraft, seen: Mapping[str, tuple[str, ...]]) -> Markers:
    """Markers with the alleles `seen` in profiles; InputError where a setting does not fit a marker."""
    place = draft.place or "case"
    for name in draft.settings.markers:
        if name not in draft.frequencies:
            raise InputError(
                f"{place}/case.toml: marker '{name}' has no frequencies; correct the name or add it to "
                "frequencies.csv"
            )
    markers: list[Marker] = []
    notes: list[str] = []
    for name, listed in draft.frequencies.items():
        model = draft.settings.model
        own = draft.settings.markers.get(name, MarkerSettings())
        minimum = own.minimum_frequency if own.minimum_frequency is not None else model.minimum_frequency
        unlisted = tuple(a for a in seen.get(name, ()) if listed.get(a, 0.0) == 0.0)
        notes += [f"{name}: allele {a} is not in frequencies.csv; it gets {minimum:g}" for a in unlisted]
        chromosome = str(own.chromosome or "autosomal").upper()
        if chromosome in NOT_SCORED:
            raise InputError(
                f"{place}/case.toml: marker {name} on {chromosome} is not scored by this version; "
                "leave it out of frequencies.csv and profiles.csv"
            )
        try:
            markers.append(
                build_marker(
                    name,
                    listed,
                    unlisted=unlisted,
                    minimum_frequency=minimum,
                    silent=own.silent if own.silent is not None else model.silent,
                    mutation=(own.mutation or model.mutation).build(),
                    x_linked=chromosome in ("X", "CHRX"),
                    dropout=own.dropout if own.dropout is not None else model.dropout,
                    dropin=own.dropin if own.dropin is not None else model.dropin,
                )
            )
        except InputError as error:
            raise InputError(f"{place}/frequencies.csv: {error}") from error
    notes += _stationarity(markers) + linkage_notes(draft.settings.markers)
    return Markers(tuple(markers), tuple(notes))


def _stationarity(markers: list[Marker]) -> list[str]:
    moving = {m.name: frequency_shift(m) for m in markers if not is_stationary(m)}
    if not moving:
        return []
    worst = max(moving, key=moving.__getitem__)
    return [
        f"the mutation model of {len(moving)} marker(s) is not stationary: it changes an allele frequency by "
        f"up to {moving[worst]:.2g} a generation ({worst}); frequencies are taken as those of the founders"
    ]
