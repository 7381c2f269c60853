"""Any source of a case, told by its kind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from antigone.cases.draft import CaseDraft
from antigone.errors import InputError
from antigone.formats.tables import read_bytes

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


def read_complete(source: Source) -> CaseDraft:
    """The draft of a source that can hold a whole case: a folder, workbook or .fam file."""
    name = str(source.path)
    if source.data is None:
        from antigone.formats.case_folder import read_draft

        return read_draft(source.path)
    if source.format == FAM:
        from antigone.formats.familias import parse_fam

        return parse_fam(name, source.data)
    raise InputError(f"{name}: a {source.format} file is not read here")
