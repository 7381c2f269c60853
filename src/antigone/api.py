"""The Python interface: `import antigone as ag`, `ag.read_case(path).identify()`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from antigone.cases.build import build_case
from antigone.cases.case import Case
from antigone.errors import AntigoneError
from antigone.formats import case_folder
from antigone.formats.invented_case import write_invented_case
from antigone.identify.joint import Assignment, joint_posterior
from antigone.identify.pairs import PairLR, pair_lrs
from antigone.identify.sampling import Sampling
from antigone.identify.store import open_store
from antigone.pedigrees.drawing import Marks, draw_pedigree
from antigone.quality.check import check_case
from antigone.quality.finding import Finding

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

SHOWN = 20


def read_case(path: str | Path) -> OpenCase:
    """The case of a case folder (docs/case-folder.md).

    Raises InputError naming file, row and what would be right.
    """
    draft = case_folder.read_draft(path)
    return OpenCase(build_case(draft), draft.frequencies)


def write_example(folder: str | Path, seed: int = 1) -> Path:
    """Writes the invented example case as a new folder and returns it; InputError where it exists."""
    return write_invented_case(Path(folder), seed)


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case that was read; `case` holds its families, markers and profiles.

    `frequencies` are those that its file lists: marker → allele → frequency.
    """

    case: Case
    frequencies: Mapping[str, Mapping[str, float]]

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader had to decide: alleles without frequency, columns not used."""
        return self.case.notes

    def lr(self) -> LikelihoodRatios:
        """The likelihood ratio of every remains against every missing person."""
        return LikelihoodRatios(self.case.title, tuple(pair_lrs(self.case)))

    def identify(self, top: int = 10, seed: int = 1, run: str | Path | None = None) -> Identification:
        """The joint posterior over assignments of remains to missing persons, its `top` best listed.

        With a `run` folder solved components are kept there, and taken from there where nothing of them
        changed. Raises ModelError where the prior leaves no assignment or a family has too many placements.
        """
        with ExitStack() as stack:
            store = stack.enter_context(open_store(Path(run))) if run is not None else None
            found = joint_posterior(self.case, top, seed, store=store)
        return Identification(
            self.case.title,
            found.assignments,
            found.marginals,
            found.groups,
            found.method,
            found.error,
            found.sampling,
            found.correlated,
        )

    def check(self) -> Check:
        """Conflicts, swaps, duplicates and odd values to look at before any match (docs/check.md)."""
        return Check(self.case.title, check_case(self.case, self.frequencies).findings)

    def draw(self, family: str) -> Drawing:
        """The pedigree of a family: typed hatched, missing marked; KeyError for no such family."""
        pedigree = self.case.families[family]
        missing = frozenset(x for x, home in self.case.missing.items() if home == family)
        typed = frozenset(p.id for p in pedigree.people if p.id in self.case.references)
        return Drawing(family, draw_pedigree(pedigree, Marks(typed=typed, missing=missing)))

    def __repr__(self) -> str:
        c = self.case
        return (
            f"<case '{c.title}': {len(c.families)} families, {len(c.missing)} missing, "
            f"{len(c.remains)} remains, {len(c.markers)} markers>"
        )


@dataclass(frozen=True, slots=True, repr=False)
class LikelihoodRatios:
    """The pairs of a case; `result["V1", "X1"]` is the comparison of remains V1 with missing person X1."""

    title: str
    pairs: tuple[PairLR, ...]

    def __getitem__(self, pair: tuple[str, str]) -> PairLR:
        for found in self.pairs:
            if (found.remains, found.missing) == pair:
                return found
        raise KeyError(pair)

    def __iter__(self) -> Iterator[PairLR]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    def rows(self) -> list[dict[str, Any]]:
        """One row a pair: remains, missing, log10_lr (None: excluded), excluded_by (text)."""
        return [
            {
                "remains": p.remains,
                "missing": p.missing,
                "log10_lr": p.log10_lr,
                "excluded_by": ", ".join(p.excluded_by),
            }
            for p in self.pairs
        ]

    def to_polars(self) -> pl.DataFrame:
        """The rows as a polars table."""
        import polars

        return polars.DataFrame(self.rows(), schema_overrides={"log10_lr": polars.Float64})

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a pandas table; AntigoneError where pandas is not installed."""
        return _pandas().DataFrame(self.rows())

    def _best_first(self) -> list[Sequence[str]]:
        ordered = sorted(self.pairs, key=lambda p: (p.log10_lr is None, -(p.log10_lr or 0.0)))
        return [
            (p.remains, p.missing, "excluded" if p.log10_lr is None else f"{p.log10_lr:.3f}") for p in ordered
        ]

    def __repr__(self) -> str:
        return _text(self.title, ("remains", "missing", "log10 LR"), self._best_first())

    def _repr_html_(self) -> str:
        return _html(self.title, ("remains", "missing", "log10 LR"), self._best_first())


@dataclass(frozen=True, slots=True, repr=False)
class Identification:
    """The joint answer: best assignments, and for every remains the marginal posterior ("none" too).

    `method` is exact ("exact, theta by family": families had to be taken as independent), bounded (then
    `error` bounds what was left out) or sampled (then `sampling` holds the
    diagnostics of each component). `correlated` tells that theta tied all typed persons of the case together,
    and not each family's alone (docs/joint.md).
    """

    title: str
    assignments: tuple[Assignment, ...]
    marginals: Mapping[str, Mapping[str, float]]
    groups: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    method: str
    error: float
    sampling: tuple[Sampling, ...]
    correlated: bool = False

    def rows(self) -> list[dict[str, Any]]:
        """One row for each remains and missing person ("none": not one of them): posterior."""
        return [
            {"remains": v, "missing": x, "posterior": p}
            for v, row in self.marginals.items()
            for x, p in row.items()
        ]

    def to_polars(self) -> pl.DataFrame:
        """The rows as a polars table."""
        import polars

        return polars.DataFrame(self.rows(), schema_overrides={"posterior": polars.Float64})

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a pandas table; AntigoneError where pandas is not installed."""
        return _pandas().DataFrame(self.rows())

    def _most_probable(self) -> list[Sequence[str]]:
        best = [(v, *max(row.items(), key=lambda item: item[1])) for v, row in self.marginals.items()]
        # No profile proves what the model only makes very probable.
        return [(v, x, "> 0.999999" if p > 0.999999 else f"{p:.6f}") for v, x, p in best]

    def __repr__(self) -> str:
        return _text(self.title, ("remains", "most probable", "posterior"), self._most_probable())

    def _repr_html_(self) -> str:
        return _html(self.title, ("remains", "most probable", "posterior"), self._most_probable())


@dataclass(frozen=True, slots=True, repr=False)
class Check:
    """The findings of a case, most severe first within each kind."""

    title: str
    findings: tuple[Finding, ...]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def _lines(self) -> list[Sequence[str]]:
        if not self.findings:
            return [("", "", "nothing found")]
        return [(f.severity.value, f.kind, f.text) for f in self.findings]

    def __repr__(self) -> str:
        return _text(self.title, ("severity", "kind", "finding"), self._lines())

    def _repr_html_(self) -> str:
        return _html(self.title, ("severity", "kind", "finding"), self._lines())


@dataclass(frozen=True, slots=True, repr=False)
class Drawing:
    """A pedigree as SVG text; a notebook shows it."""

    family: str
    svg: str

    def __repr__(self) -> str:
        return f"<drawing of family '{self.family}'>"

    def _repr_svg_(self) -> str:
        return self.svg


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise AntigoneError("pandas is not installed; 'pip install pandas' or call to_polars()") from error
    return pandas


def _text(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    shown = [header, *rows[:SHOWN]]
    widths = [max(len(row[i]) for row in shown) for i in range(len(header))]
    lines = [title, *("  ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)).rstrip() for r in shown)]
    if len(rows) > SHOWN:
        lines.append(f"… and {len(rows) - SHOWN} more; .to_polars() has all")
    return "\n".join(lines)


def _html(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(c)}</th>" for c in header)
    body = "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in row)}</tr>" for row in rows[:SHOWN])
    more = f"<p>… and {len(rows) - SHOWN} more</p>" if len(rows) > SHOWN else ""
    return f"<table><caption>{escape(title)}</caption><tr>{head}</tr>{body}</table>{more}"
