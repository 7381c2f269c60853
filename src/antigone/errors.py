"""The errors a user can meet; every message names the place and the remedy."""


class AntigoneError(Exception):
    """Base of all errors that Antigone raises on purpose."""


class InputError(AntigoneError):
    """A file or value that cannot be used; correct what the message names and run again."""


class ModelError(AntigoneError):
    """Settings that the exact engine cannot honour; change the setting the message names."""
