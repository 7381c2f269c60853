"""The append-only Merkle log of every change, and the facts it covers."""
