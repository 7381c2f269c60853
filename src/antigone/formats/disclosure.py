"""A disclosure set: a folder of files with a signed manifest of their hashes, checked without the record."""

from __future__ import annotations

import base64
import hashlib
import json
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from antigone.errors import InputError

MANIFEST, SIGNATURE = "manifest.json", "manifest.signature.json"
_MOST = 64 * 2**20


class Listed(msgspec.Struct, frozen=True):
    """A file of the set: its path in the folder, SHA-256 (hexadecimal) and size in bytes."""

    name: str
    sha256: str
    size: int


class _Manifest(msgspec.Struct, frozen=True):
    version: int = msgspec.field(name="antigone-disclosure")
    files: list[Listed] = msgspec.field()


class _Signature(msgspec.Struct, frozen=True):
    key: str
    signature: str


@dataclass(frozen=True, slots=True)
class Checked:
    """Every problem found, the number of files listed, the signer's key (base64; "" if unchecked)."""

    problems: tuple[str, ...]
    files: int
    key: str


def check_set(path: str | Path) -> Checked:
    """Checks a disclosure set as it was received (a ZIP) or unpacked (a folder); as `check_folder`."""
    if Path(path).is_dir():
        return check_folder(path)
    with tempfile.TemporaryDirectory(prefix="antigone-disclosure-") as folder:
        broken = tuple(_unpack(Path(path), Path(folder)))
        try:
            found = check_folder(folder)
        except InputError as error:
            said = "; ".join(broken) or f"{MANIFEST}: {error}".replace(f"{folder}/", "")
            raise InputError(f"{path}: holds no disclosure set that can be checked: {said}") from None
    return Checked((*broken, *found.problems), found.files, found.key)


def _unpack(archive: Path, folder: Path) -> Iterator[str]:
    """What is wrong with the package; a file that cannot be unpacked is named, and then missing."""
    try:
        with zipfile.ZipFile(archive) as package:
            names = [info.filename for info in package.infolist()]
            for name in sorted({n for n in names if names.count(n) > 1}):
                yield f"{name}: is in the package more than once"
            if package.comment:
                yield f"{archive.name}: the package has a comment, which is not signed"
            for info in package.infolist():
                try:
                    package.extract(info, folder)
                except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError,
                        ValueError) as error:  # fmt: skip
                    (folder / info.filename).unlink(missing_ok=True)
                    yield f"{info.filename}: cannot be unpacked; it was altered ({error})"
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise InputError(
            f"{archive}: is neither a folder nor a ZIP of a disclosure set that can be read ({error})"
        ) from None


def check_folder(folder: str | Path) -> Checked:
    """Compares a disclosure set with its manifest; InputError where there is no readable manifest."""
    root = Path(folder)
    data = _bytes(root / MANIFEST)
    try:
        manifest = msgspec.json.decode(data, type=_Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InputError(f"{root / MANIFEST}: is no manifest of a disclosure set ({error})") from None
    if manifest.version != 1:
        raise InputError(f"{root / MANIFEST}: version {manifest.version} is unknown; use a newer antigone")
    key, signed = _signature(root, data)
    problems = [*signed, *_files(root, manifest.files), *_strangers(root, manifest.files)]
    return Checked(tuple(problems), len(manifest.files), key)


def signature_json(key: bytes, signature: bytes) -> str:
    """The text of the signature's file, for a raw Ed25519 public key and signature."""
    said = {"key": base64.b64encode(key).decode(), "signature": base64.b64encode(signature).decode()}
    return json.dumps(said, indent=1) + "\n"


def manifest_json(files: list[Listed], about: dict[str, Any]) -> str:
    """The manifest's text; the files are sorted by name."""
    listed = [msgspec.to_builtins(f) for f in sorted(files, key=lambda f: f.name)]
    return (
        json.dumps({"antigone-disclosure": 1, **about, "files": listed}, ensure_ascii=False, indent=1) + "\n"
    )


def _signature(root: Path, manifest: bytes) -> tuple[str, list[str]]:
    path = root / SIGNATURE
    if not path.is_file():
        return "", [f"{SIGNATURE}: is missing; the manifest is not signed"]
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return "", ["the signature cannot be checked: run pip install cryptography"]
    try:
        data = _bytes(path)
        said = msgspec.json.decode(data, type=_Signature)
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(said.key, validate=True))
        public.verify(base64.b64decode(said.signature, validate=True), manifest)
    except InvalidSignature:
        return "", [f"{MANIFEST}: the signature does not hold; the manifest was altered"]
    except (msgspec.MsgspecError, ValueError) as error:
        return "", [f"{SIGNATURE}: is no signature ({error})"]
    written = signature_json(base64.b64decode(said.key), base64.b64decode(said.signature)).encode()
    # Blanks, more fields and unused bits of base64 leave a signature valid; the file is altered all the same.
    return said.key, [] if data == written else [f"{SIGNATURE}: is not as it was written; it was altered"]


def _files(root: Path, files: list[Listed]) -> Iterator[str]:
    seen: set[str] = set()
    for file in files:
        path = root / file.name
        if file.name in seen or not file.name or not path.resolve().is_relative_to(root.resolve()):
            yield f"{file.name}: is listed twice or leads out of the folder"
            continue
        seen.add(file.name)
        try:
            with path.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
        except (OSError, ValueError):
            yield f"{file.name}: is missing"
            continue
        if path.stat().st_size != file.size or digest != file.sha256:
            yield f"{file.name}: is not as listed; it was altered"


def _strangers(root: Path, files: list[Listed]) -> Iterator[str]:
    own = {MANIFEST, SIGNATURE, *(f.name for f in files)}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if (path.is_file() or path.is_symlink()) and name not in own:
            yield f"{name}: is not listed; it does not belong to the set"


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST:
            raise InputError(f"{path}: is too large for what it should be")
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror}); name the folder of a disclosure set"
        ) from None
