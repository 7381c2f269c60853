"""A case of another laboratory taken into the record: families, profiles, remains; all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from antigone.cases.draft import CaseDraft, PersonRow
from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.field.models import Remains, Site
from antigone.register.identification.freezing import hash_of
from antigone.register.laboratory.models import Custody, FrequencyTable, Profile, Sample
from antigone.register.ledger.codes import codes
from antigone.register.ledger.record import alone, state, state_all
from antigone.register.people.models import (
    Consent,
    Family,
    Kinship,
    Listing,
    Person,
    PersonList,
    Relative,
    Twins,
)
from antigone.register.people.reporting import Reported, report_many


@dataclass(frozen=True, slots=True)
class Sent:
    """Who sent the case, who received it and when, and under what title its numbers are remembered."""

    title: str
    by: str
    receiver: str
    on: date


@dataclass(frozen=True, slots=True)
class CaseImport:
    """What a case adds; `known` are its missing persons who are in the record from it already."""

    families: dict[str, tuple[PersonRow, ...]]
    known: tuple[str, ...]
    remains: tuple[str, ...]
    profiles: int
    notes: tuple[str, ...]


def look(author: Author, draft: CaseDraft, title: str) -> CaseImport:
    """A dry run; InputError for a family that is in the record in part, or remains of no known day."""
    author.require(Right.IMPORT)
    listed = _listed(author, title)
    families: dict[str, list[PersonRow]] = {}
    for row in draft.people:
        families.setdefault(row.family, []).append(row)
    new, known, notes = {}, [], []
    for code, rows in families.items():
        missing = [r.id for r in rows if r.status == "missing"]
        held = [m for m in missing if m in listed]
        known += held
        if not missing:
            notes.append(f"family {code} has nobody missing; it is left out")
        elif held and len(held) < len(missing):
            absent = next(m for m in missing if m not in held)
            raise InputError(f"family {code}: {held[0]} is in the record from '{title}', {absent} is not")
        elif not held:
            new[code] = tuple(rows)
    bodies, _rows = _bodies(author, draft)
    subjects = {r.id for rows in new.values() for r in rows} | set(bodies)
    profiles = {k for k in _genotypes(draft) if k[1] in subjects}
    return CaseImport(new, tuple(known), tuple(bodies), len(profiles), tuple(notes))


@alone()
def import_case(author: Author, draft: CaseDraft, sent: Sent) -> CaseImport:
    """Enters what `look` shows; the same case again adds nothing. The sender answers for the consents."""
    found = look(author, draft, sent.title)
    because = author.because(author.reason or f"case '{sent.title}' from {sent.by}")
    relatives, persons = _enter_families(because, found, sent)
    remains = _enter_remains(because, draft, sent)
    _enter_frequencies(because, draft, sent)
    _enter_profiles(because, draft, sent, relatives, persons, remains)
    return found


def _listed(author: Author, title: str) -> dict[str, Person]:
    rows = Listing.objects.of(author.investigation).standing().filter(list__title=title)
    return {x.number: x.person for x in rows.select_related("person")}


def _enter_families(
    author: Author, found: CaseImport, sent: Sent
) -> tuple[dict[str, Relative], dict[str, Person]]:
    if not found.families:
        return {}, {}
    rows = [r for family in found.families.values() for r in family if r.status == "missing"]
    people = report_many(author, [_reported(r, sent) for r in rows])
    persons = {r.id: p for r, p in zip(rows, people, strict=True)}
    own = PersonList.objects.of(author.investigation).standing().filter(title=sent.title).first()
    if own is None:
        number = next(codes(author.investigation, PersonList, "L"))
        own = state(author, PersonList(code=number, title=sent.title))
    state_all(
        author,
        [
            Listing(list=own, person=persons[r.id], number=r.id, cells={"family": r.family, **r.details})
            for r in rows
        ],
    )
    numbers = codes(author.investigation, Family, "F")
    relatives: dict[str, Relative] = {}
    families, places, kinships, twins = [], [], [], []
    for members in found.families.values():
        family = Family(code=next(numbers))
        families.append(family)
        for n, r in enumerate(members, start=1):
            person = persons.get(r.id)
            relatives[r.id] = Relative(
                family=family, code=person.code if person else f"{family.code}-{n}", sex=r.sex, person=person,
                label=r.details.get("name") or r.id,
            )  # fmt: skip
            places.append(relatives[r.id])
        kinships += [
            Kinship(
                relative=relatives[r.id], father=relatives.get(r.father or ""),
                mother=relatives.get(r.mother or ""),
            )
            for r in members
            if r.father or r.mother
        ]  # fmt: skip
        twins += [
            Twins(first=relatives[r.twin_of], second=relatives[r.id], identical=True)
            for r in members
            if r.twin_of
        ]
    state_all(author, families)
    state_all(author, places)
    state_all(author, kinships)
    state_all(author, twins)
    return relatives, persons


def _reported(row: PersonRow, sent: Sent) -> Reported:
    said = row.details
    described: dict[str, Any] = {"sex": row.sex, "birth": said.get("born", "")}
    if said.get("stature_cm", "").isdigit():
        described |= {"stature_min_cm": int(said["stature_cm"]), "stature_max_cm": int(said["stature_cm"])}
    return Reported(
        [said.get("name") or row.id],
        {
            "reporter": sent.by,
            "last_seen": said.get("last_seen_on", ""),
            "place": said.get("last_seen_place", ""),
        },
        described,
    )


def _bodies(author: Author, draft: CaseDraft) -> tuple[list[str], dict[str, Any]]:
    """Remains that the record lacks, and the rows that describe them."""
    typed = [k[1] for k in _genotypes(draft) if k[0] == "remains"]
    wanted = list(dict.fromkeys([*(r.id for r in draft.remains), *typed]))
    held = set(
        Remains.objects.of(author.investigation).filter(code__in=wanted).values_list("code", flat=True)
    )
    rows = {r.id: r for r in draft.remains}
    for code in wanted:
        if code not in held and not (code in rows and rows[code].details.get("recovered_on")):
            where = rows[code].where if code in rows else "remains.csv"
            raise InputError(
                f"{where}: {code} has no recovered_on; state the day, or enter remains of this number first"
            )
    return [c for c in wanted if c not in held], rows


def _enter_remains(author: Author, draft: CaseDraft, sent: Sent) -> dict[str, Remains]:
    new, rows = _bodies(author, draft)
    sites = {s.title: s for s in Site.objects.of(author.investigation).standing()}
    numbers = codes(author.investigation, Site, "S")
    made = []
    for code in new:
        said = rows[code].details
        title = said.get("site") or sent.title
        if title not in sites:
            sites[title] = state(author, Site(code=next(numbers), title=title))
        try:
            day = date.fromisoformat(said["recovered_on"])
        except ValueError:
            raise InputError(
                f"{rows[code].where}: recovered_on '{said['recovered_on']}' must be a day such as 2021-05-14"
            ) from None
        made.append(
            Remains(code=code, site=sites[title], recovered_on=day, description=said.get("notes", ""))
        )
    state_all(author, made)
    typed = {k[1] for k in _genotypes(draft) if k[0] == "remains"}
    return {r.code: r for r in Remains.objects.of(author.investigation).standing().filter(code__in=typed)}


def _enter_frequencies(author: Author, draft: CaseDraft, sent: Sent) -> None:
    code = sent.title[:60]
    if not FrequencyTable.objects.filter(investigation=author.investigation, code=code).exists():
        frequencies = {m: dict(row) for m, row in draft.frequencies.items()}
        sha256 = draft.hashes.get("frequencies.csv", "")
        state(author, FrequencyTable(code=code, frequencies=frequencies, sha256=sha256))


Key = tuple[str, str, str]


def _genotypes(draft: CaseDraft) -> dict[Key, dict[str, list[str]]]:
    """(kind, subject, sample) → marker → alleles."""
    found: dict[Key, dict[str, list[str]]] = {}
    for i in range(len(draft.genotypes)):
        row = draft.genotypes.at(i)
        alleles = [a for a in (row.allele1, row.allele2) if a]
        if alleles:
            found.setdefault((row.kind, row.subject, row.sample), {})[row.marker] = alleles
    return found


def _enter_profiles(
    author: Author,
    draft: CaseDraft,
    sent: Sent,
    relatives: dict[str, Relative],
    persons: dict[str, Person],
    remains: dict[str, Remains],
) -> None:
    typed = set(
        Profile.objects.standing()
        .filter(sample__remains__in=remains.values())
        .values_list("sample__remains__code", flat=True)
    )
    sha256 = hash_of({k: v for k, v in draft.hashes.items()})
    when = datetime(sent.on.year, sent.on.month, sent.on.day, 12, tzinfo=UTC)
    numbers = codes(author.investigation, Sample, "X")
    taken: Sequence[str] = Sample.objects.filter(investigation=author.investigation).values_list(
        "code", flat=True
    )
    used = set(taken)
    samples, custody, profiles, asked = [], [], [], {}
    for (kind, subject, sample), genotypes in _genotypes(draft).items():
        source = _source(kind, subject, relatives, persons, remains)
        if source is None or (kind == "remains" and subject in typed):
            continue
        if kind == "reference":
            asked[subject] = relatives[subject]
        code = sample if sample and sample not in used and len(sample) <= 40 else next(numbers)
        used.add(code)
        row = Sample(code=code, material=f"as sent by {sent.by}"[:100], taken_on=sent.on, **source)
        samples.append(row)
        custody.append(
            Custody(
                sample=row, step=1, giver=sent.by, receiver=sent.receiver, when=when, place="",
                seal=f"{sha256[:12]}-{len(samples)}",
            )
        )  # fmt: skip
        profiles.append(Profile(sample=row, genotypes=genotypes, file=sent.title, sha256=sha256))
    state_all(
        author,
        [Consent(relative=r, purpose=Consent.Purpose.SAMPLE, given=True, on=sent.on) for r in asked.values()],
    )
    state_all(author, samples)
    state_all(author, custody)
    state_all(author, profiles)


def _source(
    kind: str,
    subject: str,
    relatives: dict[str, Relative],
    persons: dict[str, Person],
    remains: dict[str, Remains],
) -> dict[str, Any] | None:
    """Whose sample it is; None for families that are in the record already."""
    if kind == "remains":
        return {"remains": remains[subject]} if subject in remains else None
    if kind == "personal":
        return {"owner": persons[subject]} if subject in persons else None
    return {"relative": relatives[subject]} if subject in relatives else None
