"""The bracketed part of a .fam file as a tree: [A], [[B]], [[[C 1 ]]], each with lines `key= value`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from antigone.errors import InputError
from antigone.formats.familias.lines import Lines, cut

TITLE = re.compile(r"(\[+)([^\[\]]*)(\]+)")


@dataclass(slots=True)
class Section:
    """A section while it is read; `entries` are (key, value, line), `raw` its lines as they stand."""

    name: str
    title: str
    depth: int
    line: int
    entries: list[tuple[str, str, int]] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)

    def error(self, what: str, line: int | None = None) -> InputError:
        """An InputError that names the file and the line."""
        return InputError(f"{self.name}, line {line or self.line}: {what}")

    def child(self, title: str) -> Section:
        """The child of that title; InputError where the file ends before it."""
        found = [c for c in self.children if c.title == title]
        if not found:
            raise cut(self.name, self.end, f"the section '{title}' of '{self.title}'")
        return found[0]

    @property
    def end(self) -> int:
        """The last line of the section."""
        own = [self.line, *(line for _, _, line in self.entries)]
        return max([*own, *(c.end for c in self.children)])

    def value(self, key: str) -> str:
        """The value of the first entry `key`; InputError where there is none."""
        for k, value, _ in self.entries:
            if k == key:
                return value
        raise cut(self.name, self.end, f"'{key}=' of '{self.title}'")

    def count(self, key: str) -> int:
        """The whole number of an entry."""
        value = self.value(key)
        if not re.fullmatch(r"\d{1,7}", value):
            raise self.error(f"'{key}= {value}' must be a whole number")
        return int(value)

    def counted(self, key: str) -> list[Section]:
        """The children, as many as the entry says; InputError otherwise."""
        count = self.count(key)
        if len(self.children) < count:
            raise cut(self.name, self.end, f"number {len(self.children) + 1} of {count} in '{self.title}'")
        if len(self.children) > count:
            raise self.error(f"'{self.title}' says {key}= {count} and holds {len(self.children)}")
        return self.children


def read_sections(lines: Lines) -> Section:
    """All sections from the cursor to the end, under a root of depth 0."""
    root = Section(lines.name, "file", 0, lines.number)
    path = [root]
    while not lines.ended:
        line = lines.take("the last line's end")
        number = lines.number
        title = TITLE.fullmatch(line)
        if title and len(title[1]) == len(title[3]):
            depth = len(title[1])
            if depth > path[-1].depth + 1:
                raise lines.error(f'"{line}" stands outside the section it belongs to')
            while path[-1].depth >= depth:
                path.pop()
            section = Section(lines.name, title[2].strip(), depth, number)
            path[-1].children.append(section)
            path.append(section)
            continue
        path[-1].raw.append(line)
        key, equals, value = line.partition("=")
        if equals and not line.startswith("["):
            path[-1].entries.append((key.strip(), value.strip(), number))
        elif line and lines.ended:
            raise cut(lines.name, number, "the rest of the line")
        elif line and path[-1].title != "Notes":
            raise lines.error(f'expected "key= value" or a section in brackets, found "{line}"')
    return root
