"""The case folder: the interchange format of docs/case-folder.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from antigone.cases.case import Case, Genotype, Prior, Profile, Remains
from antigone.errors import InputError
from antigone.formats.settings import MarkerSettings, Settings, parse_settings
from antigone.formats.tables import Row, Table, parse_table, read_bytes, require_columns, sha256
from antigone.genetics.marker import Marker, build_marker
from antigone.pedigrees.pedigree import Pedigree, Person, build_pedigree

SEXES = ("male", "female", "unknown")
Profiles = dict[tuple[str, str], dict[str, Genotype]]


def read_case(path: str | Path) -> Case:
    """Reads a case folder. Raises InputError naming the file, the row and what would be right."""
    folder = Path(path)
    if not folder.is_dir():
        raise InputError(f"{folder}: not a folder; name a case folder (with people.csv and profiles.csv)")
    hashes: dict[str, str] = {}

    def load(name: str) -> bytes | None:
        if not (folder / name).exists():
            return None
        data = read_bytes(folder / name)
        hashes[name] = sha256(data)
        return data

    def table(name: str) -> Table:
        data = load(name)
        if data is None:
            raise InputError(f"{folder / name}: the file is missing; a case folder needs it")
        return parse_table(str(folder / name), data)

    notes: list[str] = []
    toml = load("case.toml")
    settings = parse_settings(str(folder / "case.toml"), toml) if toml is not None else Settings()
    frequencies = _frequencies(table("frequencies.csv"))
    families, missing, people = _people(table("people.csv"))
    profiles = _profiles(table("profiles.csv"), people, frequencies)
    remains_data = load("remains.csv")
    remains = _remains(
        parse_table(str(folder / "remains.csv"), remains_data) if remains_data is not None else None, profiles
    )
    for (subject, kind), _ in profiles.items():
        if kind != "remains" and subject in missing:
            notes.append(f"missing person {subject} has a {kind} profile; it is used")
    markers = _markers(folder, settings, frequencies, profiles, notes)
    references: dict[str, Profile] = {}
    for (subject, kind), genotypes in profiles.items():
        if kind != "remains":
            earlier = references[subject].genotypes if subject in references else {}
            references[subject] = Profile(subject, kind, {**genotypes, **earlier})
    return Case(
        title=settings.title or folder.name,
        theta=settings.model.theta,
        markers=markers,
        families=families,
        missing=missing,
        references=references,
        remains=remains,
        profiles={s: Profile(s, k, g) for (s, k), g in profiles.items() if k == "remains"},
        prior=Prior(settings.prior.closed),
        threshold_log10=settings.report.threshold_log10,
        notes=tuple(notes),
        hashes=hashes,
    )


def _frequencies(table: Table) -> dict[str, dict[str, float]]:
    result: dict[str, dict[str, float]] = {}
    lowered = [h.lower() for h in table.header]
    if {"marker", "allele", "frequency"} <= set(lowered):
        names = {h.lower(): h for h in table.header}
        cells: Iterable[tuple[Row, str, str, str]] = (
            (r, r.cells[names["marker"]], r.cells[names["allele"]], r.cells[names["frequency"]])
            for r in table.rows
        )
    elif len(table.header) > 1 and lowered[0] in ("allele", "alleles", ""):
        cells = (
            (r, m, r.cells[table.header[0]], r.cells[m])
            for m in table.header[1:]
            for r in table.rows
            if r.cells[m]
        )
    else:
        raise InputError(
            f"{table.file}, row 1: expected the columns marker,allele,frequency "
            "(or allele and one column a marker)"
        )
    for row, marker, allele, text in cells:
        if not marker or not allele:
            raise row.error("marker and allele must not be empty")
        try:
            value = float(text)
        except ValueError:
            raise row.error(f"frequency '{text}' is not a number") from None
        if not 0 <= value <= 1:
            raise row.error(f"frequency {text} of allele {allele} at {marker} is not between 0 and 1")
        alleles = result.setdefault(marker, {})
        if allele in alleles:
            raise row.error(f"allele {allele} of marker {marker} is listed twice; keep one row")
        alleles[allele] = value
    if not result:
        raise InputError(f"{table.file}: no frequencies; add a row for each allele of each marker")
    return result


def _people(table: Table) -> tuple[dict[str, Pedigree], dict[str, str], dict[str, str]]:
    require_columns(table, ("family", "id", "father", "mother", "sex", "status"))
    families: dict[str, list[Person]] = {}
    missing: dict[str, str] = {}
    home: dict[str, str] = {}
    rows: dict[str, Row] = {}
    for row in table.rows:
        c = row.cells
        family, who, sex, status = c["family"], c["id"], c["sex"].lower() or "unknown", c["status"].lower()
        if not who:
            raise row.error("the id is empty; give the person an id")
        if sex not in SEXES:
            raise row.error(f"sex '{c['sex']}' of {who} must be male, female or unknown")
        if status not in ("missing", "reference", ""):
            raise row.error(f"status '{c['status']}' of {who} must be missing, reference or empty")
        if who in home:
            where = "in this family" if home[who] == family else f"in family {home[who]}"
            raise row.error(
                f"the id '{who}' was used before {where} (row {rows[who].number}); ids are unique in a case"
            )
        home[who], rows[who] = family, row
        families.setdefault(family, []).append(Person(who, c["father"] or None, c["mother"] or None, sex))
        if status == "missing":
            missing[who] = family
    for family, members in families.items():
        for person in members:
            for role, parent in (("father", person.father), ("mother", person.mother)):
                if parent is not None and parent not in home:
                    raise rows[person.id].error(f"{role} '{parent}' of '{person.id}' has no row; add one")
                if parent is not None and home[parent] != family:
                    raise rows[person.id].error(
                        f"{role} '{parent}' of '{person.id}' belongs to family {home[parent]}; "
                        "a person belongs to one family"
                    )
    built: dict[str, Pedigree] = {}
    for family, members in families.items():
        try:
            built[family] = build_pedigree(family, members)
        except InputError as error:
            raise rows[members[0].id].error(str(error)) from error
    return built, missing, home


def _profiles(
    table: Table, people: Mapping[str, str], frequencies: Mapping[str, dict[str, float]]
) -> Profiles:
    profiles: Profiles = {}
    for row, subject, kind, marker, first, second, dropout in _genotype_rows(table):
        if kind not in ("reference", "personal", "remains"):
            raise row.error(f"kind '{kind}' must be reference, personal or remains")
        if not subject:
            raise row.error("the subject is empty; name a person or remains")
        if kind != "remains" and subject not in people:
            raise row.error(f"{kind} subject '{subject}' is not in people.csv; add the person there")
        own = profiles.setdefault((subject, kind), {})
        if not first and not second:
            continue
        if marker not in frequencies:
            raise row.error(f"marker '{marker}' has no frequencies; add it to frequencies.csv")
        genotype = Genotype(first or second, second if first and second else None, dropout)
        earlier = own.get(marker)
        if earlier is not None and _alleles(earlier) != _alleles(genotype):
            raise row.error(
                f"{subject} has two different genotypes at {marker} "
                f"({'/'.join(_alleles(earlier))} and {'/'.join(_alleles(genotype))}); keep the right one"
            )
        own[marker] = genotype
    return profiles


def _alleles(genotype: Genotype) -> list[str]:
    return sorted(a for a in (genotype.first, genotype.second) if a is not None)


GenotypeRow = tuple[Row, str, str, str, str, str, float | None]


def _genotype_rows(table: Table) -> Iterable[GenotypeRow]:
    require_columns(table, ("subject", "kind"))
    if "marker" in table.header:
        require_columns(table, ("marker", "allele1", "allele2"))
        if "allele3" in table.header:
            for row in table.rows:
                if row.cells["allele3"]:
                    raise row.error(f"three alleles at {row.cells['marker']}; a genotype has at most two")
        for row in table.rows:
            c = row.cells
            yield (
                row, c["subject"], c["kind"].lower(), c["marker"], c["allele1"], c["allele2"],
                _dropout(row, c.get("dropout", "")),
            )  # fmt: skip
        return
    pairs = [h[:-2] for h in table.header if h.endswith(" 1") and f"{h[:-2]} 2" in table.header]
    if not pairs:
        raise InputError(
            f"{table.file}, row 1: expected marker,allele1,allele2 or columns such as 'D3S1358 1','D3S1358 2'"
        )
    for row in table.rows:
        c = row.cells
        for marker in pairs:
            if c.get(f"{marker} 3"):
                raise row.error(f"three alleles at {marker}; a genotype has at most two")
            yield (
                row, c["subject"], c["kind"].lower(), marker, c[f"{marker} 1"], c[f"{marker} 2"],
                _dropout(row, c.get("dropout", "")),
            )  # fmt: skip


def _dropout(row: Row, text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise row.error(f"dropout '{text}' is not a number; give a probability or leave it empty") from None
    if not 0 <= value < 1:
        raise row.error(f"dropout {text} must be at least 0 and below 1")
    return value


def _remains(table: Table | None, profiles: Profiles) -> tuple[Remains, ...]:
    found: dict[str, Remains] = {}
    if table is not None:
        require_columns(table, ("id",))
        for row in table.rows:
            who, sex = row.cells["id"], row.cells.get("sex", "").lower() or "unknown"
            if sex not in SEXES:
                raise row.error(f"sex '{row.cells['sex']}' of {who} must be male, female or unknown")
            if who in found:
                raise row.error(f"remains '{who}' are listed twice; keep one row")
            found[who] = Remains(who, sex, {k: v for k, v in row.cells.items() if k not in ("id", "sex")})
    for subject, kind in profiles:
        if kind == "remains" and subject not in found:
            found[subject] = Remains(subject)
    return tuple(found.values())


def _markers(
    folder: Path,
    settings: Settings,
    frequencies: Mapping[str, Mapping[str, float]],
    profiles: Profiles,
    notes: list[str],
) -> tuple[Marker, ...]:
    seen: dict[str, dict[str, None]] = {m: {} for m in frequencies}
    for genotypes in profiles.values():
        for marker, genotype in genotypes.items():
            for allele in (genotype.first, genotype.second):
                if allele is not None:
                    seen[marker][allele] = None
    markers: list[Marker] = []
    for name, listed in frequencies.items():
        own = settings.markers.get(name, MarkerSettings())
        unlisted = tuple(a for a in seen[name] if listed.get(a, 0.0) == 0.0)
        model = settings.model
        minimum = own.minimum_frequency if own.minimum_frequency is not None else model.minimum_frequency
        for allele in unlisted:
            notes.append(f"{name}: allele {allele} is not in frequencies.csv; it gets {minimum:g}")
        chromosome = str(own.chromosome or "autosomal").upper()
        if chromosome in ("Y", "MT"):
            raise InputError(
                f"{folder / 'case.toml'}: marker {name} on {chromosome} is not scored by this version; "
                "leave it out of frequencies.csv and profiles.csv"
            )
        try:
            built = build_marker(
                name,
                listed,
                unlisted=unlisted,
                minimum_frequency=minimum,
                silent=own.silent if own.silent is not None else model.silent,
                mutation=(own.mutation or model.mutation).build(),
                x_linked=chromosome == "X",
                dropout=own.dropout if own.dropout is not None else model.dropout,
                dropin=own.dropin if own.dropin is not None else model.dropin,
            )
        except InputError as error:
            raise InputError(f"{folder / 'frequencies.csv'}: {error}") from error
        markers.append(built)
    return tuple(markers)
