"""Invented cases with a known truth, made by seed."""
