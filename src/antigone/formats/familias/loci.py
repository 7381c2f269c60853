"""The frequency database of a .fam file."""

from __future__ import annotations

import re

from antigone.formats.familias.content import MODELS, FamLocus, FamMutation
from antigone.formats.familias.lines import Lines

REST = ("rest allele", "rest")


def allele_name(text: str) -> str:
    """An allele of the file in the case folder's spelling."""
    return "rest" if text.lower() in REST else text


def read_theta(lines: Lines) -> float:
    """The line of the database header: `#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: 0 )`."""
    if lines.flag("the line with the number of databases and theta"):
        raise lines.error("the file holds computed results; remove them in Familias and save again")
    line = lines.peek_back()
    databases = _stated(line, r"#Databases:\s*(\S+)")
    if databases is not None and databases != 1:
        raise lines.error(f"the file holds {databases:g} databases; save it with the one that is to be used")
    theta = _stated(line, r"Theta/Kinship/Fst:\s*(\S+)") or 0.0
    if not 0 <= theta < 1:
        raise lines.error(f"theta {theta:g} must be at least 0 and below 1")
    return theta


def read_loci(lines: Lines) -> tuple[str, tuple[FamLocus, ...]]:
    """The database's name and its markers."""
    count = lines.integer("the number of systems in the database", 100_000)
    named = lines.flag("whether the database has a name")
    database = lines.text("the name of the database") if named else ""
    loci: dict[str, FamLocus] = {}
    for _ in range(count):
        locus = _read_locus(lines)
        if locus.name in loci:
            raise lines.error(f"system {locus.name} occurs twice; remove one in Familias", locus.line)
        loci[locus.name] = locus
    return database, tuple(loci.values())


def _read_locus(lines: Lines) -> FamLocus:
    name = lines.text("the name of a system")
    line = lines.number
    if not name:
        raise lines.error("a system has no name; give it one in Familias")
    rates = [lines.real(f"the {sex} mutation rate of {name}", 1) for sex in ("female", "male")]
    codes = [lines.integer(f"the {sex} mutation model of {name}", max(MODELS)) for sex in ("female", "male")]
    with_silent = lines.integer(f"the number of alleles of {name}")
    ranges = [lines.real(f"the {sex} mutation range of {name}") for sex in ("female", "male")]
    rates2 = [lines.real(f"the {sex} second mutation rate of {name}", 1) for sex in ("female", "male")]
    has_silent = lines.flag(f"whether {name} has a silent allele")
    silent = lines.real(f"the silent allele's frequency at {name}", 1)
    count = lines.integer(f"the number of alleles of {name}")
    if with_silent not in (count, count + has_silent):
        raise lines.error(f"{name} has {with_silent} alleles above and {count} here; the file is damaged")
    info = lines.peek_back()
    return FamLocus(
        name=name,
        female=FamMutation(codes[0], rates[0], ranges[0], rates2[0]),
        male=FamMutation(codes[1], rates[1], ranges[1], rates2[1]),
        silent=silent if has_silent else 0.0,
        frequencies=_read_frequencies(lines, name, count),
        dropout=_stated(info, r"Dropout probability\s*=\s*([^\s,)]+)") or 0.0,
        minor_allele_frequency=_stated(info, r"Minor allele frequency\s*=\s*([^\s,)]+)") or 0.0,
        database_size=_stated(info, r"DatabaseSize\s*=\s*([^\s,)]+)"),
        line=line,
    )


def _read_frequencies(lines: Lines, name: str, count: int) -> dict[str, float]:
    frequencies: dict[str, float] = {}
    for _ in range(count):
        allele = allele_name(lines.text(f"an allele of {name}"))
        if not allele or allele in frequencies:
            raise lines.error(f"allele '{allele}' of {name} is empty or listed twice; correct it in Familias")
        frequencies[allele] = lines.real(f"the frequency of allele {allele} of {name}", 1)
    return frequencies


def _stated(line: str, pattern: str) -> float | None:
    match = re.search(pattern, line)
    try:
        return float(match[1]) if match else None
    except ValueError:
        return None
