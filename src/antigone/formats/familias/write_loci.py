"""The frequency database of a .fam file, written."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from antigone.cases.case import Case
from antigone.cases.draft import CaseDraft
from antigone.cases.settings import MarkerSettings, Model, Mutation, SexRates
from antigone.errors import InputError
from antigone.formats.marker_names import X_LINKED
from antigone.genetics.marker import ROUNDING, SILENT, Marker

CODES = {"none": 0, "equal": 0, "proportional": 1, "stepwise": 4}
REST = "Rest allele"


def written_frequencies(draft: CaseDraft, case: Case) -> tuple[dict[str, dict[str, float]], tuple[str, ...]]:
    """Marker → allele → frequency as the file will list them, and notes."""
    result: dict[str, dict[str, float]] = {}
    notes: list[str] = []
    for marker in case.markers:
        own = draft.settings.markers.get(marker.name, MarkerSettings())
        silent = own.silent if own.silent is not None else draft.settings.model.silent
        result[marker.name], note = _frequencies(draft.frequencies[marker.name], marker, silent)
        notes += note
    return result, tuple(notes)


def loci_lines(
    draft: CaseDraft,
    case: Case,
    written: Mapping[str, Mapping[str, float]],
    dropout: Mapping[str, float],
) -> tuple[list[str], tuple[str, ...]]:
    """The lines from the number of systems on, and notes; `dropout` by marker.

    Raises InputError for a mutation model that Familias lacks.
    """
    model = draft.settings.model
    lines = [str(len(case.markers)), "#TRUE#", f'"{model.population or "unknown"}"']
    notes: list[str] = []
    for marker in case.markers:
        own = draft.settings.markers.get(marker.name, MarkerSettings())
        mutation = own.mutation or model.mutation
        silent = own.silent if own.silent is not None else model.silent
        frequencies = written[marker.name]
        lines += _locus_lines(draft.place, marker.name, mutation, silent, frequencies)
        minimum = own.minimum_frequency if own.minimum_frequency is not None else model.minimum_frequency
        rare = 0.0 if minimum == Model().minimum_frequency else minimum
        lines.append(
            f"{len(frequencies)}\t(DatabaseSize = 1000 , Dropout probability = "
            f"{dropout.get(marker.name, 0.0)!r} , Minor allele frequency = {rare!r} )"
        )
        named = ((f'"{REST if a == "rest" else a}"', repr(p)) for a, p in frequencies.items())
        lines += chain.from_iterable(named)
        if mutation.model == "stepwise" and "rest" in frequencies:
            notes.append(f"{marker.name}: Familias may refuse '{REST}' under a stepwise model")
        if marker.x_linked and not X_LINKED.fullmatch(marker.name):
            notes.append(f"{marker.name} is X-linked, which a .fam file does not state; likelihoods differ")
    return lines, tuple(notes)


def _locus_lines(
    place: str, name: str, mutation: Mutation, silent: float, frequencies: Mapping[str, float]
) -> list[str]:
    if mutation.model not in CODES:
        raise InputError(
            f"{place}: the mutation model '{mutation.model}' of {name} is none that a .fam file holds; "
            f"choose {', '.join(CODES)} in case.toml"
        )
    rate = mutation.rate
    rates = rate if isinstance(rate, SexRates) else SexRates(rate, rate)
    if mutation.model == "none":
        rates = SexRates(0.0, 0.0)
    second = repr(float(mutation.rate2)) if mutation.model == "stepwise" else "0.0"
    code, span = str(CODES[mutation.model]), repr(float(mutation.range))
    return [
        f'"{name}"', repr(float(rates.female)), repr(float(rates.male)), code, code,
        str(len(frequencies) + (silent > 0)), span, span, second, second,
        "#TRUE#" if silent > 0 else "#FALSE#", repr(float(silent)) if silent > 0 else "0",
    ]  # fmt: skip


def _frequencies(
    listed: Mapping[str, float], marker: Marker, silent: float
) -> tuple[dict[str, float], list[str]]:
    """As listed, the remainder as `rest`; as the engine scales them where unlisted alleles were seen."""
    unlisted = [a for a in marker.alleles if a not in listed and a not in ("rest", SILENT)]
    unlisted += [a for a in marker.alleles if listed.get(a) == 0.0]
    if unlisted:
        scaled = dict(zip(marker.alleles, marker.frequencies.tolist(), strict=True))
        scaled.pop(SILENT, None)
        return scaled, [
            f"{marker.name}: {', '.join(unlisted)} not listed; written with the engine's frequencies"
        ]
    remainder = 1 - silent - sum(listed.values())
    if remainder <= ROUNDING:
        return dict(listed), []
    return dict(listed) | {"rest": listed.get("rest", 0.0) + remainder}, [
        f"{marker.name}: the remainder {remainder:.6g} is written as '{REST}'"
    ]
