"""Lists of missing persons kept by other bodies: a dry run first, then the whole list or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from antigone.errors import InputError
from antigone.formats.tables import Row, Table
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.ledger.codes import codes
from antigone.register.ledger.record import alone, retract, state, state_all, supersede
from antigone.register.people.list_files import MOST_ROWS
from antigone.register.people.models import Description, ListImport, Listing, Person, PersonList, Report
from antigone.register.people.names import checked_name
from antigone.register.people.reporting import (
    Reported,
    add_name,
    checked_description,
    checked_report,
    replace_name,
    report_many,
)

FIELDS = ("number", "name", "name2", "sex", "birth", "last_seen", "place", "circumstances", "reporter")
REPORT_FIELDS = ("last_seen", "place", "circumstances", "reporter")
CHUNK = 2000
MOST_ERRORS = 200
MALE = ("m", "male", "м", "муж", "муж.", "мужской", "kişi", "erkek", "homme", "արական", "ذكر")
FEMALE = ("f", "female", "ж", "жен", "жен.", "женский", "qadın", "kadın", "femme", "իգական", "أنثى")
SEXES = {
    **dict.fromkeys(("", "unknown", "?"), "unknown"),
    **dict.fromkeys(MALE, "male"),
    **dict.fromkeys(FEMALE, "female"),
}
# What lists call their columns in English; other languages are chosen once, and remembered.
ALSO = {
    "number": ("no", "nr", "№", "id", "serial"), "name": ("full_name", "names", "name_and_surname"),
    "sex": ("gender",), "birth": ("born", "date_of_birth", "birth_date", "year_of_birth", "dob"),
    "last_seen": ("last_seen_when", "missing_since", "date_last_seen"),
    "place": ("last_seen_where", "place_last_seen", "where"), "reporter": ("reported_by", "who_reports"),
}  # fmt: skip
Watch = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A row of a list: its number there, what it says, its cells."""

    number: str
    said: Reported
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Differences:
    """What importing a list would do: new rows, rows that changed (old, new), how many are as before,
    those no longer on the list, and what is wrong, row by row."""

    new: tuple[Incoming, ...]
    changed: tuple[tuple[Listing, Incoming], ...]
    same: int
    gone: tuple[Listing, ...]
    errors: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether the list is as it was."""
        return not (self.new or self.changed or self.gone)


def quiet(_stage: str, _done: int = 0, _total: int = 0) -> None:
    """A Watch for whom nobody looks."""


def guess_columns(table: Table) -> dict[str, str]:
    """Field → column, for columns that bear the name of a field or another usual one."""
    names = {h.lower().strip(" .:").replace(" ", "_"): h for h in table.header}
    usual = {f: (f, *ALSO.get(f, ())) for f in FIELDS}
    return {f: names[called[0]] for f, own in usual.items() if (called := [n for n in own if n in names])}


def list_titled(investigation: Any, title: str) -> PersonList | None:
    """The list of that title, if there is one."""
    return PersonList.objects.of(investigation).standing().filter(title=title).first()


def compare(
    person_list: PersonList | None, table: Table, columns: Mapping[str, str], watch: Watch = quiet
) -> Differences:
    """A dry run; InputError where a column that is needed is not named."""
    incoming, errors = _incoming(table, columns, watch)
    held = {}
    if person_list is not None:
        held = {x.number: x for x in Listing.objects.standing().filter(list=person_list)}
    new = tuple(i for i in incoming if i.number not in held)
    changed = tuple(
        (held[i.number], i) for i in incoming if i.number in held and held[i.number].cells != i.cells
    )
    here = {i.number for i in incoming}
    gone = tuple(x for number, x in held.items() if number not in here) if not errors else ()
    return Differences(new, changed, len(incoming) - len(new) - len(changed), gone, tuple(errors))


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file of a list, read: its table, the hash of its bytes, and which column is what."""

    title: str
    table: Table
    sha256: str
    columns: dict[str, str]


def import_list(author: Author, file: ListFile, watch: Watch = quiet) -> tuple[PersonList, Differences]:
    """Enters a list whole or not at all; the same list again changes nothing."""
    author.require(Right.IMPORT)
    person_list = list_titled(author.investigation, file.title)
    found = compare(person_list, file.table, file.columns, watch)
    return enter_list(author, file, found, watch), found


@alone()
def enter_list(author: Author, file: ListFile, found: Differences, watch: Watch = quiet) -> PersonList:
    """Enters what a comparison found; InputError where rows are wrong or the list changed meanwhile."""
    author.require(Right.IMPORT)
    if found.errors:
        more = f" (and {len(found.errors) - 1} more)" if len(found.errors) > 1 else ""
        raise InputError(found.errors[0] + more)
    author = author.because(author.reason or f"list '{file.title}'")
    own = _list(author, file)
    if found.nothing:
        return own
    total, done = len(found.new), 0
    for part in _parts(found.new):
        _enter_new(author, own, part)
        done += len(part)
        watch("entering", done, total)
    old_columns = _columns_before(own)
    for old, row in found.changed:
        _enter_changed(author, old, row, old_columns or file.columns)
    for listing in found.gone:
        retract(author, listing)
    state(
        author,
        ListImport(
            list=own, file=file.table.file[:300], sha256=file.sha256, columns=file.columns,
            rows=file.table.frame.height, new=len(found.new), changed=len(found.changed),
            gone=len(found.gone),
        ),
    )  # fmt: skip
    return own


def _list(author: Author, file: ListFile) -> PersonList:
    own = list_titled(author.investigation, file.title)
    if own is not None:
        return own
    code = next(codes(author.investigation, PersonList, "L"))
    return state(author, PersonList(code=code, title=file.title, columns=file.columns))


def remembered_columns(person_list: PersonList) -> dict[str, str]:
    """How the list's last file was read."""
    return _columns_before(person_list) or person_list.columns


def _columns_before(person_list: PersonList) -> dict[str, str]:
    last = person_list.imports.standing().order_by("-made_at").first()
    return last.columns if last else person_list.columns


def _parts(rows: Sequence[Incoming]) -> Iterator[list[Incoming]]:
    left = iter(rows)
    while part := list(islice(left, CHUNK)):
        yield part


def _enter_new(author: Author, own: PersonList, rows: Sequence[Incoming]) -> None:
    """New persons, but for a number that the list once had: its person is on the list again."""
    before = {
        x.number: x.person
        for x in Listing.objects.filter(list=own, number__in=[r.number for r in rows]).select_related(
            "person"
        )
    }
    unknown = [r for r in rows if r.number not in before]
    persons: dict[str, Person] = dict(
        zip((r.number for r in unknown), report_many(author, [r.said for r in unknown]), strict=True)
    )
    state_all(
        author,
        [
            Listing(list=own, person=(persons | before)[r.number], number=r.number, cells=r.cells)
            for r in rows
        ],
    )


def _enter_changed(author: Author, old: Listing, row: Incoming, columns: Mapping[str, str]) -> None:
    """What the list said before is superseded by what it says now; what others said stays beside it."""
    person, before = old.person, _said_before(old, columns)
    supersede(author, old, cells=row.cells)
    names = {n.text: n for n in person.names.standing()}
    gone = [t for t in before["names"] if t not in row.said.names and t in names]
    for text in row.said.names:
        if text not in names:
            if gone:
                replace_name(author, names[gone.pop(0)], text)
            else:
                add_name(author, person, text)
    _change_report(author, person, before["report"], row.said.report)
    _change_description(author, person, before["description"], row.said.description)


def _change_report(author: Author, person: Person, before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    now, before = checked_report(now), checked_report(before)
    if now == before:
        return
    own = {f: before[f] for f in REPORT_FIELDS}
    report = person.reports.standing().filter(**own).first()
    if report:
        supersede(author, report, **now)
    else:
        state(author, Report(person=person, **now))


def _change_description(
    author: Author, person: Person, before: Mapping[str, Any], now: Mapping[str, Any]
) -> None:
    now, before = checked_description(now), checked_description(before)
    if now == before:
        return
    standing = person.descriptions.standing().first()
    if standing is None:
        state(author, Description(person=person, **now))
    elif (standing.sex, standing.birth) == (before["sex"], before["birth"]):
        supersede(author, standing, **now)


def _said_before(old: Listing, columns: Mapping[str, str]) -> dict[str, Any]:
    try:
        said = _row(Row("", 0, old.cells), columns).said
    except InputError:
        return {"names": (), "report": {}, "description": {"sex": "unknown", "birth": ""}}
    return {"names": said.names, "report": said.report, "description": said.description}


def _incoming(table: Table, columns: Mapping[str, str], watch: Watch) -> tuple[list[Incoming], list[str]]:
    for needed in ("number", "name"):
        if columns.get(needed) not in table.header:
            raise InputError(
                f"{table.file}: name the column that holds the {needed}; it has {', '.join(table.header)}"
            )
    if table.frame.height > MOST_ROWS:
        raise InputError(f"{table.file}: {table.frame.height} rows; import at most {MOST_ROWS} at a time")
    rows: list[Incoming] = []
    errors: list[str] = []
    seen: dict[str, int] = {}
    for at, row in enumerate(table.rows, start=1):
        watch("reading the rows", at, table.frame.height)
        try:
            read = _row(row, columns)
            if read.number in seen:
                raise row.error(
                    f"number '{read.number}' was used in row {seen[read.number]}; each person has one"
                )
        except InputError as error:
            errors.append(str(error))
            if len(errors) == MOST_ERRORS:
                errors.append(f"{table.file}: reading stopped after {MOST_ERRORS} rows that are wrong")
                break
            continue
        seen[read.number] = row.number
        rows.append(read)
    return rows, errors


def _row(row: Row, columns: Mapping[str, str]) -> Incoming:
    cell = {f: row.cells.get(columns.get(f, ""), "") for f in FIELDS}
    if not cell["number"]:
        raise row.error("the number is empty; each person of a list has one")
    if cell["sex"].lower() not in SEXES:
        raise row.error(f"sex '{cell['sex']}' must be male, female or empty")
    report = {f: cell[f] for f in REPORT_FIELDS}
    described = {"sex": SEXES[cell["sex"].lower()], "birth": cell["birth"]}
    try:
        names = [checked_name(cell[f]) for f in ("name", "name2") if f == "name" or cell[f]]
        checked_report(report)
        checked_description(described)
    except InputError as error:
        raise row.error(str(error)) from None
    for field, longest in (("place", 200), ("reporter", 200), ("number", 100)):
        if len(cell[field]) > longest:
            raise row.error(f"the {field} has {len(cell[field])} characters; {longest} fit")
    return Incoming(cell["number"], Reported(names, report, described), dict(row.cells))
