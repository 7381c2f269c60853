"""A disclosure set: chosen sources, words and regions truly removed, hashes, provenance, one signature."""

from __future__ import annotations

import hashlib
import html
import json
import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from antigone.errors import InputError
from antigone.formats.disclosure import MANIFEST, SIGNATURE, Listed, manifest_json, signature_json
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.codes import codes
from antigone.register.ledger.record import state
from antigone.register.ledger.signing import public_key, sign
from antigone.register.reports.folding import Sought
from antigone.register.reports.models import Disclosure
from antigone.register.reports.pdf_form import html_to_pdf
from antigone.register.reports.provenance import provenance
from antigone.register.reports.redacting import pages_without, picture_without, remains_of, without
from antigone.register.reports.searching import found_in, not_read
from antigone.register.reports.unpacking import UNPACKED, inside
from antigone.register.sources import store
from antigone.register.sources.extracting import standing_extraction, text_of
from antigone.register.sources.models import Source, Testimony
from antigone.register.sources.seeing import require_visible

_PDF = "application/pdf"
_ALLOWED = (Testimony.Consent.BODIES, Testimony.Consent.PUBLIC)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A source to disclose; `words` and `regions` are taken out of it."""

    source: Source
    words: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    @property
    def redacted(self) -> bool:
        """Whether the original is kept back."""
        return bool(self.words or self.regions)


@dataclass(frozen=True, slots=True)
class Made:
    """The set as a ZIP in the store, and what a person must still look at.

    `remains`: source's number → single words of what was taken out that stand in it still. `not_read`:
    file → what of it no search reads ("picture"), where anything was taken out of any source.
    """

    disclosure: Disclosure
    remains: dict[str, list[str]]
    not_read: dict[str, str]


@dataclass(frozen=True, slots=True)
class _File:
    listed: Listed
    source: Source
    redacted: bool
    salt: str


def disclose(author: Author, recipient: str, purpose: str, chosen: Sequence[Chosen]) -> Made:
    """Makes a set; InputError where a word taken out is found anywhere in it, or a witness did not agree."""
    author.require(Right.PUBLISH)
    if not recipient.strip() or not purpose.strip():
        raise InputError("say for whom the set is, and what for")
    if not chosen:
        raise InputError("choose the sources to disclose")
    for one in chosen:
        _check_allowed(author, one)
    with tempfile.TemporaryDirectory(prefix="antigone-disclosure-") as temporary:
        root = Path(temporary) / "set"
        (root / "sources").mkdir(parents=True)
        files, remains = [], {}
        for one in chosen:
            files += _write(root, one)
            if one.words:
                remains[one.source.code] = remains_of(_text(one), one.words)
        words = [w for one in chosen for w in one.words]
        moment = timezone.now().isoformat(timespec="seconds")
        graph = provenance(
            author, recipient, purpose, moment, [(f.listed, f.source, f.redacted) for f in files]
        )
        prov = json.dumps(graph, ensure_ascii=False, indent=1)
        (root / "provenance.jsonld").write_text(prov, encoding="utf-8")
        about = {"made": moment, "for": recipient, "purpose": purpose, "by": author.investigation.title,
                 "sources": [_described(f) for f in files]}  # fmt: skip
        manifest = manifest_json([*(f.listed for f in files), _listed(root, "provenance.jsonld")], about)
        (root / MANIFEST).write_text(manifest, encoding="utf-8")
        (root / SIGNATURE).write_text(signature_json(public_key(), sign(manifest.encode())), encoding="utf-8")
        _check_gone(root, words)
        _check_not_read_here(files, words)
        _check_originals_kept_back(root, files)
        unread = {f.listed.name: not_read(root / f.listed.name, f.source.media_type)
                  for f in files if any(one.redacted for one in chosen) and not f.redacted}  # fmt: skip
        archive = _zipped(root)
    with transaction.atomic():
        row = state(
            author,
            Disclosure(
                code=next(codes(author.investigation, Disclosure, "DIS")),
                recipient=recipient,
                purpose=purpose,
                files=[f.listed.name for f in files],
                salts={f.source.code: f.salt for f in files if f.salt},
                manifest_sha256=hashlib.sha256(manifest.encode()).hexdigest(),
                archive_sha256=archive.sha256,
            ),
        )
    return Made(
        row,
        {code: found for code, found in remains.items() if found},
        {name: what for name, what in unread.items() if what},
    )


def _check_allowed(author: Author, one: Chosen) -> None:
    source = one.source
    require_visible(author, source)
    if not source.sha256:
        raise InputError(f"{source.code} is an item without bytes; disclose a photograph of it")
    if store.altered(source.sha256):
        raise InputError(f"the original of {source.code} is missing or was altered; restore the home folder")
    testimony = source.testimonies.standing().first()
    if testimony and testimony.consent not in _ALLOWED:
        raise InputError(f"the witness of {source.code} did not agree that courts and other bodies use it")
    if one.words and one.regions:
        raise InputError(f"{source.code}: take words out of a text, or regions out of a picture, not both")
    if one.redacted and source.media_type.startswith(("audio/", "video/")):
        raise InputError(
            f"{source.code} is sound or film, which cannot be redacted here; cut a copy with another program,"
            " take that in as a source of its own, and disclose the copy"
        )
    if one.regions and not source.media_type.startswith(("image/", _PDF)):
        raise InputError(f"{source.code} has no picture or page; take words out of its text")
    extraction = standing_extraction(source)
    if one.words and (extraction is None or not extraction.text_sha256):
        raise InputError(
            f"{source.code} has no text from which words could be taken; take regions out of its pages"
        )


def _text(one: Chosen) -> str:
    return without(text_of(standing_extraction(one.source)), one.words)


def _write(root: Path, one: Chosen) -> list[_File]:
    source, stem = one.source, f"sources/{one.source.code}"
    if not one.redacted:
        name = f"{stem}{_ending(source)}"
        shutil.copyfile(store.path_of(source.sha256), root / name)
        return [_File(_listed(root, name), source, False, "")]
    # A hash of the original would confirm guesses of what was taken out; a salted one confirms nothing.
    salt = secrets.token_hex(32)
    if one.regions:
        pages = source.media_type == _PDF
        name = f"{stem}.pdf" if pages else f"{stem}.png"
        (root / name).write_bytes(
            pages_without(store.path_of(source.sha256), one.regions)
            if pages
            else picture_without(store.whole(source.sha256), one.regions)
        )
        return [_File(_listed(root, name), source, True, salt)]
    text = _text(one)
    (root / f"{stem}.txt").write_text(text, encoding="utf-8")
    style = "<style>pre { white-space: pre-wrap }</style>"
    head = f'<html lang="und"><meta charset="utf-8"><title>{source.code}</title>{style}'
    page = f"{head}<pre>{html.escape(text)}</pre>"
    (root / f"{stem}.pdf").write_bytes(html_to_pdf(page.encode()))
    return [_File(_listed(root, f"{stem}{e}"), source, True, salt) for e in (".txt", ".pdf")]


def _ending(source: Source) -> str:
    known = {"text/plain": ".txt", "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png",
             "text/html": ".html", "application/warc": ".warc", "video/mp4": ".mp4"}  # fmt: skip
    if source.media_type.endswith("wordprocessingml.document"):
        return ".docx"
    return known.get(source.media_type, ".bin")


def _described(file: _File) -> dict[str, Any]:
    said = {
        "file": file.listed.name,
        "number": file.source.code,
        "kind": file.source.kind,
        "redacted": file.redacted,
    }
    if file.redacted:
        data = bytes.fromhex(file.salt) + store.whole(file.source.sha256)
        return {**said, "commitment": hashlib.sha256(data).hexdigest()}
    return {**said, "title": file.source.title, "original-sha256": file.source.sha256}


def _listed(root: Path, name: str) -> Listed:
    path = root / name
    with path.open("rb") as file:
        return Listed(name, hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)


def _check_gone(root: Path, words: Sequence[str]) -> None:
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        name = path.relative_to(root).as_posix()
        found = found_in(name, path, words)
        if found:
            raise InputError(
                f"“{found[0]}” was taken out of a source and still stands in {name}; take it out there too"
            )


def _check_not_read_here(files: Sequence[_File], words: Sequence[str]) -> None:
    """The text as the record reads it says more than the bytes: letters of a PDF's fonts, other encodings."""
    for file in files:
        extraction = None if file.redacted else standing_extraction(file.source)
        text = text_of(extraction) if extraction else ""
        found = [w for w in words if Sought(w).is_in(text)]
        if found:
            raise InputError(
                f"“{found[0]}” was taken out of a source and still stands in {file.source.code}; take it out"
                " there too"
            )


def _check_originals_kept_back(root: Path, files: Sequence[_File]) -> None:
    """A picture of which a region was painted over may be in the set a second time, whole."""
    hidden = {f.source.sha256: f.source for f in files if f.redacted}
    for file in files:
        for sha256 in () if file.redacted else _hashes_of(root / file.listed.name, file.listed):
            if sha256 in hidden:
                raise InputError(
                    f"{hidden[sha256].code} has something taken out, and {file.source.code} holds the same"
                    " bytes whole; take it out there too, or leave one of them out"
                )


def _hashes_of(path: Path, listed: Listed) -> Iterator[str]:
    yield listed.sha256
    if listed.size <= UNPACKED:
        for held in inside(path.read_bytes()):
            if isinstance(held, bytes):
                yield hashlib.sha256(held).hexdigest()


def _zipped(root: Path) -> store.Stored:
    archive = root.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as package:
        for path in sorted(p for p in root.rglob("*") if p.is_file()):
            # Without the moment and the owner of the files on this machine.
            info = zipfile.ZipInfo(path.relative_to(root).as_posix())
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            info.file_size = path.stat().st_size
            with path.open("rb") as file, package.open(info, "w") as packed:
                shutil.copyfileobj(file, packed, 2**20)
    with archive.open("rb") as file:
        return store.put(store.chunks_of(file))
