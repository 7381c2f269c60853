"""The record as a case folder: the inputs of a run, frozen as the texts of its files."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from antigone.cases.settings import Model, PriorSettings, ReportSettings, Settings
from antigone.errors import InputError
from antigone.formats.settings_writer import settings_toml
from antigone.register.access.models import Investigation
from antigone.register.field.models import Remains, Site
from antigone.register.laboratory.models import FrequencyTable, Profile
from antigone.register.people.families import members
from antigone.register.people.models import Consent, Event, Family, Person, Report
from antigone.register.people.state import State, with_state

DONE = (State.ALIVE, State.IDENTIFIED, State.NOTIFIED, State.RETURNED)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a run compares: families of those last reported in `events`, remains of `sites`; empty for all."""

    events: Sequence[Event] = ()
    sites: Sequence[Site] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What a run asks: which frequencies, which model and prior, from which log10 LR on, of whom."""

    table: FrequencyTable
    threshold_log10: float
    model: Model = field(default_factory=Model)
    prior: PriorSettings = field(default_factory=PriorSettings)
    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True, slots=True)
class Frozen:
    """The files of a case folder by name, and what had to be left out of them."""

    files: dict[str, str]
    notes: tuple[str, ...]


Row = Sequence[object]
# Remains → the remains under whose number they go, where the board found them to be of one person.
Joined = dict[str, str]


def freeze(investigation: Investigation, asked: Question, joined: Joined | None = None) -> Frozen:
    """The case folder that answers `asked`; InputError where there is nothing to compare."""
    gathered = gather(investigation, asked, joined)
    people, profiles = (_rows(gathered.files[name]) for name in ("people.csv", "profiles.csv"))
    if not any(r["status"] == "missing" for r in people) or not any(r["kind"] == "remains" for r in profiles):
        raise InputError("there is nothing to compare yet: profiles of remains and of relatives are needed")
    return gathered


def gather(investigation: Investigation, asked: Question, joined: Joined | None = None) -> Frozen:
    """The case folder of all profiles that `asked` speaks of, though there be nothing to compare.

    Left out: missing persons who are located alive or identified, remains that are identified, and
    relatives who took back their consent.
    """
    profiles = Profile.objects.standing().filter(investigation=investigation)
    references, unwilling = _references(profiles, investigation)
    effects = list(profiles.filter(sample__owner__isnull=False).select_related("sample__owner"))
    people = _people(investigation, asked.scope, references, effects)
    families = {row[1] for row in people}
    bodies = _bodies(profiles, asked.scope)
    notes = [f"{n} relatives took back their consent: their profiles are left out" for n in (unwilling,) if n]
    genotypes: list[Row] = []
    for kind, rows in (
        (
            "reference",
            [(p.sample.relative.code, p) for p in references if p.sample.relative.code in families],
        ),
        ("personal", [(p.sample.owner.code, p) for p in effects if p.sample.owner.code in families]),
        ("remains", [((joined or {}).get(p.sample.remains.code, p.sample.remains.code), p) for p in bodies]),
    ):
        lines, left_out = _genotypes(kind, rows)
        genotypes += lines
        notes += left_out
    settings = Settings(
        title=investigation.title, model=asked.model, prior=asked.prior,
        report=ReportSettings(threshold_log10=float(asked.threshold_log10)),
    )  # fmt: skip
    files = {
        "case.toml": settings_toml(settings),
        "frequencies.csv": _csv(
            ("marker", "allele", "frequency"),
            [(m, a, f) for m, row in asked.table.frequencies.items() for a, f in row.items()],
        ),
        "people.csv": _csv(("family", "id", "father", "mother", "sex", "status", "twin_of"), people),
        "profiles.csv": _csv(("subject", "kind", "marker", "allele1", "allele2", "sample"), genotypes),
        # An anthropologist's sex is an estimate with an error rate: it goes to the reviewers, not to the LR.
        "remains.csv": _csv(("id",), [(c,) for c in sorted({g[0] for g in genotypes if g[1] == "remains"})]),
    }
    return Frozen(files, tuple(notes))


def _references(profiles, investigation) -> tuple[list[Profile], int]:
    refused = set(
        Consent.objects.standing()
        .filter(investigation=investigation, purpose=Consent.Purpose.SAMPLE, given=False)
        .values_list("relative__code", flat=True)
    )
    typed = list(profiles.filter(sample__relative__isnull=False).select_related("sample__relative"))
    kept = [p for p in typed if p.sample.relative.code not in refused]
    return kept, len({p.sample.relative.code for p in typed}) - len({p.sample.relative.code for p in kept})


def _people(investigation, scope: Scope, references, effects) -> list[Row]:
    typed = {p.sample.relative.code for p in references}
    families = {p.sample.relative.family_id for p in references} | set(
        Family.objects.filter(relatives__person__in=[p.sample.owner_id for p in effects]).values_list(
            "pk", flat=True
        )
    )
    persons = with_state(Person.objects.standing().filter(investigation=investigation)).exclude(
        state__in=DONE
    )
    if scope.events:
        reported = Report.objects.standing().filter(event__in=scope.events).values("person")
        persons = persons.filter(pk__in=reported)
    looked_for = set(persons.values_list("code", flat=True))
    rows: list[Row] = []
    for family in Family.objects.standing().filter(pk__in=families).order_by("code"):
        own: list[Row] = []
        for m in members(family):
            code = m.relative.code
            missing = m.relative.person_id is not None and code in looked_for
            status = "missing" if missing else "reference" if code in typed else ""
            parents = (m.father.code if m.father else "", m.mother.code if m.mother else "")
            twin = m.twin_of.code if m.twin_of else ""
            own.append((family.code, code, *parents, m.relative.sex, status, twin))
        if any(row[5] == "missing" for row in own):
            rows += own
    return rows


def _bodies(profiles, scope: Scope) -> list[Profile]:
    identified = Remains.objects.filter(
        identifications__superseded_by__isnull=True, identifications__retracted=False
    )
    bodies = profiles.filter(sample__remains__isnull=False).exclude(
        sample__remains__in=identified.values("pk")
    )
    if scope.sites:
        bodies = bodies.filter(sample__remains__site__in=scope.sites)
    return list(bodies.select_related("sample__remains"))


def _genotypes(kind: str, rows: Iterable[tuple[str, Profile]]) -> tuple[list[Row], list[str]]:
    """Lines of profiles.csv; where two samples of one subject disagree at a marker, it is left out."""
    ordered = sorted(rows, key=lambda r: (r[0], r[1].sample.code))
    seen: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for subject, p in ordered:
        for marker, alleles in p.genotypes.items():
            if alleles:
                seen.setdefault((subject, marker), set()).add(tuple(sorted(alleles)))
    lines: list[Row] = []
    for subject, p in ordered:
        for marker, alleles in p.genotypes.items():
            if len(seen.get((subject, marker), ())) <= 1:
                first, second = (*alleles, "", "")[:2]
                lines.append((subject, kind, marker, first, second, p.sample.code))
    notes = [
        f"{subject}: its samples disagree at {marker}; the marker is left out"
        for (subject, marker), found in seen.items()
        if len(found) > 1
    ]
    return lines, notes


def hash_of(files: dict[str, str]) -> str:
    """One SHA-256 over all files."""
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()


def _rows(text: str) -> csv.DictReader[str]:
    return csv.DictReader(io.StringIO(text, newline=""))


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
