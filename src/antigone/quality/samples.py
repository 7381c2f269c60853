"""The reference profiles of a case as codes, at markers where any mutation is possible."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from antigone.cases.case import Case
from antigone.cases.profiles import ProfileTable
from antigone.genetics.marker import Marker
from antigone.quality.tolerant import tolerant_markers
from antigone.search.alphabet import Alphabet, build_alphabet


@dataclass(frozen=True, slots=True)
class Samples:
    """The reference profiles at the autosomal markers, any mutation being possible.

    `table` has their codes; `alphabet` knows them as what relatives show and as what is asked for.
    """

    markers: tuple[Marker, ...]
    table: ProfileTable
    alphabet: Alphabet

    def place(self, marker: int, subject: str) -> int:
        """The column of a subject's genotype at marker number `marker` in a table of all codes."""
        start = int(self.alphabet.remains_arrays.start[marker])
        return start + int(self.table.codes[self.table.position(subject), marker])


def reference_samples(case: Case) -> Samples:
    """The samples of a case's references and personal effects."""
    # These are asked for in the place of remains, but are not degraded.
    markers = tuple(replace(m, dropout=0.0, dropin=0.0) for m in tolerant_markers(case.markers))
    names = tuple(m.name for m in markers)
    columns = [i for i, m in enumerate(case.markers) if m.name in set(names)]
    table = ProfileTable(
        "reference",
        case.references.subjects,
        names,
        np.ascontiguousarray(case.references.codes[:, columns]),
        {m: case.references.genotypes[m] for m in names},
    )
    return Samples(markers, table, build_alphabet(markers, 0.0, table, table))
