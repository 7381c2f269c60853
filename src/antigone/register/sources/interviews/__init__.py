"""Interviews in the field with ODK: the form out, the submissions in."""
