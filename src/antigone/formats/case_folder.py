"""The case folder: the interchange format of docs/case-folder.md."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from antigone.cases.build import build_case
from antigone.cases.case import Case
from antigone.cases.draft import CaseDraft
from antigone.cases.settings import Settings
from antigone.errors import InputError
from antigone.formats.columns import notes_on_columns
from antigone.formats.frequencies import parse_frequency_rows
from antigone.formats.people import parse_people, parse_remains
from antigone.formats.profiles import parse_profiles
from antigone.formats.settings import parse_settings
from antigone.formats.tables import Table, parse_table, read_bytes, sha256

FILES = ("case.toml", "frequencies.csv", "people.csv", "profiles.csv", "remains.csv")


def read_case(path: str | Path) -> Case:
    """Reads and builds the case of a folder, an .xlsx workbook or a .fam file.

    Raises InputError naming the file, the row and what would be right.
    """
    return build_case(read_draft(path))


def read_draft(path: str | Path) -> CaseDraft:
    """What a case folder, workbook or .fam file states; InputError names the file and row that is wrong."""
    folder = Path(path)
    if not folder.exists():
        raise InputError(f"{folder}: there is no such folder; name a case folder")
    if not folder.is_dir():
        from antigone.formats.source import open_source, read_case_file

        return read_case_file(open_source(folder))
    contents = {name: read_bytes(folder / name) for name in FILES if (folder / name).exists()}

    def table(name: str) -> Table | None:
        return parse_table(str(folder / name), contents[name]) if name in contents else None

    toml = contents.get("case.toml")
    settings = parse_settings(str(folder / "case.toml"), toml) if toml is not None else Settings()
    return draft_from_tables(
        str(folder), settings, table, {name: sha256(data) for name, data in contents.items()}
    )


def draft_from_tables(
    place: str, settings: Settings, table: Callable[[str], Table | None], hashes: dict[str, str]
) -> CaseDraft:
    """A draft from settings and the tables named as the files of a case folder.

    `table` gives None for one that is missing; InputError where people, profiles or frequencies are.
    """

    read: dict[str, Table] = {}

    def needed(name: str) -> Table:
        found = table(name)
        if found is None:
            raise InputError(f"{Path(place) / name}: the file is missing; a case folder needs it")
        read[name] = found
        return found

    frequencies, rows = parse_frequency_rows(needed("frequencies.csv"))
    people = parse_people(needed("people.csv"))
    genotypes = parse_profiles(needed("profiles.csv"))
    remains = table("remains.csv")
    if remains is not None:
        read["remains.csv"] = remains
    return CaseDraft(
        settings,
        frequencies,
        people,
        genotypes,
        parse_remains(remains) if remains is not None else (),
        notes=notes_on_columns(read),
        hashes=hashes,
        place=place,
        frequency_rows=rows,
    )
