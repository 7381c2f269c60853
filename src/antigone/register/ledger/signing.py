"""Signing with the record's Ed25519 key: other files than checkpoints, by the same key."""

from __future__ import annotations

from antigone.register.ledger.checkpoint import _private_key


def public_key() -> bytes:
    """The raw public key, 32 bytes."""
    return _private_key().public_key().public_bytes_raw()


def sign(data: bytes) -> bytes:
    """The signature of the data, 64 bytes."""
    return _private_key().sign(data)
