"""A .fam file read whole, or refused."""

from __future__ import annotations

import re
from pathlib import Path

from antigone.formats.familias.content import FamFamily, FamFile, FamPerson
from antigone.formats.familias.dvi import read_families, read_unidentified
from antigone.formats.familias.lines import Lines, cut, decode_fam
from antigone.formats.familias.loci import read_loci, read_theta
from antigone.formats.familias.plain import named_person, read_pedigrees, read_persons
from antigone.formats.familias.sections import Section, read_sections

LAST = "ForceMAF"
DIRECT = ("Dropin", "Dropout", "Error")


def read_fam(name: str, data: bytes) -> FamFile:
    """What the bytes of a .fam file state.

    Raises InputError naming the line where the file is cut, damaged or of another kind.
    """
    text, notes = decode_fam(name, data)
    lines = Lines(name, text if text.endswith("\n") else text + "\n")
    lines.take("the name of the program")
    writer = lines.take("the second line")
    version = lines.take("the version of Familias").strip('"')
    numbered = read_persons(lines)
    pedigrees = read_pedigrees(lines, numbered)
    theta = read_theta(lines)
    database, loci = read_loci(lines)
    persons = tuple(named_person(lines, p, loci) for p in numbered)
    rest = read_sections(lines)
    _check_end(rest, writer, version, text)
    plain = FamFamily(Path(name).stem, persons, pedigrees, 5) if persons else None
    dvi = [s for s in rest.children if s.title == "DVI"]
    if "(DVI)" in version and not dvi:
        raise cut(name, rest.end, "the section [DVI]")
    result = FamFile(
        name, version, database, theta, loci, plain,
        unidentified=read_unidentified(dvi[0]) if dvi else (),
        families=read_families(dvi[0]) if dvi else (),
        notes=notes + _settings_notes(rest),
    )  # fmt: skip
    known = {locus.name for locus in loci}
    for person in (*result.unidentified, *(p for f in result.families for p in f.persons)):
        _check_systems(lines, person, known)
    return result


def _check_systems(lines: Lines, person: FamPerson, known: set[str]) -> None:
    for g in person.genotypes:
        if g.system not in known:
            raise lines.error(
                f"{person.name} is typed at '{g.system}', which the database of the file lacks; "
                "add the system in Familias",
                g.line,
            )


def _check_end(rest: Section, writer: str, version: str, text: str) -> None:
    """Refuses a file cut in the settings that end it (Familias since 3.3; R writes plain files without)."""
    number = tuple(int(n) for n in re.findall(r"\d+", version)[:2])
    if number < (3, 3) or ("pedsuite" in writer and "(DVI)" not in version):
        if not text.endswith("\n"):
            raise cut(rest.name, text.count("\n") + 1, "the end of the line")
        return
    advanced = [s for s in rest.children if s.title == "Advanced"]
    last = [v for s in advanced for c in s.children for k, v, _ in c.entries if k == LAST]
    if last not in (["Enabled"], ["Disabled"]):
        raise cut(
            rest.name, text.count("\n") + 1, f"'{LAST}= Enabled' or '{LAST}= Disabled', the last setting,"
        )


def _settings_notes(rest: Section) -> tuple[str, ...]:
    notes = []
    for section in (c for s in rest.children if s.title == "Advanced" for c in s.children):
        stated = [f"{k} {v}" for k, v, _ in section.entries if k in DIRECT and v not in ("0", "0.0", "")]
        if stated:
            notes.append(
                f"{', '.join(stated)} of Familias' direct matching are not kept; set dropout and dropin in "
                "case.toml"
            )
    return tuple(notes)
