"""Samples, their custody, and profiles."""
