"""Antigone accounts for every missing person."""

__version__ = "0.1.0"
