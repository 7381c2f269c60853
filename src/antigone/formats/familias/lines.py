"""The lines of a .fam file, taken one by one with what each is expected to be."""

from __future__ import annotations

import math
import re

from antigone.errors import InputError
from antigone.formats.windows_text import decode_windows

MAGIC = "Output from Familias"


def decode_fam(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """Text of a .fam file and notes; InputError for anything else."""
    text, notes = decode_windows(name, data, "save the project again from Familias 3")
    first = text.partition("\n")[0].strip().strip('"')
    if not first.startswith(MAGIC):
        raise InputError(
            f'{name}, line 1: a .fam file begins with "{MAGIC}, version …"; this is another kind of file'
        )
    return text, notes


class Lines:
    """A cursor over the lines of a file; every refusal names the line and what was expected there."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self._lines = text.split("\n")
        self.at = 0
        self._last = max((i for i, line in enumerate(self._lines, start=1) if line.strip()), default=0)

    @property
    def ended(self) -> bool:
        """True where nothing but empty lines is left."""
        return self.at >= self._last

    @property
    def number(self) -> int:
        """The number of the line taken last, from 1."""
        return self.at

    def error(self, what: str, line: int | None = None) -> InputError:
        """An InputError that names the file and the line."""
        return InputError(f"{self.name}, line {line or self.at}: {what}")

    def peek(self) -> str:
        """The next line, "" at the end."""
        return self._lines[self.at].strip() if self.at < len(self._lines) else ""

    def peek_back(self) -> str:
        """The line taken last."""
        return self._lines[self.at - 1].strip()

    def take(self, what: str) -> str:
        """The next line; InputError where the file ends before it."""
        if self.at >= len(self._lines) - 1:
            raise cut(self.name, len(self._lines), what)
        self.at += 1
        return self._lines[self.at - 1].strip()

    def text(self, what: str) -> str:
        """A line in quotation marks, without them."""
        line = self.take(what)
        if len(line) < 2 or line[0] != '"' or line[-1] != '"':
            raise self.error(f'expected {what} in quotation marks, found "{line}"')
        return line[1:-1].strip()

    def integer(self, what: str, most: int = 10_000_000) -> int:
        """A whole number from 0 to `most`; what follows a blank is left aside."""
        line = self.take(what)
        match = re.match(r"(\d+)(?=\s|$)", line)
        if match is None or int(match[1]) > most:
            raise self.error(f'expected {what}, a whole number from 0 to {most}, found "{line}"')
        return int(match[1])

    def real(self, what: str, most: float = math.inf) -> float:
        """A number from 0 to `most`."""
        line = self.take(what)
        try:
            value = float(line)
        except ValueError:
            value = math.nan
        if not 0 <= value <= most or math.isinf(value):
            raise self.error(f'expected {what}, a number of at least 0 and at most {most:g}, found "{line}"')
        return value

    def flag(self, what: str) -> bool:
        """#TRUE# or #FALSE#; what follows is left aside."""
        line = self.take(what)
        if not line.startswith(("#TRUE#", "#FALSE#")):
            raise self.error(f'expected {what}, #TRUE# or #FALSE#, found "{line}"')
        return line.startswith("#TRUE#")


def cut(name: str, line: int, what: str) -> InputError:
    """The error of a file that ends too early."""
    return InputError(
        f"{name}, line {line}: the file ends where {what} should follow; it was cut: save it again from "
        "Familias"
    )
