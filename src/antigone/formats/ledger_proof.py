"""Proofs that entries stand in the record's ledger: a Merkle path each to a root signed by the record."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from antigone.errors import InputError

VERSION = 1
_MOST = 256 * 2**20


class Proved(msgspec.Struct, frozen=True):
    """An entry: its number from 0, the hash of its text, the hashes on its way to the root (hexadecimal).

    `content` is the entry's text, "" where its reader may see the hash only.
    """

    entry: int
    table: str
    leaf: str
    path: tuple[str, ...]
    content: str = ""


class SignedRoot(msgspec.Struct, frozen=True):
    """A checkpoint of the ledger; key and signature (Ed25519) are base64."""

    size: int
    root: str
    at: str
    key: str
    signature: str


class Proof(msgspec.Struct, frozen=True):
    """The entries on which a paper rests, all under one signed root."""

    version: int = msgspec.field(name="antigone-ledger-proof")
    of: str = msgspec.field()
    checkpoint: SignedRoot = msgspec.field()
    entries: tuple[Proved, ...] = msgspec.field()


@dataclass(frozen=True, slots=True)
class Checked:
    """What does not hold, and the proof."""

    problems: tuple[str, ...]
    proof: Proof


def write_proof(proof: Proof) -> str:
    """The proof's JSON text."""
    return json.dumps(msgspec.to_builtins(proof), ensure_ascii=False, indent=1) + "\n"


def read_proof(text: str | bytes) -> Proof:
    """A proof from its JSON; msgspec's error for anything else."""
    return msgspec.json.decode(text, type=Proof)


def check_proof(path: str | Path) -> Checked:
    """Checks a proof by itself, without the record; InputError for a file that is none."""
    file = Path(path)
    try:
        if file.stat().st_size > _MOST:
            raise InputError(f"{file}: is too large for a proof of the ledger")
        proof = read_proof(file.read_bytes())
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror})") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: is no proof of the ledger ({error})") from None
    if proof.version != VERSION:
        raise InputError(f"{file}: version {proof.version} is unknown; use a newer antigone")
    return Checked((*_signature(proof.checkpoint), *_entries(proof)), proof)


def is_included(entry: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path leads from a leaf to the root of a tree of `size` leaves (RFC 9162, 2.1.3.2)."""
    if not 0 <= entry < size:
        return False
    fn, sn, found = entry, size - 1, leaf
    for part in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            found = _node(part, found)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            found = _node(found, part)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and found == root


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _signature(checkpoint: SignedRoot) -> list[str]:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return ["the signature cannot be checked: run pip install cryptography"]
    signed = {"antigone-ledger": 1, "size": checkpoint.size, "root": checkpoint.root, "at": checkpoint.at}
    text = json.dumps(signed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(checkpoint.key, validate=True))
        public.verify(base64.b64decode(checkpoint.signature, validate=True), text.encode())
    except InvalidSignature:
        return ["the signature of the root does not hold; the checkpoint was altered"]
    except ValueError as error:
        return [f"the checkpoint holds no signature ({error})"]
    return []


def _entries(proof: Proof) -> Iterator[str]:
    for e in proof.entries:
        try:
            leaf, path = bytes.fromhex(e.leaf), [bytes.fromhex(p) for p in e.path]
            root = bytes.fromhex(proof.checkpoint.root)
        except ValueError:
            yield f"entry {e.entry}: holds no hashes"
            continue
        if e.content and hashlib.sha256(b"\x00" + e.content.encode()).digest() != leaf:
            yield f"entry {e.entry}: its text was altered"
        if not is_included(e.entry, proof.checkpoint.size, leaf, path, root):
            yield f"entry {e.entry}: does not stand in the ledger that was signed"
