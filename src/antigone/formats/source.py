"""Any source of a case, told by its kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from antigone.cases.draft import CaseDraft
from antigone.errors import InputError
from antigone.formats.case_folder import read_draft
from antigone.formats.cmf import parse_cmf
from antigone.formats.frequencies import parse_frequencies
from antigone.formats.genemapper import parse_genemapper
from antigone.formats.specimens import Reading, specimens_draft
from antigone.formats.tables import parse_table, read_bytes, sha256

PROFILES = ("cmf", "genemapper")
FAM, WORKBOOK, CMF, GENEMAPPER, FOLDER = "fam", "xlsx", "cmf", "genemapper", "folder"
EXTENSIONS = {
    ".fam": FAM,
    ".xlsx": WORKBOOK,
    ".xml": CMF,
    ".txt": GENEMAPPER,
    ".csv": GENEMAPPER,
    ".tsv": GENEMAPPER,
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file or folder and the format it is read in; `data` is None for a folder."""

    path: Path
    format: str
    data: bytes | None


def open_source(path: str | Path) -> Source:
    """Finds the format by extension, else by content; InputError where there is none."""
    place = Path(path)
    if place.is_dir():
        return Source(place, FOLDER, None)
    if not place.exists():
        raise InputError(f"{place}: there is no such file or folder; check the path")
    data = read_bytes(place)
    known = EXTENSIONS.get(place.suffix.lower()) or _by_content(data)
    if known is None:
        raise InputError(
            f"{place}: not a known format; name a case folder, .xlsx, .fam, CODIS .xml or a GeneMapper table"
        )
    return Source(place, known, data)


def _by_content(data: bytes) -> str | None:
    start = data[:400].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.lstrip(b'"').startswith(b"output from familias"):
        return FAM
    if start.startswith(b"pk\x03\x04"):
        return WORKBOOK
    if start.startswith(b"<"):
        return CMF
    return GENEMAPPER if b"sample name" in start else None


def read_case_file(source: Source) -> CaseDraft:
    """The draft of a file that can hold a whole case; InputError for one that holds profiles alone."""
    name, data = str(source.path), source.data or b""
    if source.format == FAM:
        from antigone.formats.familias import parse_fam

        return parse_fam(name, data)
    if source.format == WORKBOOK:
        from antigone.formats.workbook import parse_workbook

        return parse_workbook(name, data)
    raise InputError(
        f"{name}: not a case folder, .xlsx or .fam file; 'antigone convert' makes a folder of profiles"
    )


def read_source(source: Source) -> CaseDraft:
    """The draft of a folder or of a file that can hold a whole case."""
    return read_draft(source.path) if source.data is None else read_case_file(source)


def read_specimens(source: Source, kind: str | None, reading: Reading, frequencies: Path | None) -> CaseDraft:
    """The draft of a file that holds profiles alone, frequencies from a table of their own."""
    name, data = str(source.path), source.data or b""
    listed: dict[str, dict[str, float]] = {}
    hashes = {source.path.name: sha256(data)}
    if frequencies is not None:
        table = read_bytes(frequencies)
        listed = parse_frequencies(parse_table(str(frequencies), table))
        hashes[frequencies.name] = sha256(table)
    parse = parse_cmf if source.format == CMF else parse_genemapper
    specimens, notes = parse(name, data, kind)
    draft = specimens_draft(name, specimens, reading, listed, hashes)
    return replace(draft, notes=notes + draft.notes)
