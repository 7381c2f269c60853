"""The markers of a draft: frequencies and settings joined, alleles that were seen added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from antigone.cases.draft import CaseDraft
from antigone.cases.linkage import linkage_notes
from antigone.cases.settings import MarkerSettings
from antigone.errors import InputError
from antigone.genetics.marker import MOST_SUM, ROUNDING, Marker, build_marker
from antigone.genetics.mutation import is_repeat_number
from antigone.genetics.stationarity import frequency_shift, is_stationary

NOT_SCORED = ("Y", "MT", "M", "CHRY", "CHRM")
BY_SIZE = ("stepwise", "onestep")


@dataclass(frozen=True, slots=True)
class Markers:
    """The markers in the order of frequencies.csv, and what must be said of them."""

    markers: tuple[Marker, ...]
    notes: tuple[str, ...]


def build_markers(draft: CaseDraft, seen: Mapping[str, tuple[str, ...]]) -> Markers:
    """Markers with the alleles `seen` in profiles; InputError where a setting does not fit a marker."""
    for name in draft.settings.markers:
        if name not in draft.frequencies:
            raise InputError(
                f"{draft.file('case.toml')}: marker '{name}' has no frequencies; correct the name or add it "
                "to frequencies.csv"
            )
    markers: list[Marker] = []
    notes: list[str] = []
    for name, listed in draft.frequencies.items():
        model = draft.settings.model
        own = draft.settings.markers.get(name, MarkerSettings())
        minimum = own.minimum_frequency if own.minimum_frequency is not None else model.minimum_frequency
        unlisted = tuple(a for a in seen.get(name, ()) if listed.get(a, 0.0) == 0.0)
        if unlisted and minimum == 0:
            raise InputError(
                f"{draft.where_seen(name, unlisted[0])}: allele {unlisted[0]} of {name} is not in the "
                "frequency table and minimum_frequency is 0, so nobody could have it; "
                "state one above 0 in case.toml"
            )
        notes += [f"{name}: allele {a} is not in frequencies.csv; it gets {minimum:g}" for a in unlisted]
        chromosome = str(own.chromosome or "autosomal").upper()
        if chromosome in NOT_SCORED:
            raise InputError(
                f"{draft.file('case.toml')}: marker {name} on {chromosome} is not scored by this version; "
                "leave it out of frequencies.csv and profiles.csv"
            )
        notes += _check_sum(draft, name, listed)
        mutation = own.mutation or model.mutation
        if mutation.model in BY_SIZE:
            _check_sizes(draft, name, mutation.model, (*listed, *unlisted))
        try:
            markers.append(
                build_marker(
                    name,
                    listed,
                    unlisted=unlisted,
                    minimum_frequency=minimum,
                    silent=own.silent if own.silent is not None else model.silent,
                    mutation=mutation.build(),
                    x_linked=chromosome in ("X", "CHRX"),
                    dropout=own.dropout if own.dropout is not None else model.dropout,
                    dropin=own.dropin if own.dropin is not None else model.dropin,
                )
            )
        except InputError as error:
            raise InputError(f"{draft.file('case.toml')}: {error}") from error
    notes += _stationarity(markers) + linkage_notes(draft.settings.markers)
    return Markers(tuple(markers), tuple(notes))


def _check_sum(draft: CaseDraft, marker: str, listed: Mapping[str, float]) -> list[str]:
    total = sum(listed.values())
    if total > MOST_SUM:
        raise InputError(
            f"{draft.where_listed(marker, list(listed)[-1])}: the frequencies of {marker} sum to "
            f"{total:.6g}; they must not exceed 1"
        )
    if total > 1 + ROUNDING:
        return [f"{marker}: the frequencies sum to {total:.6g} and are scaled to 1"]
    return []


def _check_sizes(draft: CaseDraft, marker: str, model: str, alleles: Iterable[str]) -> None:
    for allele in alleles:
        if allele == "rest" or is_repeat_number(allele):
            continue
        listed = allele in draft.frequencies[marker]
        place = draft.where_listed(marker, allele) if listed else draft.where_seen(marker, allele)
        raise InputError(
            f"{place}: allele '{allele}' at {marker} is not a number; the {model} model needs repeat numbers "
            "such as 9 or 9.3: correct it or state another mutation model for the marker in case.toml"
        )


def _stationarity(markers: list[Marker]) -> list[str]:
    moving = {m.name: frequency_shift(m) for m in markers if not is_stationary(m)}
    if not moving:
        return []
    worst = max(moving, key=moving.__getitem__)
    return [
        f"the mutation model of {len(moving)} marker(s) is not stationary: it changes an allele frequency by "
        f"up to {moving[worst]:.2g} a generation ({worst}); frequencies are taken as those of the founders"
    ]
