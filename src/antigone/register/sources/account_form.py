"""The form of a suggested account: one line for each count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.register.access.pages import Entry
from antigone.register.people.names import search_key
from antigone.register.sources.icicle import words
from antigone.register.sources.suggested import Row


@dataclass(frozen=True, slots=True)
class Entered:
    """A row as it was sent, and its place among the rows offered."""

    place: int
    row: Row


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: the proposal, and its fields."""

    row: Row
    count: str
    use: Any
    who: Any
    of: Any


class AccountForm(Entry):
    """A group, its parts, and what is said of their sum."""

    def __init__(
        self, rows: Sequence[Row], titles: Sequence[str], speakers: Sequence[str], *args: Any
    ) -> None:
        super().__init__(*args)
        self.rows = rows
        for i, (row, title) in enumerate(zip(rows, titles, strict=True)):
            if i:
                once = not _once_more(row, rows[:i])
                self.fields[f"use{i}"] = forms.BooleanField(initial=once, required=False)
            self.fields[f"who{i}"] = forms.CharField(initial=title, max_length=200)
            if i:
                choices = [(str(k), titles[k]) for k in range(len(rows)) if k != i and rows[k].found]
                self.fields[f"of{i}"] = forms.ChoiceField(choices=choices, initial=str(row.of or 0))
        names = ", ".join(t for r, t in zip(rows, titles, strict=True) if r.whole)
        if names:
            self.fields["whole"] = forms.BooleanField(
                label=_("These are all of them, and nobody is in two: %s") % names,
                initial=True,
                required=False,
            )
        dead = ", ".join(t for r, t in zip(rows, titles, strict=True) if r.dead)
        if dead:
            self.fields["dead"] = forms.BooleanField(
                label=_("Ask for the dead: %s") % dead, initial=True, required=False
            )
        self.fields["speakers"] = forms.CharField(
            label=_("According to whom; those they cite below, one a line"),
            initial="\n".join(speakers), widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        )  # fmt: skip
        self.order_fields([n for n in self.fields if n != "reason"])
        for name in self.fields:
            if name.startswith("who"):
                self.fields[name].widget.attrs |= {"list": "parts", "aria-label": _("Who"), "dir": "auto"}
            elif name.startswith("of"):
                self.fields[name].widget.attrs["aria-label"] = _("Part of")
            elif name.startswith("use"):
                self.fields[name].widget.attrs["aria-label"] = _("Enter this row")

    def lines(self) -> Iterator[Line]:
        """The rows of the table."""
        for i, row in enumerate(self.rows):
            count = words((row.found.least or 0, row.found.most)) if row.found else _("not said")
            yield Line(row, str(count), self[f"use{i}"] if i else None, self[f"who{i}"],
                       self[f"of{i}"] if i else None)  # fmt: skip

    def below(self) -> list[Any]:
        """The fields under the table."""
        return [self[n] for n in ("whole", "dead", "speakers", "reason") if n in self.fields]

    def speakers(self) -> list[str]:
        """Who says all of it."""
        return [s for s in self.cleaned_data["speakers"].splitlines() if s.strip()]

    def entered(self) -> tuple[list[Entered], bool, bool]:
        """The rows that are ticked, each a part of a row before it; and whether to sum and to ask."""
        said = self.cleaned_data
        used = [i for i in range(len(self.rows)) if not i or said[f"use{i}"]]
        of = {i: int(said[f"of{i}"]) for i in used if i}
        ordered: list[int] = [0]
        waiting = [i for i in used if i]
        while waiting:
            ready = [i for i in waiting if self._held(of[i], used, of) in ordered]
            # A circle of parts hangs on the group.
            ready = ready or waiting[:1]
            ordered += ready
            waiting = [i for i in waiting if i not in ready]
        place = {i: n for n, i in enumerate(ordered)}
        rows = []
        for i in ordered:
            around = self._held(of[i], used, of) if i else None
            part_of = place.get(around, 0) if i else None
            rows.append(Entered(i, replace(self.rows[i], title=said[f"who{i}"], of=part_of)))
        return rows, bool(said.get("whole")), bool(said.get("dead"))

    @staticmethod
    def _held(at: int, used: Sequence[int], of: dict[int, int]) -> int:
        return at if at in used else 0


def _once_more(row: Row, before: Sequence[Row]) -> bool:
    return any(search_key(row.title) == search_key(b.title) for b in before)
