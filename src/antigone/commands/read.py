"""antigone read"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from antigone.commands.output import write_json, write_text
from antigone.papers.bodies import Body
from antigone.papers.counts import Count
from antigone.papers.heading import Heading
from antigone.papers.letters import Letter
from antigone.papers.reading import Reading, read_paper

_SHOW_PROGRESS_FROM = 100


@click.command()
@click.argument("paper", metavar="PAPER")
@click.option("--json", "target", metavar="PATH", help="Write JSON to PATH, '-' for standard output.")
@click.option(
    "--text", "text_target", metavar="PATH", help="Write the extracted text, which offsets count, to PATH."
)
def read(paper: str, target: str | None, text_target: str | None) -> None:
    """Propose what PAPER (TXT, PDF, DOCX) says: its symbols, letters, counts, dates and places.

    Nothing is stored; what is not found is left out.

    Example: antigone read letter.pdf --json -
    """
    result = _with_progress(paper)
    if text_target is not None:
        write_text(Path(text_target), result.paper.text)
    if target is not None:
        write_json(target, reading_json(result))
        if target == "-":
            return
    _print(paper, result)


def _with_progress(paper: str) -> Reading:
    from rich.console import Console
    from rich.progress import Progress, TaskID

    progress = Progress(console=Console(stderr=True), transient=True)
    tasks: list[TaskID] = []

    def on_page(done: int, total: int) -> None:
        if total < _SHOW_PROGRESS_FROM:
            return
        if not tasks:
            progress.start()
            tasks.append(progress.add_task("Reading pages", total=total))
        progress.update(tasks[0], completed=done)
        if done == total:
            progress.add_task("Reading text", total=None)

    try:
        return read_paper(paper, on_page)
    finally:
        if tasks:
            progress.stop()


def reading_json(reading: Reading) -> dict[str, Any]:
    """The reading as in docs/reading-papers.md."""
    heading = reading.heading
    result: dict[str, Any] = {
        "kind": "document" if heading is None else "united-nations-document",
        "sha256": reading.paper.sha256,
        "characters": len(reading.paper.text),
    }
    result |= _heading_json(heading, reading)
    joint = " and the " if reading.language in (None, "English") else "; "
    result["letters"] = [_letter_json(x, joint) for x in reading.letters]
    result["footnotes"] = [
        {"mark": f.mark, "text": f.text, "links": list(f.links)} for f in reading.footnotes
    ]
    result["counts"] = [_count_json(reading, c) for c in reading.counts]
    result["dates"] = [_passage(reading, d.start, d.end, edtf=d.edtf) for d in reading.dates]
    result["durations"] = [
        _passage(reading, d.start, d.end, days=d.days, **({"approximate": True} if d.approximate else {}))
        for d in reading.durations
    ]
    result["places"] = [_passage(reading, p.start, p.end) for p in reading.places]
    if reading.paper.notes:
        result["notes"] = list(reading.paper.notes)
    return result


def _heading_json(heading: Heading | None, reading: Reading) -> dict[str, Any]:
    if heading is None:
        language = {} if reading.language is None else {"language": reading.language}
        return {"symbols": [], **language, "bodies": [], "agenda_titles": []}
    said = {
        "symbols": list(heading.symbols),
        "distribution": heading.distribution,
        "date": heading.date,
        "language": reading.language,
        "original_language": heading.original_language,
        "job_number": reading.job_number,
        "bodies": [_body_json(b) for b in heading.bodies],
        "agenda_titles": list(heading.agenda_titles),
        "title": heading.title,
    }
    return {key: value for key, value in said.items() if value is not None}


def _body_json(body: Body) -> dict[str, Any]:
    said: dict[str, Any] = {"organ": body.organ}
    if body.session is not None:
        said["session"] = body.session
    if body.emergency_special:
        said["emergency_special"] = True
    if body.year is not None:
        said["year"] = body.year
    if body.agenda_items:
        said["agenda_items"] = list(body.agenda_items)
    return said


def _letter_json(letter: Letter, joint: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "date": letter.date,
        "office": letter.office,
        "addressee": joint.join(_listed(letter.addressees)) or None,
        "addressees": list(letter.addressees) if len(letter.addressees) > 1 else None,
        "signatory": "; ".join(letter.signatories) or None,
        "signatories": list(letter.signatories) if len(letter.signatories) > 1 else None,
        "annex": letter.annex,
        "form": "note verbale" if letter.note_verbale else None,
    }
    return {key: value for key, value in said.items() if value is not None}


def _listed(addressees: tuple[str, ...]) -> list[str]:
    """The last by itself, all others as one: 'A, the B' and 'C'."""
    return [", the ".join(addressees[:-1]), addressees[-1]] if len(addressees) > 1 else list(addressees)


def _count_json(reading: Reading, count: Count) -> dict[str, Any]:
    said: dict[str, Any] = {"value": count.value, "of": count.of}
    if count.last is not None:
        said |= {"value": None, "at_least": count.value, "at_most": count.last}
    if count.bound is not None:
        said["approximate"] = True
        if count.bound != "about":
            said[count.bound] = count.value
    return _passage(reading, count.start, count.end, **said)


def _passage(reading: Reading, start: int, end: int, **said: Any) -> dict[str, Any]:
    return {"quote": reading.quote(start, end), **said, "start": start, "end": end}


def _print(paper: str, reading: Reading) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    said = reading_json(reading)
    for key in ("kind", "symbols", "distribution", "date", "language", "job_number", "title"):
        if said.get(key):
            value = said[key]
            console.print(f"{key}: {', '.join(value) if isinstance(value, list) else value}", markup=False)
    for letter in said["letters"]:
        parts = ", ".join(f"{k} {v}" for k, v in letter.items())
        console.print(f"letter: {parts}", markup=False)
    table = Table(title=Text(f"{paper}: proposals, nothing stored"))
    for column in ("what", "quote", "value", "offset"):
        table.add_column(column)
    for kind, key in (("counts", "value"), ("dates", "edtf"), ("durations", "days"), ("places", "")):
        for row in said[kind]:
            value = row.get(key, "") if key else ""
            cells = (kind[:-1], " ".join(row["quote"].split()), str(value), str(row["start"]))
            table.add_row(*map(Text, cells))
    console.print(table, markup=False)
    for note in reading.paper.notes:
        console.print(f"Note: {note}", markup=False)
