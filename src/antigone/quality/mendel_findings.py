"""Mendelian conflicts in plain words."""

from __future__ import annotations

from antigone.cases.case import Genotype
from antigone.quality.finding import Finding, Severity
from antigone.quality.mendel import Conflict


def conflict_finding(conflict: Conflict) -> Finding:
    """The finding of a conflict: an error where the case's own model cannot explain it."""
    shown = ", ".join(f"{p} {genotype_text(g)}" for p, g in conflict.genotypes.items())
    text = f"{_who(conflict)} at {conflict.marker} without mutation: {shown}."
    if conflict.silent_explains:
        text += f" {_silent_text(conflict)}"
    if not conflict.model_explains:
        text += " The case's model gives this no probability: every comparison at the marker is affected."
    if conflict.repair:
        plural = "genotypes" if len(conflict.repair) > 1 else "genotype"
        text += f" Without the {plural} of {_listed(conflict.repair)} the family holds together there."
    return Finding(
        "silent_allele" if conflict.silent_explains else "mendelian",
        Severity.WARNING if conflict.model_explains else Severity.ERROR,
        text,
        conflict.family,
        conflict.persons,
        conflict.marker,
    )


def genotype_text(genotype: Genotype) -> str:
    """12/14, or 12/? where one allele was seen."""
    return f"{genotype.first}/{genotype.second if genotype.second is not None else '?'}"


def _who(conflict: Conflict) -> str:
    persons = conflict.persons
    if len(persons) == 1:
        return f"{persons[0]} alone shows what no one person can have"
    if not conflict.nuclear:
        return (
            f"{_listed(persons)} cannot hold together in family {conflict.family}, though no parent and "
            "child among them disagree,"
        )
    child = persons[-1]
    return f"{child} cannot be a child of {' and '.join(persons[:-1])}"


def _silent_text(conflict: Conflict) -> str:
    single = [p for p, g in conflict.genotypes.items() if g.first == g.second]
    if len(conflict.persons) == 2 and len(single) == 2:
        return (
            "Opposite homozygotes: a silent (null) allele or an allele that dropped out would explain them."
        )
    return "A silent (null) allele or an allele that dropped out would explain it."


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
