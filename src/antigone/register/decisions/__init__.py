"""Proposals, signatures, identifications, withdrawals."""
