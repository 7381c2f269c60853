"""Profiles and allele frequencies from the laboratory's files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from antigone.errors import InputError
from antigone.formats.frequencies import parse_frequencies
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.laboratory.lab_files import Genotypes, read_genotypes, table_of
from antigone.register.laboratory.models import FrequencyTable, Profile, Sample, StaffProfile
from antigone.register.ledger.record import alone, state, state_all, supersede

FEWEST_MARKERS = 8
"""Profiles of fewer markers are called weak, and fewer shared ones say nothing of contamination."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A marker at which a file disagrees with the profile that the record holds."""

    sample: str
    marker: str
    held: tuple[str, ...]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProfileImport:
    """What a file would add: sample code → genotypes; `known` are the samples that have exactly these.

    `extended` are profiles that get more markers and lose none; `differing` disagree with what is held.
    """

    file: str
    sha256: str
    new: dict[str, Genotypes]
    known: tuple[str, ...]
    extended: dict[str, Genotypes] = field(default_factory=dict)
    differing: tuple[Difference, ...] = ()
    warnings: tuple[str, ...] = ()


def read_profiles(author: Author, name: str, data: bytes, homozygous: bool = False) -> ProfileImport:
    """A dry run; InputError naming the row or sample that cannot be used. Nothing is entered."""
    typed = read_genotypes(name, data, homozygous)
    samples = _samples(author, typed)
    unknown = [c for c in typed if c not in samples]
    if unknown:
        raise InputError(
            f"{name}: sample '{unknown[0]}' is not in the record; enter it with its custody first"
        )
    with_custody = Sample.objects.filter(pk__in=[s.pk for s in samples.values()], custody__isnull=False)
    custody = set(with_custody.values_list("code", flat=True))
    without = [c for c in typed if c not in custody]
    if without:
        raise InputError(f"{name}: sample {without[0]} has no chain of custody; enter it first")
    held = {code: p.genotypes for code, p in _held(samples).items()}
    new, known, extended, differing = {}, [], {}, []
    for code, genotypes in typed.items():
        if code not in held:
            new[code] = genotypes
            continue
        apart = _differences(code, held[code], genotypes)
        differing += apart
        if not apart and all(m in held[code] for m in genotypes):
            known.append(code)
        else:
            extended[code] = {**held[code], **genotypes}
    return ProfileImport(
        name, hashlib.sha256(data).hexdigest(), new, tuple(known), extended, tuple(differing),
        (*_weak(new), *_like_staff(author, typed)),
    )  # fmt: skip


def _samples(author: Author, typed: Mapping[str, Genotypes]) -> dict[str, Sample]:
    own = Sample.objects.standing().filter(investigation=author.investigation, code__in=list(typed))
    return {s.code: s for s in own}


def _held(samples: Mapping[str, Sample]) -> dict[str, Profile]:
    rows = Profile.objects.standing().filter(sample__in=samples.values()).select_related("sample")
    return {p.sample.code: p for p in rows}


def _differences(code: str, held: Genotypes, said: Genotypes) -> list[Difference]:
    return [
        Difference(code, m, tuple(held[m]), tuple(a))
        for m, a in said.items()
        if m in held and sorted(held[m]) != sorted(a)
    ]


def _weak(new: Mapping[str, Genotypes]) -> list[str]:
    counts = {code: sum(bool(a) for a in genotypes.values()) for code, genotypes in new.items()}
    return [
        f"{code}: only {n} markers are typed; ask to type it again"
        for code, n in counts.items()
        if n < FEWEST_MARKERS
    ]


def _like_staff(author: Author, typed: Mapping[str, Genotypes]) -> list[str]:
    """Samples that show the genotypes of somebody who handles them."""
    staff = list(StaffProfile.objects.standing().filter(investigation=author.investigation))
    said = []
    for code, genotypes in typed.items():
        for member in staff:
            shared = [m for m, a in genotypes.items() if a and member.genotypes.get(m)]
            same = [m for m in shared if set(genotypes[m]) <= set(member.genotypes[m])]
            if len(shared) >= FEWEST_MARKERS and len(same) >= 0.9 * len(shared):
                said.append(
                    f"{code}: {len(same)} of {len(shared)} markers are those of member of staff {member}: "
                    "contaminated?"
                )
    return said


@alone()
def import_profiles(
    author: Author, name: str, data: bytes, homozygous: bool = False, replace: bool = False, kit: str = ""
) -> ProfileImport:
    """Enters all profiles of a file, or none; what is known already is not entered twice.

    A profile that disagrees with the one held supersedes it only with `replace` and a reason. `kit` is that
    of the new profiles, and of those that get more markers.
    """
    author.require(Right.LABORATORY)
    found = read_profiles(author, name, data, homozygous)
    if found.differing and not replace:
        first = found.differing[0]
        raise InputError(
            f"{name}: sample {first.sample} was typed otherwise before at {first.marker} "
            f"({', '.join(first.held)}, not {', '.join(first.said)}); replace it with a reason"
        )
    if found.differing and not author.reason:
        raise InputError("say why the profiles that differ are replaced: typed again, exchanged tubes")
    samples = _samples(author, {**found.new, **found.extended})
    state_all(
        author,
        [
            Profile(sample=samples[c], genotypes=g, kit=kit.strip(), file=found.file, sha256=found.sha256)
            for c, g in found.new.items()
        ],
    )
    for code, old in _held({c: samples[c] for c in found.extended}).items():
        kits = ", ".join(dict.fromkeys(k for k in (old.kit, kit.strip()) if k))[:120]
        supersede(author, old, genotypes=found.extended[code], kit=kits, file=found.file, sha256=found.sha256)
    return found


@alone()
def import_frequencies(author: Author, code: str, name: str, data: bytes, **about: str) -> FrequencyTable:
    """A frequency table under a number of its own; `population` and `origin` say whose it is."""
    author.require(Right.LABORATORY)
    frequencies = parse_frequencies(table_of(name, data))
    if FrequencyTable.objects.filter(investigation=author.investigation, code=code).exists():
        raise InputError(f"a frequency table '{code}' exists already; choose another number")
    sha256 = hashlib.sha256(data).hexdigest()
    return state(author, FrequencyTable(code=code, frequencies=frequencies, sha256=sha256, **about))


@alone()
def import_staff(author: Author, name: str, data: bytes) -> int:
    """Profiles of staff, by numbers; those known are replaced. How many were entered."""
    author.require(Right.LABORATORY)
    typed = read_genotypes(name, data)
    own = StaffProfile.objects.standing().filter(investigation=author.investigation)
    held = {s.code: s for s in own}
    for code, genotypes in typed.items():
        if code in held and held[code].genotypes != genotypes:
            supersede(author, held[code], genotypes=genotypes)
    state_all(author, [StaffProfile(code=c, genotypes=g) for c, g in typed.items() if c not in held])
    return len(typed)
