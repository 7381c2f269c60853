"""An uploaded case: a ZIP of a case folder, a workbook, or a Familias file."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from antigone.cases.build import build_case
from antigone.cases.draft import CaseDraft
from antigone.errors import InputError
from antigone.formats.case_folder import FILES, read_draft

LARGEST = 200 * 1024 * 1024


@contextmanager
def opened_case(name: str, data: bytes) -> Iterator[CaseDraft]:
    """The draft of an uploaded ZIP of a case folder, .xlsx or .fam; InputError naming what is wrong."""
    with tempfile.TemporaryDirectory(prefix="antigone-case-") as scratch:
        place = Path(scratch) / f"case{Path(name).suffix.lower()}"
        if place.suffix == ".zip":
            place = Path(scratch)
            _unpack(name, data, place)
        else:
            place.write_bytes(data)
        try:
            draft = read_draft(place)
            build_case(draft)
        except InputError as error:
            raise InputError(str(error).replace(f"{place}/", "").replace(str(place), name)) from None
        yield draft


def _unpack(name: str, data: bytes, folder: Path) -> None:
    (folder / "upload.zip").write_bytes(data)
    try:
        with zipfile.ZipFile(folder / "upload.zip") as packed:
            wanted = [i for i in packed.infolist() if Path(i.filename).name in FILES]
            if sum(i.file_size for i in wanted) > LARGEST:
                raise InputError(f"{name}: its files are larger than 200 MB; split the case")
            for item in wanted:
                (folder / Path(item.filename).name).write_bytes(packed.read(item))
    except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError) as error:
        raise InputError(f"{name}: cannot be unpacked ({error}); send a ZIP of the case folder") from None
