"""A case as its files state it: rows that know where they stand, before anything is checked or built."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from antigone.cases.settings import Settings

KINDS = ("reference", "personal", "remains")
EMPTY = -1


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A row of people.csv; `where` ("people.csv, row 3") opens every message about it."""

    family: str
    id: str
    father: str | None = None
    mother: str | None = None
    sex: str = "unknown"
    status: str = ""
    twin_of: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    where: str = "people.csv"


@dataclass(frozen=True, slots=True)
class RemainsRow:
    """A row of remains.csv."""

    id: str
    sex: str = "unknown"
    details: Mapping[str, str] = field(default_factory=dict)
    where: str = "remains.csv"


@dataclass(frozen=True, slots=True)
class GenotypeRow:
    """A row of profiles.csv in the long layout; empty alleles are ""."""

    subject: str
    kind: str
    marker: str
    allele1: str
    allele2: str = ""
    sample: str = ""
    dropout: float | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class GenotypeColumns:
    """The n rows of profiles.csv in columns, so that millions of them are a few arrays.

    `subject`, `marker`, `allele1`, `allele2`, `sample` (n,) are positions in the lists of names
    (EMPTY = an empty cell), `kind` positions in KINDS; `dropout` is NaN where not stated; `row` the row
    in `file`, the header being row 1.
    """

    file: str
    subjects: tuple[str, ...]
    markers: tuple[str, ...]
    alleles: tuple[str, ...]
    samples: tuple[str, ...]
    subject: NDArray[np.int32]
    kind: NDArray[np.int8]
    marker: NDArray[np.int32]
    allele1: NDArray[np.int32]
    allele2: NDArray[np.int32]
    sample: NDArray[np.int32]
    dropout: NDArray[np.float64]
    row: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.subject)

    def at(self, i: int) -> GenotypeRow:
        """Row i (from 0) as text."""
        dropout = float(self.dropout[i])
        return GenotypeRow(
            _name(self.subjects, self.subject[i]),
            KINDS[self.kind[i]],
            _name(self.markers, self.marker[i]),
            _name(self.alleles, self.allele1[i]),
            _name(self.alleles, self.allele2[i]),
            _name(self.samples, self.sample[i]),
            None if np.isnan(dropout) else dropout,
            int(self.row[i]),
        )

    def where(self, i: int) -> str:
        """The opening of a message about row i."""
        return f"{self.file}, row {self.row[i]}"


def _name(names: tuple[str, ...], code: int) -> str:
    return "" if code == EMPTY else names[code]


def genotype_columns(rows: Iterable[GenotypeRow], file: str = "profiles.csv") -> GenotypeColumns:
    """Columns from rows of text; rows without a number are numbered from 2, as the file will have them."""
    names: tuple[dict[str, int], ...] = ({}, {}, {}, {})
    codes: list[tuple[int, ...]] = []
    dropouts: list[float] = []

    def code(column: int, text: str) -> int:
        return names[column].setdefault(text, len(names[column])) if text else EMPTY

    for number, r in enumerate(rows, start=2):
        codes.append(
            (
                code(0, r.subject), KINDS.index(r.kind), code(1, r.marker),
                code(2, r.allele1), code(2, r.allele2), code(3, r.sample), r.row or number,
            )
        )  # fmt: skip
        dropouts.append(float("nan") if r.dropout is None else r.dropout)
    table = np.array(codes, dtype=np.int64).reshape(-1, 7)
    narrow = table.astype(np.int32)
    return GenotypeColumns(
        file,
        subjects=tuple(names[0]),
        markers=tuple(names[1]),
        alleles=tuple(names[2]),
        samples=tuple(names[3]),
        subject=narrow[:, 0],
        kind=table[:, 1].astype(np.int8),
        marker=narrow[:, 2],
        allele1=narrow[:, 3],
        allele2=narrow[:, 4],
        sample=narrow[:, 5],
        dropout=np.array(dropouts, dtype=np.float64),
        row=table[:, 6],
    )


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """All that the files of a case say. `frequencies` maps marker to allele to frequency, in file order.

    `hashes` maps each input's name to its SHA-256; `place` is the folder or file that was read;
    `frequency_rows` maps (marker, allele) to the row of the frequency table, where it is known.
    """

    settings: Settings
    frequencies: Mapping[str, Mapping[str, float]]
    people: tuple[PersonRow, ...]
    genotypes: GenotypeColumns
    remains: tuple[RemainsRow, ...] = ()
    notes: tuple[str, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)
    place: str = ""
    frequency_rows: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def where_listed(self, marker: str, allele: str) -> str:
        """The opening of a message about a listed frequency."""
        row = self.frequency_rows.get((marker, allele))
        file = self.file("frequencies.csv")
        return file if row is None else f"{file}, row {row}"

    def file(self, name: str) -> str:
        """A file of the case, for a message: of a .fam file, which holds all, the file itself."""
        return self.place if self.place.endswith(".fam") else f"{self.place or 'case'}/{name}"

    def where_seen(self, marker: str, allele: str) -> str:
        """The opening of a message about an allele of a profile: the first row that shows it."""
        columns = self.genotypes
        code, own = columns.alleles.index(allele), columns.markers.index(marker)
        shows = (columns.allele1 == code) | (columns.allele2 == code)
        return columns.where(int((shows & (columns.marker == own)).argmax()))
