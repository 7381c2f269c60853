"""The record as a case folder: the inputs of a run, frozen as the texts of its files."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Sequence

from antigone.errors import InputError
from antigone.register.access.models import Investigation
from antigone.register.field.models import Remains
from antigone.register.laboratory.models import FrequencyTable, Profile
from antigone.register.people.families import members
from antigone.register.people.models import Family, Person
from antigone.register.people.state import State, with_state


def case_files(investigation: Investigation, table: FrequencyTable, threshold_log10: float) -> dict[str, str]:
    """File name → text of the case folder; InputError where there is nothing to compare.

    Missing persons who are located alive or identified, and remains that are identified, are left out.
    """
    profiles = Profile.objects.standing().filter(investigation=investigation)
    references = profiles.filter(sample__relative__isnull=False).select_related("sample__relative")
    effects = profiles.filter(sample__owner__isnull=False).select_related("sample__owner")
    typed = {p.sample.relative.code for p in references}
    families = {p.sample.relative.family_id for p in references} | set(
        Family.objects.filter(relatives__person__in=[p.sample.owner_id for p in effects]).values_list(
            "pk", flat=True
        )
    )
    looked_for = set(
        with_state(Person.objects.standing().filter(investigation=investigation))
        .exclude(state__in=[State.ALIVE, State.IDENTIFIED, State.NOTIFIED, State.RETURNED])
        .values_list("code", flat=True)
    )
    people: list[Sequence[object]] = []
    for family in Family.objects.standing().filter(pk__in=families).order_by("code"):
        for m in members(family):
            code = m.relative.code
            missing = m.relative.person_id is not None and code in looked_for
            status = "missing" if missing else "reference" if code in typed else ""
            parents = (m.father.code if m.father else "", m.mother.code if m.mother else "")
            people.append((family.code, code, *parents, m.relative.sex, status))
    identified = Remains.objects.filter(
        pk__in=Remains.objects.filter(
            identifications__superseded_by__isnull=True, identifications__retracted=False
        ).values("pk")
    )
    bodies = profiles.filter(sample__remains__isnull=False).exclude(sample__remains__in=identified)
    genotypes: list[Sequence[object]] = []
    in_families = {row[1] for row in people}
    for kind, rows in (
        ("reference", [(p.sample.relative.code, p) for p in references]),
        ("personal", [(p.sample.owner.code, p) for p in effects if p.sample.owner.code in in_families]),
        ("remains", [(p.sample.remains.code, p) for p in bodies.select_related("sample__remains")]),
    ):
        for subject, p in sorted(rows, key=lambda r: (r[0], r[1].sample.code)):
            for marker, alleles in p.genotypes.items():
                first, second = (*alleles, "", "")[:2]
                genotypes.append((subject, kind, marker, first, second, p.sample.code))
    if not any(r[5] == "missing" for r in people) or not any(g[1] == "remains" for g in genotypes):
        raise InputError("there is nothing to compare yet: profiles of remains and of relatives are needed")
    return {
        "case.toml": _settings(investigation, threshold_log10),
        "frequencies.csv": _csv(
            ("marker", "allele", "frequency"),
            [(m, a, f) for m, row in table.frequencies.items() for a, f in row.items()],
        ),
        "people.csv": _csv(("family", "id", "father", "mother", "sex", "status"), people),
        "profiles.csv": _csv(("subject", "kind", "marker", "allele1", "allele2", "sample"), genotypes),
        # An anthropologist's sex is an estimate with an error rate: it goes to the reviewers, not to the LR.
        "remains.csv": _csv(("id",), [(c,) for c in sorted({g[0] for g in genotypes if g[1] == "remains"})]),
    }


def hash_of(files: dict[str, str]) -> str:
    """One SHA-256 over all files."""
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()


def _settings(investigation: Investigation, threshold_log10: float) -> str:
    title = json.dumps(investigation.title, ensure_ascii=False)
    return f"format = 1\ntitle = {title}\n\n[report]\nthreshold_log10 = {float(threshold_log10)!r}\n"


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
