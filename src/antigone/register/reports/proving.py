"""The ledger's proof for the rows on which a paper rests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from antigone.formats.ledger_proof import VERSION, Proof, Proved, SignedRoot, write_proof
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.checkpoint import make_checkpoint
from antigone.register.ledger.merkle import root_of
from antigone.register.ledger.models import Entry


def proof_of(author: Author, entries: Sequence[Entry], of: str) -> str:
    """JSON with a path of each entry to a root signed now; their texts only for who may read the ledger."""
    checkpoint = make_checkpoint()
    leaves = [
        bytes.fromhex(leaf)
        for leaf in Entry.objects.filter(sequence__lt=checkpoint.size)
        .order_by("sequence")
        .values_list("leaf", flat=True)
    ]

    @cache
    def root(start: int, end: int) -> bytes:
        return root_of(leaves[start:end])

    texts = Right.READ_LEDGER in author.rights
    signed = SignedRoot(checkpoint.size, checkpoint.root, checkpoint.at, checkpoint.key, checkpoint.signature)
    proved = tuple(
        Proved(
            e.sequence, e.table, e.leaf, path_of(e.sequence, len(leaves), root), e.content if texts else ""
        )
        for e in entries
    )
    return write_proof(Proof(VERSION, of, signed, proved))


def path_of(entry: int, size: int, root: Callable[[int, int], bytes]) -> tuple[str, ...]:
    """PATH(entry, leaves) of RFC 9162, 2.1.3.1, from the leaf up; `root(a, b)` is that of leaves a to b."""
    found, start, end = [], 0, size
    while end - start > 1:
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        if entry < middle:
            found.append(root(middle, end))
            end = middle
        else:
            found.append(root(start, middle))
            start = middle
    return tuple(h.hex() for h in reversed(found))
