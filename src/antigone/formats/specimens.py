"""Typed samples without pedigrees, as laboratories export them, made into the draft of a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from antigone.cases.draft import CaseDraft, GenotypeRow, PersonRow, RemainsRow, genotype_columns
from antigone.cases.settings import Settings
from antigone.errors import InputError
from antigone.formats.marker_names import AMELOGENIN, Y_LINKED

OFF_LADDER = ("OL", "OL?", "?", "OMR")
LISTED = 20


@dataclass(frozen=True, slots=True)
class Call:
    """The alleles called at a marker, empty ones left away; `row` is where they stand."""

    marker: str
    alleles: tuple[str, ...]
    row: int


@dataclass(frozen=True, slots=True)
class Specimen:
    """A sample; `kind` is reference, personal or remains."""

    id: str
    kind: str
    calls: tuple[Call, ...]
    family: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a single allele is read: `homozygous`, or else as one allele seen and one unknown."""

    homozygous: bool = False


def specimens_draft(
    place: str,
    specimens: Sequence[Specimen],
    reading: Reading,
    frequencies: Mapping[str, Mapping[str, float]],
    hashes: Mapping[str, str],
) -> CaseDraft:
    """The draft; references become people without parents, to be completed by hand.

    Raises InputError for three alleles at a marker, or one sample with two genotypes at a marker.
    """
    if not specimens:
        raise InputError(f"{place}: no sample in it can be used; see docs/formats.md for what is read")
    rows: dict[tuple[str, str, str], GenotypeRow] = {}
    sexes: dict[tuple[str, str], str] = {}
    odd: list[str] = []
    single = y_linked = 0
    for specimen in specimens:
        for call in specimen.calls:
            row = _row(place, specimen, call, reading)
            y_linked += bool(Y_LINKED.fullmatch(call.marker))
            if row is None or Y_LINKED.fullmatch(call.marker):
                continue
            odd += [f"{specimen.id} at {call.marker}"] * any(a.upper() in OFF_LADDER for a in call.alleles)
            if AMELOGENIN.fullmatch(call.marker):
                sexes[specimen.kind, specimen.id] = _sex(row)
            single += bool(row.allele1 and not row.allele2)
            key = (specimen.id, specimen.kind, call.marker)
            earlier = rows.setdefault(key, row)
            if {earlier.allele1, earlier.allele2} != {row.allele1, row.allele2}:
                raise InputError(
                    f"{place}, row {call.row}: {specimen.id} has two different genotypes at {call.marker}; "
                    "keep the right one"
                )
    people, remains = _subjects(place, specimens, sexes)
    notes = _notes(odd, single, y_linked, reading, bool(people), bool(frequencies))
    return CaseDraft(
        Settings(), frequencies, people, genotype_columns(rows.values(), place), remains, notes, hashes, place
    )


def _row(place: str, specimen: Specimen, call: Call, reading: Reading) -> GenotypeRow | None:
    alleles = [a for a in call.alleles if a.upper() not in OFF_LADDER]
    if len(call.alleles) > 2:
        raise InputError(
            f"{place}, row {call.row}: {specimen.id} has three alleles at {call.marker} "
            f"({', '.join(call.alleles)}); a genotype has two: settle which, or leave the marker out"
        )
    if not alleles:
        return None
    if len(call.alleles) == 1 and reading.homozygous:
        alleles *= 2
    return GenotypeRow(
        specimen.id, specimen.kind, call.marker, alleles[0], "".join(alleles[1:]), row=call.row
    )


def _sex(row: GenotypeRow) -> str:
    seen = {row.allele1.upper(), row.allele2.upper()}
    if "Y" in seen:
        return "male"
    # In remains a Y may have dropped out, and a wrong sex would exclude the right person.
    return "female" if seen == {"X"} and row.kind == "reference" else "unknown"


def _subjects(
    place: str, specimens: Sequence[Specimen], sexes: Mapping[tuple[str, str], str]
) -> tuple[tuple[PersonRow, ...], tuple[RemainsRow, ...]]:
    people: dict[str, PersonRow] = {}
    remains: dict[str, RemainsRow] = {}
    for s in specimens:
        sex = sexes.get((s.kind, s.id), "unknown")
        if s.kind == "remains":
            remains.setdefault(s.id, RemainsRow(s.id, sex, where=place))
        else:
            status = "missing" if s.kind == "personal" else "reference"
            people.setdefault(s.id, PersonRow(s.family or s.id, s.id, sex=sex, status=status, where=place))
    return tuple(people.values()), tuple(remains.values())


def _notes(
    odd: Sequence[str], single: int, y_linked: int, reading: Reading, people: bool, frequencies: bool
) -> tuple[str, ...]:
    notes = []
    if odd:
        more = f" and {len(odd) - LISTED} more" if len(odd) > LISTED else ""
        notes.append(f"off the ladder, taken as unknown: {', '.join(odd[:LISTED])}{more}")
    if single and not reading.homozygous:
        notes.append(
            f"{single} genotypes show a single allele; the second is taken as unknown (it may have dropped "
            "out). Where the laboratory writes homozygotes so, convert with --one-allele homozygous"
        )
    if y_linked:
        notes.append(f"{y_linked} genotypes at markers of the Y chromosome are left out; they are not scored")
    if people:
        notes.append("people.csv lists the persons without their relations; add father and mother by hand")
    if not frequencies:
        notes.append(
            "the source holds no allele frequencies; add frequencies.csv or convert with --frequencies"
        )
    return tuple(notes)
