"""Signed checkpoints (Ed25519): the log's size and root, to be kept by another body."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.db import DatabaseError
from django.utils import timezone

from antigone.errors import InputError
from antigone.register.ledger.merkle import EMPTY_ROOT, consistency_proof, is_consistent, root_of
from antigone.register.ledger.models import Entry
from antigone.register.ledger.values import canonical
from antigone.register.project.home import home, write_secret

KEY = "ledger-ed25519"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Size and root (hexadecimal) at a time; `key` and `signature` are base64; `proof` is optional."""

    size: int
    root: str
    at: str
    key: str
    signature: str
    since: int = 0
    proof: tuple[str, ...] = ()


def make_checkpoint(since: Checkpoint | None = None) -> Checkpoint:
    """The log's present checkpoint; with `since`, a proof that the log only grew since that one."""
    leaves = _leaves()
    size, root, at = len(leaves), root_of(leaves).hex(), timezone.now().isoformat(timespec="seconds")
    key = _private_key()
    proof = consistency_proof(leaves, since.size) if since and 0 < since.size <= size else []
    return Checkpoint(
        size, root, at,
        key=base64.b64encode(key.public_key().public_bytes_raw()).decode(),
        signature=base64.b64encode(key.sign(_signed(size, root, at))).decode(),
        since=since.size if since else 0,
        proof=tuple(p.hex() for p in proof),
    )  # fmt: skip


def write_checkpoint(checkpoint: Checkpoint) -> str:
    """Its JSON text."""
    return json.dumps(asdict(checkpoint), indent=1) + "\n"


def read_checkpoint(name: str, text: str) -> Checkpoint:
    """A checkpoint whose signature holds; InputError for anything else."""
    try:
        values = json.loads(text)
        checkpoint = Checkpoint(**{**values, "proof": tuple(values.get("proof", ()))})
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(checkpoint.key, validate=True))
        signature = base64.b64decode(checkpoint.signature, validate=True)
        public.verify(signature, _signed(checkpoint.size, checkpoint.root, checkpoint.at))
    except InvalidSignature:
        raise InputError(f"{name}: the signature does not hold; the checkpoint was altered") from None
    except (ValueError, TypeError, AttributeError) as error:
        raise InputError(f"{name}: not a checkpoint of the ledger ({error})") from None
    return checkpoint


def check_against_log(name: str, checkpoint: Checkpoint) -> None:
    """InputError unless the log still begins with what the checkpoint signed."""
    leaves = _leaves(checkpoint.size)
    if len(leaves) < checkpoint.size:
        raise InputError(
            f"{name}: signed {checkpoint.size} entries, the log has {len(leaves)}: some are gone"
        )
    if root_of(leaves).hex() != checkpoint.root:
        raise InputError(f"{name}: the first {checkpoint.size} entries are not those that were signed")


def check_pair(old: Checkpoint, new: Checkpoint) -> bool:
    """Whether `new`, made with `since=old`, proves without the log that nothing was changed or removed."""
    if old.key != new.key or new.since != old.size:
        return False
    if old.size == 0:
        return old.root == EMPTY_ROOT.hex()
    try:
        roots = bytes.fromhex(old.root), bytes.fromhex(new.root)
        proof = [bytes.fromhex(p) for p in new.proof]
    except ValueError:
        return False
    return is_consistent(old.size, roots[0], new.size, roots[1], proof)


def _leaves(size: int | None = None) -> list[bytes]:
    written = Entry.objects.order_by("sequence")[:size].values_list("leaf", flat=True)
    try:
        return [bytes.fromhex(leaf) for leaf in written.iterator(5000)]
    except (ValueError, DatabaseError):
        raise InputError("the log holds a hash that is none; 'antigone ledger verify' names it") from None


def _signed(size: int, root: str, at: str) -> bytes:
    return canonical({"antigone-ledger": 1, "size": size, "root": root, "at": at}).encode()


def _private_key() -> Ed25519PrivateKey:
    path = home() / "keys" / KEY
    if not path.exists():
        write_secret(KEY, Ed25519PrivateKey.generate().private_bytes_raw())
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
