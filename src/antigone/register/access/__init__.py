"""Investigations, roles and protected identities."""
