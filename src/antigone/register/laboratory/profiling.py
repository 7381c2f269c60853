"""Profiles and allele frequencies from the laboratory's files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from antigone.errors import InputError
from antigone.formats.frequencies import parse_frequencies
from antigone.formats.profiles import parse_profiles
from antigone.formats.tables import parse_table
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.laboratory.models import FrequencyTable, Profile, Sample
from antigone.register.ledger.record import alone, state, state_all

Genotypes = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class ProfileImport:
    """What a file would add: sample code → genotypes; `known` are the samples that have exactly these."""

    file: str
    sha256: str
    new: dict[str, Genotypes]
    known: tuple[str, ...]


def read_profiles(author: Author, name: str, data: bytes) -> ProfileImport:
    """A dry run; InputError naming the row of an unknown sample, or a sample typed otherwise before."""
    typed: dict[str, Genotypes] = {}
    columns = parse_profiles(parse_table(name, data))
    for i in range(len(columns)):
        row = columns.at(i)
        code = row.sample or row.subject
        genotypes = typed.setdefault(code, {})
        pair = [a for a in (row.allele1, row.allele2) if a]
        if genotypes.get(row.marker, pair) != pair:
            raise InputError(f"{name}, row {row.row}: {code} is typed twice at {row.marker}; keep one")
        genotypes[row.marker] = pair
    samples = {
        s.code: s
        for s in Sample.objects.standing().filter(investigation=author.investigation, code__in=list(typed))
    }
    unknown = [c for c in typed if c not in samples]
    if unknown:
        raise InputError(
            f"{name}: sample '{unknown[0]}' is not in the record; enter it with its custody first"
        )
    held = {
        p.sample.code: p.genotypes
        for p in Profile.objects.standing().filter(sample__in=samples.values()).select_related("sample")
    }
    custody = set(
        Sample.objects.filter(pk__in=[s.pk for s in samples.values()], custody__isnull=False).values_list(
            "code", flat=True
        )
    )
    for code, genotypes in typed.items():
        if code in held and held[code] != genotypes:
            raise InputError(
                f"{name}: sample {code} was typed otherwise before; correct that profile by hand"
            )
        if code not in custody:
            raise InputError(f"{name}: sample {code} has no chain of custody; enter it first")
    known = tuple(c for c in typed if c in held)
    new = {c: g for c, g in typed.items() if c not in held}
    return ProfileImport(name, hashlib.sha256(data).hexdigest(), new, known)


@alone()
def import_profiles(author: Author, name: str, data: bytes) -> ProfileImport:
    """Enters all profiles of a file, or none; what is known already is not entered twice."""
    author.require(Right.LABORATORY)
    found = read_profiles(author, name, data)
    samples = {
        s.code: s
        for s in Sample.objects.standing().filter(
            investigation=author.investigation, code__in=list(found.new)
        )
    }
    state_all(
        author,
        [
            Profile(sample=samples[c], genotypes=g, file=found.file, sha256=found.sha256)
            for c, g in found.new.items()
        ],
    )
    return found


@alone()
def import_frequencies(author: Author, code: str, name: str, data: bytes) -> FrequencyTable:
    """A frequency table under a number of its own."""
    author.require(Right.LABORATORY)
    frequencies = parse_frequencies(parse_table(name, data))
    if FrequencyTable.objects.filter(investigation=author.investigation, code=code).exists():
        raise InputError(f"a frequency table '{code}' exists already; choose another number")
    return state(
        author,
        FrequencyTable(code=code, frequencies=frequencies, sha256=hashlib.sha256(data).hexdigest()),
    )
