"""The tree against the values published with Certificate Transparency's code, and its identities."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.register.ledger.merkle import consistency_proof, is_consistent, leaf_hash, root_of

pytestmark = pytest.mark.one_pass
LEAVES = [bytes.fromhex(x) for x in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_certificate_transparency(size):
    assert root_of(leaf_hash(x) for x in LEAVES[:size]).hex() == ROOTS[size - 1]


def test_empty_tree():
    assert root_of([]) == hashlib.sha256(b"").digest()


def test_root_is_the_recursive_definition():
    def mth(leaves):
        if len(leaves) == 1:
            return leaves[0]
        k = 1
        while k * 2 < len(leaves):
            k *= 2
        return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()

    for size in range(1, 40):
        leaves = [leaf_hash(bytes([i])) for i in range(size)]
        assert root_of(leaves) == mth(leaves)


@given(st.integers(1, 70), st.integers(0, 70))
def test_every_growth_has_a_proof(old, more):
    leaves = [leaf_hash(str(i).encode()) for i in range(old + more)]
    proof = consistency_proof(leaves, old)
    assert is_consistent(old, root_of(leaves[:old]), len(leaves), root_of(leaves), proof)


@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_a_changed_beginning_has_none(old, more, data):
    leaves = [leaf_hash(str(i).encode()) for i in range(old + more)]
    root = root_of(leaves[:old])
    leaves[data.draw(st.integers(0, old - 1))] = leaf_hash(b"another")
    assert not is_consistent(old, root, len(leaves), root_of(leaves), consistency_proof(leaves, old))
